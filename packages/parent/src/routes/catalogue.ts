import type { ImportReport, RowNote } from '@tributary/protocol/catalogue'
import { importQuery } from '@tributary/protocol/catalogue.schema'
import type { Catalogue } from '../core/catalogue.ts'
import { currencyDigits } from '../core/program.ts'
import { readCatalogue } from '../core/recognise.ts'
import { readText } from '../http/body.ts'
import { json } from '../http/json.ts'
import { parseQuery } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { importCatalogue } from '../store/catalogue.ts'
import type { Parent, StaffRoute } from './route.ts'

const FILE_LIMITS = { bytes: 64 * 1_024 * 1_024, timeoutMs: 120_000 }

/** `POST /v1/admin/catalogue`: all or nothing, unless `skipBad` says to import the rest. */
export const postCatalogue =
  (parent: Parent): StaffRoute =>
  async ({ request, url, program }) => {
    const query = parseQuery(url, importQuery)
    if (!query.ok) return query.error
    const text = await readText(request, FILE_LIMITS)
    if (!text.ok) {
      const isEncoding = text.error.code === 'body_not_json'
      return isEncoding
        ? problemResponse('catalogue_unrecognised', { detail: 'The file is not UTF-8. Save it as “CSV UTF-8” and try again.' })
        : problemResponse(text.error.code, { detail: text.error.detail })
    }
    const { currency } = program.policy
    const read = readCatalogue(text.value, { code: currency, digits: currencyDigits(currency) })
    if (!read.ok)
      return problemResponse('catalogue_unrecognised', { detail: read.error.detail, ...(read.error.row && { rows: [read.error.row] }) })
    return importInto(parent, program.programId, read.value, query.value.dryRun === 'true', query.value.skipBad === 'true')
  }

async function importInto(parent: Parent, programId: number, catalogue: Catalogue, dryRun: boolean, skipBad: boolean): Promise<Response> {
  const { format, offers, bad, notSold } = catalogue
  // A dry run shows everything at once: what would be done, and the rows that stand in its way.
  if (bad.length > 0 && !skipBad && !dryRun) return refused(bad)
  const { clashes, ...imported } = await importCatalogue(parent.database, programId, format, offers, { dryRun })
  if (clashes.length > 0) {
    return refused(
      clashes.map(({ sku, line }) => ({
        line,
        column: 'sku',
        reason: `The SKU “${sku}” was imported from a file of another format; an article comes from one file only.`,
      })),
    )
  }
  return json({ format, dryRun, ...imported, bad, notSold } satisfies ImportReport)
}

function refused(rows: readonly RowNote[]): Response {
  const count = rows.length === 1 ? 'One row' : `${rows.length} rows`
  return problemResponse('catalogue_invalid', {
    detail: `${count} cannot be imported; nothing was changed. Mend them, or leave them out with --skip-bad.`,
    rows,
  })
}
