import type { RowNote } from '@tributary/protocol/catalogue'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { MOST, type UnreadableFile } from './catalogue.ts'
import { type FileReader, type KeyedRow, overSource, type ReadRows, type RowRules, type SourceRow } from './catalogue-reading.ts'
import { asRow, type CsvRecord, type CsvRow, type CsvShape, isBlank, parseCsv, rowFailure } from './csv.ts'
import { lastLineEnd } from './csv-line-end.ts'

/**
 * Reads a CSV file piece by piece by the rules of its format. A row with too few or too many cells is told by its line; a file whose quotes do not add up, or that
 * ends in the middle of a row, is refused as a whole, since what comes after would be taken for gone.
 */
export function createCsvReader(header: readonly string[], shape: CsvShape, rules: RowRules<CsvRow>): FileReader {
  let pending = ''
  let line = 1
  let isHeader = true
  let hasRows = false
  const ends = lastLineEnd(shape.lineEnd)

  const take = (text: string, isLast: boolean): Result<ReadRows, UnreadableFile> => {
    const parsed = parseCsv(text, shape, line)
    if (parsed.failure) return fail(invalid(parsed.nextLine, parsed.failure.reason))
    line = parsed.nextLine
    const records = isHeader ? parsed.records.slice(1) : parsed.records
    isHeader &&= parsed.records.length === 0
    const last = records.at(-1)
    if (isLast && last && isCut(last, text)) {
      const reason = `The file ends in the middle of this row, after ${last.cells.length} of ${header.length} cells: it was cut short. Send it whole.`
      return fail(invalid(last.line, reason))
    }
    const read = sort(records)
    hasRows ||= 0 < read.rows.length + read.bad.length
    return ok(read)
  }
  const sort = (records: readonly CsvRecord[]): ReadRows => {
    const bad: RowNote[] = []
    const rows: KeyedRow[] = []
    for (const record of records) {
      if (isBlank(record)) continue
      const reason = rowFailure(record, header)
      if (reason) bad.push({ line: record.line, column: '', reason })
      else rows.push({ line: record.line, content: JSON.stringify(record.cells), keys: rules.keysOf(asRow(record, header)) })
    }
    return { rows, bad }
  }
  const isCut = (record: CsvRecord, text: string): boolean =>
    !isBlank(record) && record.cells.length < header.length && !text.endsWith(shape.lineEnd)

  return {
    write(text) {
      pending += text
      const end = ends.after(text)
      if (end === 0) return MOST.pendingLength < pending.length ? fail(endless(pending, shape, line)) : ok({ rows: [], bad: [] })
      const whole = pending.slice(0, end)
      pending = pending.slice(end)
      ends.cut(end)
      return take(whole, false)
    },
    end() {
      const read = take(pending, true)
      if (read.ok && !hasRows) return fail({ code: 'catalogue_unrecognised', detail: 'The file names its columns and holds no product.' })
      return read
    },
    rules: overSource(rules, (row) => rowOf(row, header)),
  }
}

const invalid = (line: number, reason: string): UnreadableFile => ({
  code: 'catalogue_invalid',
  detail: `Line ${line}: ${reason}`,
  rows: [{ line, column: '', reason }],
})

// A quotation mark that is not closed takes everything after it for one cell.
function endless(text: string, shape: CsvShape, line: number): UnreadableFile {
  const { failure, nextLine } = parseCsv(text, shape, line)
  if (failure && !failure.isOpenQuote) return invalid(nextLine, failure.reason)
  const reason = `This row is longer than ${MOST.pendingLength} characters. A quotation mark in it may be opened and never closed.`
  return invalid(nextLine, reason)
}

const rowOf = ({ line, content }: SourceRow, header: readonly string[]): CsvRow =>
  asRow({ line, cells: JSON.parse(content) as string[] }, header)
