import type { RowNote } from '@tributary/protocol/catalogue'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { CsvError, parse } from 'csv-parse/sync'
import { MOST } from './catalogue.ts'

/** A row of a CSV file by column name, with the line of the file that it begins in (the header being line 1). */
export interface CsvRow {
  readonly line: number
  readonly cells: ReadonlyMap<string, string>
}

/** A row as it stands in the file. */
export interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
}

/** A small CSV file as rows, and the rows that cannot be read. */
export interface CsvFile {
  readonly header: readonly string[]
  readonly rows: readonly CsvRow[]
  readonly bad: readonly RowNote[]
}

/** Rows that were parsed, the line after them, and why the row after those could not be read. */
export interface ParsedCsv {
  readonly records: readonly CsvRecord[]
  readonly nextLine: number
  readonly failure?: { readonly reason: string; readonly isOpenQuote: boolean }
}

/** How the rows of a file end, and its cells. */
export interface CsvShape {
  readonly delimiter: string
  readonly lineEnd: string
}

/** Reads a small CSV file with a header, whole; a byte order mark and empty lines are skipped. Fails where the file's quotes do not add up. */
export function readCsv(text: string): Result<CsvFile, RowNote> {
  const { records, nextLine, failure } = parseCsv(text, { delimiter: ',', lineEnd: lineEndOf(text) }, 1)
  if (failure) return fail({ line: nextLine, column: '', reason: failure.reason })
  const [first, ...rest] = records
  const header = first?.cells.map((name) => name.trim()) ?? []
  const filled = rest.filter((record) => !isBlank(record)).map((record) => ({ record, reason: rowFailure(record, header) }))
  return ok({
    header,
    rows: filled.flatMap(({ record, reason }) => (reason ? [] : [asRow(record, header)])),
    bad: filled.flatMap(({ record: { line }, reason }) => (reason ? [{ line, column: '', reason }] : [])),
  })
}

/** Parses whole rows, the first of which begins in `line`. A byte order mark and empty rows stay for the caller to see. */
export function parseCsv(text: string, { delimiter, lineEnd }: CsvShape, line: number): ParsedCsv {
  const options = { bom: true, relax_column_count: true, delimiter, record_delimiter: lineEnd }
  try {
    return numbered(parse(text, options), line)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    // The parser throws away what it has read, so that is read once more up to the row that fails.
    const whole = Number(error['records'] ?? 0)
    const before = numbered(whole === 0 ? [] : parse(text, { ...options, to: whole }), line)
    return { ...before, failure: { reason: explain(error), isOpenQuote: error.code === 'CSV_QUOTE_NOT_CLOSED' } }
  }
}

/** The column names of a CSV file with this delimiter; empty where they cannot be read. */
export function readHeader(text: string, delimiter: string): string[] {
  try {
    const [header = []] = parse(text, { bom: true, relax_column_count: true, delimiter, to: 1 })
    return header.map((name) => name.trim())
  } catch (error) {
    if (error instanceof CsvError) return []
    throw error
  }
}

/** How the first row that ends does so. */
export const lineEndOf = (text: string): string => /^(?:"(?:[^"]|"")*"|[^"\r\n]|")*?(\r\n|\n|\r)/.exec(text)?.[1] ?? '\n'

/** Whether a row says nothing. */
export const isBlank = ({ cells }: CsvRecord): boolean => cells.every((cell) => cell.trim() === '')

/** Why a row cannot be taken under this header, if so. */
export function rowFailure({ cells }: CsvRecord, header: readonly string[]): string | undefined {
  if (cells.some((cell) => cell.includes('\0'))) return 'This row holds a character that cannot be stored (U+0000).'
  if (cells.length !== header.length) {
    return `This row has ${cells.length} cells, the header has ${header.length}. A separator or a quotation mark may be missing.`
  }
  const length = cells.reduce((sum, cell) => sum + cell.length, 0)
  return MOST.rowLength < length
    ? `This row is ${length} characters long; at most ${MOST.rowLength} are taken. Shorten its texts.`
    : undefined
}

/** A row by the names of its columns. */
export const asRow = ({ line, cells }: CsvRecord, header: readonly string[]): CsvRow => ({
  line,
  cells: new Map(header.map((name, index) => [name, cells[index] ?? ''])),
})

// The parser's own count takes a Windows line end inside quotes for two.
function numbered(rows: readonly (readonly string[])[], first: number): ParsedCsv {
  let line = first
  const records = rows.map((cells) => {
    const record = { line, cells }
    line += 1 + cells.reduce((sum, cell) => sum + (cell.match(/\r\n?|\n/g)?.length ?? 0), 0)
    return record
  })
  return { records, nextLine: line }
}

const EXPLAINED: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'A quotation mark in this row is opened and never closed; the file may be cut short.',
  CSV_INVALID_CLOSING_QUOTE: 'A quotation mark stands inside quoted text; write it twice ("").',
  INVALID_OPENING_QUOTE:
    'A quotation mark stands inside text that is not quoted; put the text in quotation marks and write this one twice ("").',
}

const explain = (error: CsvError): string => EXPLAINED[error.code] ?? error.message
