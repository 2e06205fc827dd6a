import type { RowNote } from '@tributary/protocol/catalogue'
import { fail, ok, type Result } from '@tributary/protocol/result'
import type { Catalogue } from './catalogue.ts'
import { JSON_FORMAT, readJsonCatalogue } from './catalogue-json.ts'
import { isWooCommerce, readWooCommerce } from './catalogue-woocommerce.ts'
import { readCsv } from './csv.ts'

const KNOWN = `WooCommerce’s product CSV, and our own JSON with "format": "${JSON_FORMAT}"`

/** Why a file is no catalogue of ours. */
export interface Unrecognised {
  readonly detail: string
  readonly row?: RowNote
}

/** Reads a catalogue file whose format is recognised by its content. */
export function readCatalogue(text: string, currency: { code: string; digits: number }): Result<Catalogue, Unrecognised> {
  const start = text.replace(/^\uFEFF/, '').trimStart()
  if (start === '') return fail({ detail: 'The file is empty.' })
  if (start.startsWith('{') || start.startsWith('[')) return readJson(start, text, currency)
  if (start.startsWith('<')) return fail({ detail: `This looks like XML or a web page. We read ${KNOWN}.` })

  const [firstLine = ''] = start.split('\n', 1)
  if (!firstLine.includes(',')) {
    const other = [';', '\t'].find((delimiter) => isWooCommerce(firstLine.split(delimiter).map((name) => name.trim())))
    const detail = other
      ? `The columns are separated by ${other === ';' ? 'semicolons' : 'tabs'}; WooCommerce exports commas. Export it again, or save it as “CSV UTF-8 (comma delimited)”.`
      : `The first line names no columns that we know. We read ${KNOWN}.`
    return fail({ detail })
  }
  const csv = readCsv(text)
  if (!csv.ok) return fail({ detail: csv.error.reason, row: csv.error })
  if (!isWooCommerce(csv.value.header)) {
    return fail({
      detail: `The columns are “${csv.value.header.slice(0, 5).join(', ')}…”, which is not a format that we know. We read ${KNOWN}.`,
    })
  }
  return ok(readWooCommerce(csv.value, currency.digits))
}

function readJson(json: string, text: string, currency: { code: string; digits: number }): Result<Catalogue, Unrecognised> {
  try {
    const file = JSON.parse(json) as { format?: unknown } | null
    if (file?.format !== JSON_FORMAT) return fail({ detail: `The JSON does not say "format": "${JSON_FORMAT}". We read ${KNOWN}.` })
    return ok(readJsonCatalogue(file, lineFinder(text), currency))
  } catch (error) {
    return fail({ detail: `The file is not whole JSON: ${(error as Error).message}` })
  }
}

const lineFinder =
  (text: string) =>
  (needle: string): number => {
    const at = text.indexOf(needle)
    return at === -1 ? 1 : text.slice(0, at).split('\n').length
  }
