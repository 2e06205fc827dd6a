import type { RowNote } from '@tributary/protocol/catalogue'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { CsvError, parse } from 'csv-parse/sync'

/** A row of a CSV file by column name, with the line of the file that it begins in (the header being line 1). */
export interface CsvRow {
  readonly line: number
  readonly cells: ReadonlyMap<string, string>
}

/** A CSV file as rows, and the rows whose number of cells is not the header's. */
export interface CsvFile {
  readonly header: readonly string[]
  readonly rows: readonly CsvRow[]
  readonly bad: readonly RowNote[]
}

interface ParsedRecord {
  readonly record: string[]
  readonly info: { readonly lines: number }
}

/** Reads CSV with a header and the given delimiter; a byte order mark is skipped. Fails where the file's quotes do not add up. */
export function readCsv(text: string, delimiter = ','): Result<CsvFile, RowNote> {
  let records: ParsedRecord[]
  try {
    // The parser's types do not know that `info` wraps each record.
    records = parse(text, { bom: true, info: true, delimiter, relax_column_count: true }) as unknown as ParsedRecord[]
  } catch (error) {
    if (error instanceof CsvError) return fail({ line: Number(error['lines'] ?? 1), column: '', reason: explain(error) })
    throw error
  }
  const [first, ...rest] = records
  if (!first) return fail({ line: 1, column: '', reason: 'The file is empty.' })

  const header = first.record.map((name) => name.trim())
  const bad: RowNote[] = []
  const rows: CsvRow[] = []
  let line = first.info.lines + 1
  for (const { record, info } of rest) {
    if (record.length === header.length) rows.push({ line, cells: new Map(header.map((name, index) => [name, record[index] ?? ''])) })
    else if (record.some((cell) => cell.trim() !== '')) {
      bad.push({
        line,
        column: '',
        reason: `This row has ${record.length} cells, the header has ${header.length}. A comma or a quote may be missing.`,
      })
    }
    line = info.lines + 1
  }
  return ok({ header, rows, bad })
}

const explain = (error: CsvError): string =>
  error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'A quotation mark is opened and never closed; the file may be cut short.' : error.message
