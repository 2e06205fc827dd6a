import type { ImportFormat, ImportSummary } from '@tributary/protocol/catalogue'
import type { ImportId } from '@tributary/protocol/id'
import type { ImportState } from '@tributary/protocol/import'
import type { Queryable } from './database.ts'

/** An import as it is stored. */
export interface ImportRow {
  readonly importKey: number
  readonly id: ImportId
  readonly startedBy: string
  readonly dryRun: boolean
  readonly state: ImportState
  readonly format: ImportFormat | null
  readonly rows: number
  readonly offers: number
  readonly report: ImportSummary | null
  readonly failure: string
  readonly startedAt: Date
  readonly endedAt: Date | null
}

const COLUMNS = `
  import_key as "importKey", id, started_by as "startedBy", dry_run as "dryRun", state, format, rows, offers, report, failure,
  started_at as "startedAt", ended_at as "endedAt"`

const OPEN = `
  insert into imports (program_id, id, started_by, dry_run, started_at)
  values ($1, $2, $3, $4, $5)
      on conflict on constraint import_id_is_unique do nothing
  returning import_key as "importKey"`

const TELL = `
  update imports
     set state = $3, rows = $4, offers = $5, format = coalesce($6, format), heard_at = now()
   where program_id = $1 and import_key = $2 and ended_at is null
  returning import_key`

const END = `
  update imports
     set state = case when $3 = '' then 'done' else 'failed' end, failure = $3, report = $4, ended_at = $5
   where program_id = $1 and import_key = $2 and ended_at is null`

const BY_ID = `select ${COLUMNS} from imports where program_id = $1 and id = $2`

const LATEST = `select ${COLUMNS} from imports where program_id = $1 order by import_key desc limit $2`

// By the database's own clock, as it was written.
const SILENT = `
  select program_id as "programId", import_key as "importKey"
    from imports
   where ended_at is null and heard_at < now() - $1 * interval '1 millisecond'
   limit 100`

const FORGET = `delete from imports where ended_at < $1`

/** Opens an import under an id that nobody used; answers its key, or `undefined` where somebody did. */
export async function openImport(
  database: Queryable,
  programId: number,
  opened: Pick<ImportRow, 'id' | 'startedBy' | 'dryRun' | 'startedAt'>,
): Promise<number | undefined> {
  const [row] = await database.query<{ importKey: number }>(OPEN, [programId, opened.id, opened.startedBy, opened.dryRun, opened.startedAt])
  return row?.importKey
}

/** Says how far an import came, and that it goes on; `false` where it was given up meanwhile. */
export const tellProgress = async (
  database: Queryable,
  programId: number,
  importKey: number,
  told: { readonly state: ImportState; readonly rows: number; readonly offers: number; readonly format?: ImportFormat | undefined },
): Promise<boolean> =>
  (await database.query(TELL, [programId, importKey, told.state, told.rows, told.offers, told.format ?? null])).length === 1

/** Ends an import with what it did, or with why it failed. */
export async function endImport(
  database: Queryable,
  programId: number,
  importKey: number,
  ended: { readonly failure: string; readonly report?: ImportSummary; readonly at: Date },
): Promise<void> {
  await database.query(END, [programId, importKey, ended.failure, ended.report ? JSON.stringify(ended.report) : null, ended.at])
}

/** The import of this id. */
export const importById = async (database: Queryable, programId: number, id: string): Promise<ImportRow | undefined> =>
  (await database.query<ImportRow>(BY_ID, [programId, id]))[0]

/** The newest imports of a program. */
export const latestImports = (database: Queryable, programId: number, most: number): Promise<ImportRow[]> =>
  database.query<ImportRow>(LATEST, [programId, most])

/** Imports that go on and have not said so for this long: their process is gone. */
export const silentImports = (database: Queryable, silentMs: number): Promise<{ programId: number; importKey: number }[]> =>
  database.query<{ programId: number; importKey: number }>(SILENT, [silentMs])

/** Forgets imports that ended before an instant. */
export async function forgetImports(database: Queryable, before: Date): Promise<void> {
  await database.query(FORGET, [before])
}
