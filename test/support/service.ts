/** A service of our own file: kitchens from 490.00, with a question of every kind. */
export const buildService = (service: object = {}, more: object = {}): object => ({
  handle: 'kitchen',
  kind: 'service',
  title: 'Kitchen planning',
  description: 'We measure, draw and build.',
  service: {
    price: { kind: 'from', amount: '490.00' },
    duration: '2 to 3 days',
    area: 'Berlin and 50 km around',
    answersWithinHours: 24,
    questions: [
      { id: 'plan', kind: 'choice', group: 'The kitchen', label: 'What are you planning?', isNeeded: true, choices: ['New', 'Changes'] },
      { id: 'size', kind: 'number', group: 'The kitchen', label: 'How large is the room?', unit: 'm²', least: 2, most: 200 },
      { id: 'when', kind: 'date', group: 'Time and money', label: 'When should it be done?' },
      { id: 'budget', kind: 'budget', group: 'Time and money', label: 'What may it cost?' },
      { id: 'pictures', kind: 'file', group: 'Time and money', label: 'Pictures of the room', most: 2 },
      { id: 'wishes', kind: 'text', group: 'Time and money', label: 'What else should we know?', most: 500 },
    ],
    consents: ['Acme may contact me about this.'],
    commissionTerms: 'Paid with each milestone.',
    ...service,
  },
  ...more,
})

/** The columns of a file of services, as a person would fill them. */
export const SERVICE_ROW = {
  Service: 'Bike fitting',
  Handle: 'bike-fitting',
  Price: 'from 89.00',
  Duration: '90 minutes',
  Area: 'Our shop in Kiel',
  'Answers within hours': '24',
  'Consent 1': 'You may write to me about it.',
  'Question 1': 'Which bike is it? | choice: Road; Gravel; City | up to 2 | needed | step: The bike',
  'Question 2': 'How tall are you? | number cm | 120 to 220 | help: In socks.',
} as const

/** A file of services with these rows. */
export function buildServicesCsv(rows: readonly Readonly<Record<string, string>>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const line = (cells: readonly string[]): string => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))].map(line).join('\r\n')
}
