import { fail, ok, type Result } from '@tributary/protocol/result'
import type { Catalogue, UnreadableFile } from './catalogue.ts'
import { readGoogle } from './catalogue-google.ts'
import { JSON_FORMAT } from './catalogue-json.schema.ts'
import { readJsonCatalogue } from './catalogue-json.ts'
import { isServicesCsv, readServicesCsv } from './catalogue-services-csv.ts'
import { isShopify, readShopify } from './catalogue-shopify.ts'
import { isWooCommerce, readWooCommerce } from './catalogue-woocommerce.ts'
import { type CsvFile, readCsv, readHeader } from './csv.ts'
import { columnItems, isGoogleColumns, readXmlFeed } from './google-feed.ts'
import { jsonLines } from './json-lines.ts'

const KNOWN = `WooCommerce’s and Shopify’s product CSV (exported with the shop in English), Google Merchant’s product feed as XML or TSV, our CSV of services (with the columns Service and Price), and our own JSON with "format": "${JSON_FORMAT}"`

interface ColumnFormat {
  is(header: readonly string[]): boolean
  /** How its columns may be separated. */
  readonly delimiters: readonly string[]
  read(file: CsvFile, currency: Currency): Catalogue
}

const COLUMN_FORMATS: readonly ColumnFormat[] = [
  { is: isWooCommerce, delimiters: [','], read: (file, { digits }) => readWooCommerce(file, digits) },
  { is: isShopify, delimiters: [','], read: (file, { digits }) => readShopify(file, digits) },
  { is: isServicesCsv, delimiters: [','], read: (file, { digits }) => readServicesCsv(file, digits) },
  {
    is: isGoogleColumns,
    delimiters: ['\t', ','],
    read: (file, currency) => readGoogle(columnItems(file), currency, 'google-merchant-tsv', file.bad),
  },
]

const DELIMITERS: readonly (readonly [delimiter: string, name: string])[] = [
  [',', 'commas'],
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'vertical bars'],
]
const COLUMNS_SHOWN = 5

type Currency = { readonly code: string; readonly digits: number }

/** Reads a catalogue file whose format is recognised by its content. */
export function readCatalogue(text: string, currency: Currency): Result<Catalogue, UnreadableFile> {
  const start = text.replace(/^\uFEFF/, '').trimStart()
  if (start === '') return unrecognised('The file is empty.')
  // UTF-16 without a byte order mark is valid UTF-8 full of zeros.
  if (start.slice(0, 200).includes('\0')) return unrecognised('The file is UTF-16. Save it as “CSV UTF-8” and try again.')
  if (start.startsWith('{') || start.startsWith('[')) return readJson(start, text, currency)
  if (start.startsWith('<')) return readXml(text, currency)
  return readColumns(text, currency)
}

function readXml(text: string, currency: Currency): Result<Catalogue, UnreadableFile> {
  if (!/<(rss|feed)[\s>]/.test(text.slice(0, 2_000)))
    return unrecognised(`This looks like XML of another kind, or a web page. We read ${KNOWN}.`)
  const items = readXmlFeed(text.replace(/^\uFEFF/, ''))
  if (items.ok) return ok(readGoogle(items.value, currency, 'google-merchant-xml'))
  const { line, reason } = items.error
  return fail({ code: 'catalogue_invalid', detail: `Line ${line}: ${reason}`, rows: [{ line, column: '', reason }] })
}

function readColumns(text: string, currency: Currency): Result<Catalogue, UnreadableFile> {
  const found = DELIMITERS.flatMap(([delimiter, name]) => {
    const header = readHeader(text, delimiter)
    const format = COLUMN_FORMATS.find(({ is }) => is(header))
    return format ? [{ delimiter, name, format }] : []
  })[0]
  if (!found) {
    const header = readHeader(text, ',')
    const shown = header.slice(0, COLUMNS_SHOWN).map((name) => name.slice(0, 40))
    const more = COLUMNS_SHOWN < header.length ? ', …' : ''
    return unrecognised(`The columns are “${shown.join(', ')}${more}”, which is not a format that we know. We read ${KNOWN}.`)
  }
  const { delimiter, name, format } = found
  if (!format.delimiters.includes(delimiter)) {
    return unrecognised(
      `The columns are separated by ${name}, and we read commas. Export it again, or save it as “CSV UTF-8 (comma delimited)”.`,
    )
  }
  const file = readCsv(text, delimiter)
  if (!file.ok) return fail({ code: 'catalogue_invalid', detail: file.error.reason, rows: [file.error] })
  if (file.value.rows.length + file.value.bad.length === 0) return unrecognised('The file names its columns and holds no product.')
  return ok(format.read(file.value, currency))
}

function readJson(json: string, text: string, currency: Currency): Result<Catalogue, UnreadableFile> {
  let file: { readonly format?: unknown } | null
  try {
    file = JSON.parse(json)
  } catch (error) {
    return unrecognised(`The file is not whole JSON: ${(error as Error).message}`)
  }
  if (file?.format !== JSON_FORMAT) return unrecognised(`The JSON does not say "format": "${JSON_FORMAT}". We read ${KNOWN}.`)
  return readJsonCatalogue(file, jsonLines(text), currency)
}

const unrecognised = (detail: string): Result<never, UnreadableFile> => fail({ code: 'catalogue_unrecognised', detail })
