import type { ImportReport, RowNote } from '@tributary/protocol/catalogue'
import { importQuery } from '@tributary/protocol/catalogue.schema'
import type { Catalogue } from '../core/catalogue.ts'
import { currencyDigits } from '../core/program.ts'
import { readCatalogue } from '../core/recognise.ts'
import { type BodyFailure, readText } from '../http/body.ts'
import { json } from '../http/json.ts'
import { parseQuery } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { type Imported, importCatalogue } from '../store/catalogue.ts'
import type { Parent, StaffRoute } from './route.ts'

const FILE_LIMITS = { bytes: 64 * 1_024 * 1_024, timeoutMs: 120_000 }
const ROWS_IN_DETAIL = 3

/**
 * `POST /v1/admin/catalogue`: all or nothing, unless `skipBad` says to import the rest. With `dryRun` the report says what would be done, and
 * names the bad rows beside it.
 */
export const postCatalogue =
  (parent: Parent): StaffRoute =>
  async ({ request, url, program }) => {
    const query = parseQuery(url, importQuery)
    if (!query.ok) return query.error
    const text = await readText(request, FILE_LIMITS)
    if (!text.ok) return unreadable(text.error)
    const { currency } = program.policy
    const read = readCatalogue(text.value, { code: currency, digits: currencyDigits(currency) })
    if (!read.ok) {
      const { code, detail, rows } = read.error
      return problemResponse(code, { detail: `${detail} Nothing was changed.`, ...(rows && { rows }) })
    }
    const [dryRun, skipBad] = [query.value.dryRun === 'true', query.value.skipBad === 'true']
    return importInto(parent, program.programId, read.value, dryRun, skipBad)
  }

async function importInto(parent: Parent, programId: number, catalogue: Catalogue, dryRun: boolean, skipBad: boolean): Promise<Response> {
  const { format, offers, badSkus } = catalogue
  const isTolerant = dryRun || skipBad
  if (catalogue.bad.length > 0 && !isTolerant) return refused(catalogue.bad)
  const imported = await importCatalogue(parent.database, programId, { source: format, offers, badSkus, dryRun, skipClashes: isTolerant })
  const bad = [...catalogue.bad, ...clashNotes(imported)].sort(byLine)
  if (bad.length > 0 && !isTolerant) return refused(bad)
  const { added, changed, unpublished, unchanged } = imported
  const notSold = [...catalogue.notSold, ...handleNotes(imported)].sort(byLine)
  return json({ format, dryRun, added, changed, unpublished, unchanged, bad, notSold } satisfies ImportReport)
}

const NAMES = { sku: 'SKU', handle: 'handle' } as const

const clashNotes = ({ clashes }: Imported): RowNote[] =>
  clashes.map(({ kind, value, line }) => ({
    line,
    column: kind,
    reason: `The ${NAMES[kind]} “${value}” came from a file of another format; an article comes from one file only.`,
  }))

const handleNotes = ({ keptHandles }: Imported): RowNote[] =>
  keptHandles.map(({ line, stated, kept }) => ({
    line,
    column: 'handle',
    reason: `The handle “${stated}” is not taken: links to this article name it “${kept}”, and they stay good.`,
  }))

function refused(rows: readonly RowNote[]): Response {
  const count = rows.length === 1 ? 'One row' : `${rows.length} rows`
  const named = rows.slice(0, ROWS_IN_DETAIL).map(({ line, column, reason }) => `Line ${line}${column ? `, ${column}` : ''}: ${reason}`)
  const more = ROWS_IN_DETAIL < rows.length ? ['…'] : []
  const remedy = 'Mend them, or import the rest with skipBad (--skip-bad).'
  const detail = [`${count} cannot be imported; nothing was changed.`, ...named, ...more, remedy].join(' ')
  return problemResponse('catalogue_invalid', { detail, rows })
}

function unreadable({ code, detail }: BodyFailure): Response {
  if (code !== 'body_not_json') return problemResponse(code, { detail })
  return problemResponse('catalogue_unrecognised', { detail: 'The file is not UTF-8. Save it as “CSV UTF-8” and try again.' })
}

const byLine = (a: RowNote, b: RowNote): number => a.line - b.line
