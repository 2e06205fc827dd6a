import type { RowNote } from '@tributary/protocol/catalogue'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { CsvError, parse } from 'csv-parse/sync'

/** A row of a CSV file by column name, with the line of the file that it begins in (the header being line 1). */
export interface CsvRow {
  readonly line: number
  readonly cells: ReadonlyMap<string, string>
}

/** A CSV file as rows, and the rows that cannot be read. */
export interface CsvFile {
  readonly header: readonly string[]
  readonly rows: readonly CsvRow[]
  readonly bad: readonly RowNote[]
}

interface ParsedRecord {
  readonly record: string[]
  readonly info: { readonly lines: number }
}

/** Reads CSV with a header; a byte order mark and empty lines are skipped. Fails where the file's quotes do not add up. */
export function readCsv(text: string, delimiter = ','): Result<CsvFile, RowNote> {
  const parsed = parseRecords(text, { delimiter })
  if (!parsed.ok) return parsed
  const [first, ...rest] = parsed.value
  const header = first?.record.map((name) => name.trim()) ?? []
  const bad: RowNote[] = []
  const rows: CsvRow[] = []
  let line = (first?.info.lines ?? 0) + 1
  for (const { record, info } of rest) {
    const reason = rowFailure(record, header)
    if (reason) bad.push({ line, column: '', reason })
    else if (!isBlank(record)) rows.push({ line, cells: new Map(header.map((name, index) => [name, record[index] ?? ''])) })
    line = info.lines + 1
  }
  return ok({ header, rows, bad })
}

/** The column names of a CSV file with this delimiter; empty where they cannot be read. */
export function readHeader(text: string, delimiter: string): string[] {
  const parsed = parseRecords(text, { delimiter, to: 1 })
  return parsed.ok ? (parsed.value[0]?.record.map((name) => name.trim()) ?? []) : []
}

function parseRecords(text: string, options: { delimiter?: string; to?: number }): Result<ParsedRecord[], RowNote> {
  try {
    // The parser's types do not know that `info` wraps each record. A row with too few or too many cells is told by us, by its line.
    return ok(parse(text, { bom: true, info: true, relax_column_count: true, ...options }) as unknown as ParsedRecord[])
  } catch (error) {
    if (error instanceof CsvError) return fail({ line: failureLine(text, error, options), column: '', reason: explain(error) })
    throw error
  }
}

// A quotation mark that is never closed is noticed at the end of the file; told is the row that opens it, the one after the last whole row.
function failureLine(text: string, error: CsvError, options: { delimiter?: string }): number {
  const whole = Number(error['records'] ?? 0)
  if (error.code !== 'CSV_QUOTE_NOT_CLOSED') return Number(error['lines'] ?? 1)
  const before = whole === 0 ? ok([]) : parseRecords(text, { ...options, to: whole })
  return before.ok ? (before.value.at(-1)?.info.lines ?? 0) + 1 : 1
}

const isBlank = (record: readonly string[]): boolean => record.every((cell) => cell.trim() === '')

function rowFailure(record: readonly string[], header: readonly string[]): string | undefined {
  if (record.some((cell) => cell.includes('\0'))) return 'This row holds a character that cannot be stored (U+0000).'
  if (isBlank(record) || record.length === header.length) return undefined
  return `This row has ${record.length} cells, the header has ${header.length}. A separator or a quotation mark may be missing.`
}

const EXPLAINED: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'A quotation mark in this row is opened and never closed; the file may be cut short.',
  CSV_INVALID_CLOSING_QUOTE: 'A quotation mark stands inside quoted text; write it twice ("").',
  INVALID_OPENING_QUOTE:
    'A quotation mark stands inside text that is not quoted; put the text in quotation marks and write this one twice ("").',
}

const explain = (error: CsvError): string => EXPLAINED[error.code] ?? error.message
