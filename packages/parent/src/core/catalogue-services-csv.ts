import type { RowNote } from '@tributary/protocol/catalogue'
import { fail, ok, type Result } from '@tributary/protocol/result'
import type { z } from 'zod'
import type { CatalogueOffer } from './catalogue.ts'
import type { RowRules } from './catalogue-reading.ts'
import { catalogueService } from './catalogue-service.schema.ts'
import { serviceOffer, serviceSku } from './catalogue-service.ts'
import type { CsvRow } from './csv.ts'
import { readQuestionCell, type WrittenQuestion } from './question-cell.ts'
import { cell, listCell } from './woocommerce-row.ts'

/** The columns of a file of services, beside `Question 1`, `Question 2`, … and `Consent 1`, …, by where they land in our JSON. */
const COLUMNS: Readonly<Record<string, string>> = {
  title: 'Service',
  handle: 'Handle',
  sku: 'SKU',
  description: 'Description',
  'images/0/src': 'Picture',
  'images/0/alt': 'Picture text',
  collections: 'Collections',
  taxClass: 'Tax class',
  'service/price': 'Price',
  'service/duration': 'Duration',
  'service/area': 'Area',
  'service/answersWithinHours': 'Answers within hours',
  'service/commissionTerms': 'Commission terms',
}
const NUMBERED = /^(Question|Consent) \d{1,3}$/

// What belongs to a question of another kind, as a cell writes it.
const WRITTEN: Readonly<Record<string, string>> = { most: '“up to”', least: '“from”', choices: 'choices', unit: 'unit' }

/** Whether a header is that of our file of services. */
export const isServicesCsv = (header: readonly string[]): boolean => header.includes('Service') && header.includes('Price')

/** Reads our file of services: a row is a service. Columns that nobody knows are left out and named, since one of them may be misspelt. */
export const servicesRules = (header: readonly string[], digits: number): RowRules<CsvRow> => ({
  format: 'services-csv',
  columns: { sku: 'SKU', handle: 'Handle' },
  notes: unknownColumns(header),
  keysOf: () => ({ names: [] }),
  readGroup([row]) {
    const offer = row && readService(row, header, digits)
    if (!row || !offer) return { bad: [], notSold: [], badSkus: [] }
    if (offer.ok) return { offer: offer.value, bad: [], notSold: [], badSkus: [] }
    return { bad: offer.error, notSold: [], badSkus: [serviceSku(nameOf(row))] }
  },
})

function readService(row: CsvRow, header: readonly string[], digits: number): Result<CatalogueOffer, RowNote[]> {
  const note = (column: string, reason: string): RowNote => ({ line: row.line, column, reason })
  const questionColumns = filled(row, header, 'Question')
  const consentColumns = filled(row, header, 'Consent')
  const questions = readQuestions(row, questionColumns)
  const price = priceOf(cell(row, 'Price'))
  const bad = [...(questions.ok ? [] : questions.error), ...(price ? [] : [note('Price', priceRemedy(cell(row, 'Price')))])]
  if (bad.length > 0 || !questions.ok) return fail(bad)

  const consents = consentColumns.map((column) => cell(row, column))
  const parsed = catalogueService.safeParse(written(row, { price, questions: questions.value, consents }))
  const columnOf = columnsOf(questionColumns, consentColumns)
  if (!parsed.success) return fail(parsed.error.issues.map((issue) => note(columnOf(issue.path), reasonOf(issue))))
  return serviceOffer(parsed.data, (path, reason) => note(columnOf(path), reason), digits)
}

const nameOf = (row: CsvRow) => ({
  ...said('title', cell(row, 'Service')),
  ...said('handle', cell(row, 'Handle')),
  ...said('sku', cell(row, 'SKU')),
})

// The row as our JSON would say it, so that one schema judges both.
function written(row: CsvRow, service: object): object {
  const title = cell(row, 'Service')
  const picture = cell(row, 'Picture')
  const hours = cell(row, 'Answers within hours')
  return {
    kind: 'service',
    title,
    ...nameOf(row),
    ...said('description', cell(row, 'Description')),
    ...(picture && { images: [{ src: picture, alt: cell(row, 'Picture text') || title }] }),
    collections: listCell(row, 'Collections'),
    ...said('taxClass', cell(row, 'Tax class')),
    service: {
      ...service,
      ...said('duration', cell(row, 'Duration')),
      ...said('area', cell(row, 'Area')),
      ...(hours && { answersWithinHours: /^\d+$/.test(hours) ? Number(hours) : hours }),
      ...said('commissionTerms', cell(row, 'Commission terms')),
    },
  }
}

const said = (name: string, value: string): Record<string, string> => (value === '' ? {} : { [name]: value })

function readQuestions(row: CsvRow, columns: readonly string[]): Result<WrittenQuestion[], RowNote[]> {
  const bad: RowNote[] = []
  const ids = new Set<string>()
  const questions = columns.flatMap((column) => {
    const read = readQuestionCell(cell(row, column))
    if (!read.ok) bad.push({ line: row.line, column, reason: read.error })
    return read.ok ? [{ ...read.value, id: freeId(read.value.id, ids) }] : []
  })
  return bad.length > 0 ? fail(bad) : ok(questions)
}

// Two questions may begin alike.
function freeId(wanted: string, taken: Set<string>): string {
  let id = wanted
  for (let count = 2; taken.has(id); count++) id = `${wanted}-${count}`
  taken.add(id)
  return id
}

const filled = (row: CsvRow, header: readonly string[], name: string): string[] =>
  header.filter((column) => NUMBERED.test(column) && column.startsWith(name) && cell(row, column) !== '')

function priceOf(typed: string): object | undefined {
  if (/^on request$/i.test(typed)) return { kind: 'on_request' }
  const [, from, amount] = /^(from )? *(\d[\d.,]*)$/i.exec(typed) ?? []
  return amount === undefined ? undefined : { kind: from ? 'from' : 'fixed', amount }
}

const priceRemedy = (typed: string): string =>
  typed === ''
    ? 'The price is missing; write 490.00, from 490.00, or on request.'
    : `“${typed}” is not a price; write 490.00, from 490.00, or on request.`

const columnsOf =
  (questions: readonly string[], consents: readonly string[]) =>
  (path: readonly PropertyKey[]): string => {
    const [first, second, third] = path
    if (second === 'questions') return questions[Number(third)] ?? 'Question 1'
    if (second === 'consents') return consents[Number(third)] ?? 'Consent 1'
    const names = path.map(String)
    const found = Object.keys(COLUMNS).find((name) => names.join('/').startsWith(name))
    return COLUMNS[found ?? String(first)] ?? ''
  }

const reasonOf = (issue: z.core.$ZodIssue): string => {
  if (issue.path.at(-1) === 'answersWithinHours') return 'Write whole hours from 1 to 720, like 24.'
  if (issue.code !== 'unrecognized_keys') return issue.message
  return `This kind of question has no ${issue.keys.map((key) => WRITTEN[key] ?? key).join(', ')}; leave it out, or choose another kind.`
}

const unknownColumns = (header: readonly string[]): RowNote[] =>
  header
    .filter((column) => column !== '' && !NUMBERED.test(column) && !Object.values(COLUMNS).includes(column))
    .map((column) => ({
      line: 1,
      column,
      reason: `This column is left out: we know ${Object.values(COLUMNS).join(', ')}, Question 1, Consent 1.`,
    }))
