import type { Database, Queryable } from './database.ts'

/** How often something was asked for within the hour that begins at `startsAt`. */
export interface Count {
  readonly programId: number
  readonly kind: string
  readonly hash: string
  readonly startsAt: Date
  readonly count: number
}

// Locked in the order of their keys, so that two processes that count the same never wait for each other in a circle.
const ADD = `
  insert into counters as known (program_id, kind, hash, starts_at, count)
  select *
    from unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[], $5::bigint[]) as added (program_id, kind, hash, starts_at, count)
   order by program_id, kind, hash, starts_at
      on conflict on constraint counters_pkey do update set count = known.count + excluded.count
  returning program_id as "programId", kind, hash, starts_at as "startsAt", count`

const FORGET = `delete from counters where starts_at < $1`

/** Adds what this process counted and answers what all processes counted together, in one statement. */
export const addCounts = (database: Queryable, counts: readonly Count[]): Promise<Count[]> =>
  database.query<Count>(
    ADD,
    [
      counts.map(({ programId }) => programId),
      counts.map(({ kind }) => kind),
      counts.map(({ hash }) => hash),
      counts.map(({ startsAt }) => startsAt),
      counts.map(({ count }) => count),
    ],
    'counts_added',
  )

/** Forgets the hours that began before this. */
export async function forgetCounts(database: Database, before: Date): Promise<void> {
  await database.query(FORGET, [before])
}
