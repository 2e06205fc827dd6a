import type { RowNote } from '@tributary/protocol/catalogue'
import { fail, ok } from '@tributary/protocol/result'
import type { UnreadableFile } from './catalogue.ts'
import { catalogueFile, JSON_FORMAT } from './catalogue-json.schema.ts'
import { issueNotes, type JsonRow, type Note, pointer, readJsonOffer } from './catalogue-json.ts'
import { type FileReader, type KeyedRow, NO_ROWS, overSource, type RowRules } from './catalogue-reading.ts'
import { type CutFailure, createJsonCutter, type JsonCutter } from './json-cutter.ts'
import { KNOWN_FORMATS } from './known-formats.ts'

/**
 * Reads our own catalogue format, offer by offer. A note's column is a JSON pointer; its line is that of the offer, variant or picture. Another currency than the
 * program's is refused as a whole: no row of such a file can be right. JSON says so only where it ends, so the rows are kept until then.
 */
export function createJsonReader(currency: { readonly code: string; readonly digits: number }): FileReader {
  const cutter = createJsonCutter('offers')
  let count = 0
  const rules: RowRules<JsonRow> = {
    format: 'tributary-json',
    columns: { sku: 'sku', handle: 'handle' },
    notes: [],
    keysOf: () => ({ names: [] }),
    readGroup: ([row]) => (row ? readJsonOffer(row, currency.digits) : { bad: [], notSold: [], badSkus: [] }),
  }
  return {
    write(text) {
      const cut = cutter.write(text)
      if (!cut.ok) return fail(cutFailure(cut.error))
      const rows: KeyedRow[] = []
      for (const { line, text: offer } of cut.value) {
        const broken = brokenJson(offer)
        if (broken) return fail(notWhole(`line ${line}: ${broken}`))
        rows.push({ line, content: JSON.stringify([count++, offer]), keys: { names: [] } })
      }
      return ok({ rows, bad: [] })
    },
    end() {
      const failure = headFailure(cutter, count, currency.code)
      return failure ? fail(failure) : ok(NO_ROWS)
    },
    rules: overSource(rules, ({ line, content }) => {
      const [index, text] = JSON.parse(content) as [number, string]
      return { line, index, text }
    }),
  }
}

// What the file says beside its offers.
function headFailure(cutter: JsonCutter, count: number, code: string): UnreadableFile | undefined {
  const broken = brokenJson(cutter.rest())
  if (broken) return notWhole(broken)
  const head = JSON.parse(cutter.rest()) as { readonly format?: unknown } | null
  if (head?.format !== JSON_FORMAT) return notOurs()
  const note: Note = (path, reason) => ({ line: cutter.lineOf(path[0] ?? ''), column: pointer(path), reason })
  const parsed = catalogueFile.safeParse(head)
  if (!parsed.success) return unreadable(issueNotes(parsed.error, [], note))
  if (parsed.data.currency !== code) {
    return unreadable([note(['currency'], `The file is in ${parsed.data.currency}, this program sells in ${code}.`)])
  }
  return count === 0 ? unreadable([note(['offers'], 'The file holds no offers.')]) : undefined
}

function brokenJson(text: string): string | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

const cutFailure = ({ kind, line, reason }: CutFailure): UnreadableFile =>
  kind === 'long' ? notOurs() : notWhole(`line ${line}: ${reason}`)

const notWhole = (reason: string): UnreadableFile => ({
  code: 'catalogue_unrecognised',
  detail: `The file is not whole JSON: ${reason}. It may be cut short, or written by hand; write it again and send it whole.`,
})

const notOurs = (): UnreadableFile => ({
  code: 'catalogue_unrecognised',
  detail: `The JSON does not say "format": "${JSON_FORMAT}". We read ${KNOWN_FORMATS}.`,
})

const unreadable = (rows: readonly RowNote[]): UnreadableFile => ({ code: 'catalogue_invalid', detail: rows[0]?.reason ?? '', rows })
