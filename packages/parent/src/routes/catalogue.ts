import { importQuery } from '@tributary/protocol/catalogue.schema'
import { newId } from '@tributary/protocol/id'
import type { CatalogueImport } from '@tributary/protocol/import'
import { bodyBytes, FILE_LIMITS } from '../http/file-bytes.ts'
import { json } from '../http/json.ts'
import { parseQuery } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { type ImportRow, importById, latestImports } from '../store/imports.ts'
import { runImport } from './catalogue-import.ts'
import type { Parent, StaffRoute } from './route.ts'

const MOST_LISTED = 50

/**
 * `POST /v1/admin/catalogue`: all or nothing, unless `skipBad` says to import the rest. With `dryRun` the report says what would be done, and
 * names the bad rows beside it. The answer comes when it is over; meanwhile the import tells by its id how far it came.
 */
export const postCatalogue =
  (parent: Parent): StaffRoute =>
  async ({ request, url, program, actor }) => {
    const query = parseQuery(url, importQuery)
    if (!query.ok) return query.error
    const { id = newId('import'), dryRun, skipBad } = query.value
    const bytes = bodyBytes(request.body, FILE_LIMITS)
    const asked = { id, startedBy: actor, dryRun: dryRun === 'true', skipBad: skipBad === 'true', bytes }
    const outcome = await runImport(parent, program, asked)
    if (outcome.ok) return json(outcome.value)
    const { code, detail } = outcome.error
    return problemResponse(code, { detail, ...('rows' in outcome.error && outcome.error.rows && { rows: outcome.error.rows }) })
  }

/** `GET /v1/admin/catalogue/imports`: the newest. */
export const listImports =
  (parent: Parent): StaffRoute =>
  async ({ program }) =>
    json({ imports: (await latestImports(parent.database, program.programId, MOST_LISTED)).map(importView) })

/** `GET /v1/admin/catalogue/imports/:id`: how far it came, or what became of it. */
export const showImport =
  (parent: Parent): StaffRoute =>
  async ({ program, parameters: { id = '' } }) => {
    const row = await importById(parent.database, program.programId, id)
    if (row) return json(importView(row))
    return problemResponse('import_unknown', {
      detail: `No import has the id ${id.slice(0, 64)}. They are listed by: tributary catalogue imports`,
    })
  }

const importView = (row: ImportRow): CatalogueImport => ({
  id: row.id,
  startedBy: row.startedBy,
  dryRun: row.dryRun,
  state: row.state,
  ...(row.format !== null && { format: row.format }),
  rows: row.rows,
  offers: row.offers,
  ...(row.report !== null && { report: row.report }),
  ...(row.failure !== '' && { failure: row.failure }),
  startedAt: row.startedAt.toISOString(),
  ...(row.endedAt && { endedAt: row.endedAt.toISOString() }),
})
