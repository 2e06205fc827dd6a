import { fail, ok, type Result } from '@tributary/protocol/result'
import type { Catalogue, UnreadableFile } from './catalogue.ts'
import { JSON_FORMAT } from './catalogue-json.schema.ts'
import { readJsonCatalogue } from './catalogue-json.ts'
import { isServicesCsv, readServicesCsv } from './catalogue-services-csv.ts'
import { isWooCommerce, readWooCommerce } from './catalogue-woocommerce.ts'
import { type CsvFile, readCsv, readHeader } from './csv.ts'
import { jsonLines } from './json-lines.ts'

const KNOWN = `WooCommerce’s product CSV (exported with the shop in English), our CSV of services (with the columns Service and Price), and our own JSON with "format": "${JSON_FORMAT}"`

interface CsvFormat {
  is(header: readonly string[]): boolean
  read(file: CsvFile, digits: number): Catalogue
}

const CSV_FORMATS: readonly CsvFormat[] = [
  { is: isWooCommerce, read: readWooCommerce },
  { is: isServicesCsv, read: readServicesCsv },
]

const csvFormat = (header: readonly string[]): CsvFormat | undefined => CSV_FORMATS.find(({ is }) => is(header))

const OTHER_DELIMITERS: readonly (readonly [delimiter: string, name: string])[] = [
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
  if (start.startsWith('<')) return unrecognised(`This looks like XML or a web page. We read ${KNOWN}.`)
  return readCsvCatalogue(text, currency)
}

function readCsvCatalogue(text: string, { digits }: Currency): Result<Catalogue, UnreadableFile> {
  const header = readHeader(text, ',')
  const format = csvFormat(header)
  if (!format) {
    const [, other] = OTHER_DELIMITERS.find(([delimiter]) => csvFormat(readHeader(text, delimiter))) ?? []
    if (other) {
      return unrecognised(
        `The columns are separated by ${other}, and we read commas. Export it again, or save it as “CSV UTF-8 (comma delimited)”.`,
      )
    }
    const shown = header.slice(0, COLUMNS_SHOWN).map((name) => name.slice(0, 40))
    const more = COLUMNS_SHOWN < header.length ? ', …' : ''
    return unrecognised(`The columns are “${shown.join(', ')}${more}”, which is not a format that we know. We read ${KNOWN}.`)
  }
  const csv = readCsv(text)
  if (!csv.ok) return fail({ code: 'catalogue_invalid', detail: csv.error.reason, rows: [csv.error] })
  if (csv.value.rows.length + csv.value.bad.length === 0) return unrecognised('The file names its columns and holds no product.')
  return ok(format.read(csv.value, digits))
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
