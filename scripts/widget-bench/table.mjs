// The table of a run, and how it stands to what was aimed at.
const NAMES = {
  static: 'static HTML',
  plain: 'plain DOM after one fetch',
  ours: 'ours, first visit',
  'ours,warm': 'ours, warm cache',
  carried: 'ours, carried by the script, first visit',
  'carried,warm': 'ours, carried by the script, warm cache',
  contender: '`@shopify/buy-button-js` 3.0.6',
}

const kilobytes = (bytes) => `${(bytes / 1_024).toFixed(1)} KB`
const megabytes = (bytes) => `${(bytes / 1_024 / 1_024).toFixed(1)} MB`
const ms = (number) => `${Math.round(number)} ms`

const row = ({ way, cards, first, all, blocked, shift, bytes, requests, heap, nodes }) =>
  first === undefined
    ? [cards, NAMES[way], 'not within 60 s', '', '', '', '', '', '', '']
    : [cards, NAMES[way], ms(first), ms(all), ms(blocked), shift.toFixed(3), kilobytes(bytes), requests, megabytes(heap), nodes]

const COLUMNS = ['cards', 'shown as', 'first card', 'all cards', 'blocked', 'layout shift', 'bytes', 'requests', 'heap', 'DOM nodes']

/** What was measured, as a table in Markdown. */
export const resultTable = (results) =>
  [COLUMNS, COLUMNS.map(() => '---'), ...results.map(row)].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

// The aims of a first visit are those of a script that carries its offers; what the plain script does is told beside it.
const WAYS_OF_OURS = [
  ['carried', ', carried'],
  ['ours', ''],
]

/** Each aim, what was reached, and whether that is enough. */
export function verdict(results) {
  const of = (way, cards) => results.find((one) => one.way === way && one.cards === cards && one.first !== undefined)
  const ratio = (name, above, below, aim, isAtMost) => {
    if (above === undefined || below === undefined || !(0 < below))
      return [`| ${name} | ${isAtMost ? 'at most' : 'at least'} ${aim} | not measured | |`]
    const value = above / below
    const isReached = isAtMost ? value <= aim : aim <= value
    return [`| ${name} | ${isAtMost ? 'at most' : 'at least'} ${aim} | ${value.toFixed(2)} | ${isReached ? 'yes' : '**no**'} |`]
  }
  const blockedOver = (way, cards) => {
    const [one, base] = [of(way, cards), of('static', cards)]
    return one && base ? Math.max(0, one.blocked - base.blocked) : undefined
  }
  const cards = [...new Set(results.map((one) => one.cards))]
  return [
    '| aim | limit | measured | reached |',
    '| --- | --- | --- | --- |',
    ...WAYS_OF_OURS.flatMap(([way, name]) => [
      ...ratio(`1 card${name} ÷ plain DOM`, of(way, 1)?.all, of('plain', 1)?.all, 1.05, true),
      ...ratio(`1 card${name}, first visit ÷ static HTML`, of(way, 1)?.all, of('static', 1)?.all, 1.5, true),
      ...ratio(`1 card${name}, warm cache ÷ static HTML`, of(`${way},warm`, 1)?.all, of('static', 1)?.all, 1.25, true),
      ...ratio(`1 card, contender ÷ ours${name}`, of('contender', 1)?.all, of(way, 1)?.all, 1.5, false),
      ...ratio(`100 cards, contender ÷ ours${name}`, of('contender', 100)?.all, of(way, 100)?.all, 10, false),
    ]),
    ...ratio('1,000 cards ÷ plain DOM', of('ours', 1_000)?.all, of('plain', 1_000)?.all, 1.3, true),
    ...cards.flatMap((count) =>
      ratio(
        `${count} cards, blocked over static HTML: ours ÷ contender`,
        blockedOver('ours', count),
        blockedOver('contender', count),
        0.1,
        true,
      ),
    ),
  ].join('\n')
}
