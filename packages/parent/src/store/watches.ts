import type { WatchId } from '@tributary/protocol/id'
import type { Database, Queryable } from './database.ts'
import { type Letter, queueMessages } from './messages.ts'

/** A watch as it is stored. `told`: staff know that it fails. */
export interface WatchRow {
  readonly programId: number
  readonly watchKey: number
  readonly id: WatchId
  readonly url: string
  readonly everySeconds: number
  readonly skipBad: boolean
  readonly dueAt: Date
  readonly etag: string | null
  readonly modified: string | null
  readonly checkedAt: Date | null
  readonly importedAt: Date | null
  readonly failures: number
  readonly failure: string
  readonly told: boolean
}

/** What a look at an address changes. */
export type WatchOutcome = Pick<WatchRow, 'dueAt' | 'etag' | 'modified' | 'checkedAt' | 'importedAt' | 'failures' | 'failure' | 'told'>

const COLUMNS = `
  program_id as "programId", watch_key as "watchKey", id, url, every_seconds as "everySeconds", skip_bad as "skipBad", due_at as "dueAt", etag,
  modified, checked_at as "checkedAt", imported_at as "importedAt", failures, failure, told`

const ADD = `
  insert into watches (program_id, id, url, every_seconds, skip_bad, created_by, created_at, due_at)
  values ($1, $2, $3, $4, $5, $6, $7, $7)
      on conflict on constraint address_is_watched_once do nothing
  returning ${COLUMNS}`

const LIST = `select ${COLUMNS} from watches where program_id = $1 order by watch_key`

const BY_ID = `select ${COLUMNS} from watches where program_id = $1 and id = $2`

const REMOVE = `delete from watches where program_id = $1 and id = $2 returning 1`

// Due again at the end of the lease: if this process dies meanwhile, another one takes it up.
const CLAIM = `
  update watches
     set due_at = $2
   where (program_id, watch_key) in (
           select program_id, watch_key
             from watches
            where due_at <= $1
            order by due_at
            limit 1
              for update skip locked)
  returning ${COLUMNS}`

const RECORD = `
  update watches
     set due_at = $3, etag = $4, modified = $5, checked_at = $6, imported_at = $7, failures = $8, failure = $9, told = $10
   where program_id = $1 and watch_key = $2`

/** Adds a watch that is due at once; `undefined` where the address is watched already. */
export const addWatch = async (
  database: Queryable,
  programId: number,
  added: Pick<WatchRow, 'id' | 'url' | 'everySeconds' | 'skipBad'> & { readonly createdBy: string; readonly createdAt: Date },
): Promise<WatchRow | undefined> => {
  const values = [programId, added.id, added.url, added.everySeconds, added.skipBad, added.createdBy, added.createdAt]
  return (await database.query<WatchRow>(ADD, values))[0]
}

/** Every watch of a program, oldest first. */
export const allWatches = (database: Queryable, programId: number): Promise<WatchRow[]> => database.query<WatchRow>(LIST, [programId])

/** The watch of this id. */
export const watchById = async (database: Queryable, programId: number, id: string): Promise<WatchRow | undefined> =>
  (await database.query<WatchRow>(BY_ID, [programId, id]))[0]

/** Removes a watch; `false` where there was none. */
export const removeWatch = async (database: Queryable, programId: number, id: string): Promise<boolean> =>
  (await database.query(REMOVE, [programId, id])).length === 1

/** Takes a watch that is due, for as long as the lease. */
export const claimWatch = async (database: Queryable, now: Date, leaseUntil: Date): Promise<WatchRow | undefined> =>
  (await database.query<WatchRow>(CLAIM, [now, leaseUntil]))[0]

/** Records what came of a look, with the letters about it. */
export const recordWatch = (
  database: Database,
  { programId, watchKey }: Pick<WatchRow, 'programId' | 'watchKey'>,
  outcome: WatchOutcome,
  letters: readonly Letter[],
): Promise<void> =>
  database.transaction(async (transaction) => {
    const { dueAt, etag, modified, checkedAt, importedAt, failures, failure, told } = outcome
    await transaction.query(RECORD, [programId, watchKey, dueAt, etag, modified, checkedAt, importedAt, failures, failure, told])
    await queueMessages(transaction, programId, letters, { orderKey: null, test: false })
  })
