import { fail, ok, type Result } from '@tributary/protocol/result'
import type { UnreadableFile } from './catalogue.ts'
import { googleRules } from './catalogue-google.ts'
import { type CatalogueRules, type FileReader, NO_ROWS, type RowRules } from './catalogue-reading.ts'
import { isServicesCsv, servicesRules } from './catalogue-services-csv.ts'
import { isShopify, shopifyRules } from './catalogue-shopify.ts'
import { isWooCommerce, wooCommerceRules } from './catalogue-woocommerce.ts'
import { type CsvRow, lineEndOf, readHeader } from './csv.ts'
import { createCsvReader } from './csv-reader.ts'
import { columnItem, isGoogleColumns } from './google-feed.ts'
import { createJsonReader } from './json-reader.ts'
import { KNOWN_FORMATS, unrecognised } from './known-formats.ts'
import { createXmlReader } from './xml-reader.ts'

type Currency = { readonly code: string; readonly digits: number }

interface ColumnFormat {
  is(header: readonly string[]): boolean
  /** How its columns may be separated. */
  readonly delimiters: readonly string[]
  rules(header: readonly string[], currency: Currency): RowRules<CsvRow>
}

const COLUMN_FORMATS: readonly ColumnFormat[] = [
  { is: isWooCommerce, delimiters: [','], rules: (header, { digits }) => wooCommerceRules(header, digits) },
  { is: isShopify, delimiters: [','], rules: (_, { digits }) => shopifyRules(digits) },
  { is: isServicesCsv, delimiters: [','], rules: (header, { digits }) => servicesRules(header, digits) },
  { is: isGoogleColumns, delimiters: ['\t', ','], rules: (_, currency) => googleColumnRules(currency) },
]

function googleColumnRules(currency: Currency): RowRules<CsvRow> {
  const rules = googleRules('google-merchant-tsv', currency)
  const { format, columns, notes } = rules
  return {
    format,
    columns,
    notes,
    keysOf: (row) => rules.keysOf(columnItem(row)),
    readGroup: (rows) => rules.readGroup(rows.map(columnItem)),
  }
}

const DELIMITERS: readonly (readonly [delimiter: string, name: string])[] = [
  [',', 'commas'],
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'vertical bars'],
]
const COLUMNS_SHOWN = 5

// Enough to see what a file is, its columns among it.
const HEAD_LENGTH = 65_536

/** Reads a catalogue file whose format is recognised by its beginning, piece by piece. */
export function createCatalogueReader(currency: Currency): FileReader {
  let head = ''
  let reader: FileReader | undefined
  const begin = (): Result<FileReader, UnreadableFile> => {
    const found = recognise(head, currency)
    if (found.ok) reader = found.value
    return found
  }
  return {
    write(text) {
      if (reader) return reader.write(text)
      head += text
      if (head.length < HEAD_LENGTH) return ok(NO_ROWS)
      const begun = begin()
      return begun.ok ? begun.value.write(withoutMark(head)) : begun
    },
    end() {
      if (reader) return reader.end()
      const begun = begin()
      if (!begun.ok) return begun
      const first = begun.value.write(withoutMark(head))
      if (!first.ok) return first
      const last = begun.value.end()
      return last.ok ? ok({ rows: [...first.value.rows, ...last.value.rows], bad: [...first.value.bad, ...last.value.bad] }) : last
    },
    get rules(): CatalogueRules {
      if (!reader) throw new Error('expected a file that was recognised, received none')
      return reader.rules
    },
  }
}

const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '')

function recognise(head: string, currency: Currency): Result<FileReader, UnreadableFile> {
  const start = withoutMark(head).trimStart()
  if (start === '') return fail(unrecognised('The file is empty. Export it again, and look whether it holds anything.'))
  if (start.startsWith('{') || start.startsWith('[')) return ok(createJsonReader(currency))
  if (start.startsWith('<')) return recogniseXml(start, currency)
  return recogniseColumns(withoutMark(head), currency)
}

function recogniseXml(start: string, currency: Currency): Result<FileReader, UnreadableFile> {
  if (/^<(!doctype\s+html|html)[\s>]/i.test(start)) {
    return fail(
      unrecognised(
        'This is a web page, not a catalogue; it may be a page to sign in. Export the file itself, or name the address at which it is without signing in.',
      ),
    )
  }
  if (/<(rss|feed)[\s>]/.test(start.slice(0, 2_000))) return ok(createXmlReader(currency))
  return fail(unrecognised(`This looks like XML of another kind, or a web page. We read ${KNOWN_FORMATS}.`))
}

function recogniseColumns(head: string, currency: Currency): Result<FileReader, UnreadableFile> {
  const found = DELIMITERS.flatMap(([delimiter, name]) => {
    const header = readHeader(head, delimiter)
    const format = COLUMN_FORMATS.find(({ is }) => is(header))
    return format ? [{ delimiter, name, header, format }] : []
  })[0]
  if (!found) {
    const header = readHeader(head, ',')
    const shown = header.slice(0, COLUMNS_SHOWN).map((name) => name.slice(0, 40))
    const more = COLUMNS_SHOWN < header.length ? ', …' : ''
    return fail(unrecognised(`The columns are “${shown.join(', ')}${more}”, which is not a format that we know. We read ${KNOWN_FORMATS}.`))
  }
  const { delimiter, name, header, format } = found
  if (!format.delimiters.includes(delimiter)) {
    return fail(
      unrecognised(
        `The columns are separated by ${name}, and we read commas. Export it again, or save it as “CSV UTF-8 (comma delimited)”.`,
      ),
    )
  }
  return ok(createCsvReader(header, { delimiter, lineEnd: lineEndOf(head) }, format.rules(header, currency)))
}
