import type { Queryable } from './database.ts'

/** A move as it is recorded. */
export interface Move {
  readonly affiliateId: number
  readonly fromSponsorId: number | null
  readonly toSponsorId: number | null
  readonly actor: string
  readonly reason: string
  readonly at: Date
}

/** An affiliate in the tree. `path` holds its ancestors, the sponsor last; `deepest` is the longest path in its network. */
export interface NetworkPlace {
  readonly affiliateId: number
  readonly code: string
  readonly state: string
  readonly sponsorId: number | null
  readonly path: readonly number[]
  readonly deepest: number
}

const LOCK = `select pg_advisory_xact_lock(7261957, $1::integer)`

const PLACE = `
  select a.affiliate_id as "affiliateId", a.code, a.state, a.sponsor_id as "sponsorId", a.path,
         greatest(cardinality(a.path),
                  (select max(cardinality(d.path)) from affiliates d where d.path @> array[a.affiliate_id] and d.program_id = a.program_id)) as deepest
    from affiliates a
   where a.program_id = $1 and a.code = $2`

// The whole network in one statement: what stood above the moved one is replaced, what is below it stays.
const MOVE = `
  update affiliates
     set sponsor_id = case when affiliate_id = $2 then $3 else sponsor_id end,
         path = case when affiliate_id = $2 then $4::bigint[] else $4::bigint[] || path[array_position(path, $2) : ] end
   where program_id = $1 and (affiliate_id = $2 or path @> array[$2::bigint])
  returning 1`

// In the order in which payments lock those who earn of them. What moves the network would lock it in the order of its storage.
const LOCK_MOVED = `
  select 1
    from affiliates
   where program_id = $1 and (affiliate_id = $2 or path @> array[$2::bigint])
   order by affiliate_id
     for no key update`

const RECORD = `
  insert into affiliate_moves (program_id, affiliate_id, from_sponsor_id, to_sponsor_id, actor, reason, at)
  values ($1, $2, $3, $4, $5, $6, $7)`

/** Waits until nobody else draws the tree of this program, for the rest of the transaction. */
export async function lockNetwork(transaction: Queryable, programId: number): Promise<void> {
  await transaction.query(LOCK, [programId])
}

/** Where an affiliate stands. */
export const networkPlace = async (transaction: Queryable, programId: number, code: string): Promise<NetworkPlace | undefined> =>
  (await transaction.query<NetworkPlace>(PLACE, [programId, code]))[0]

/** Moves an affiliate with its whole network and records it; answers how many moved. The caller holds the network's lock. */
export async function moveNetwork(transaction: Queryable, programId: number, move: Move, path: readonly number[]): Promise<number> {
  const { affiliateId, fromSponsorId, toSponsorId, actor, reason, at } = move
  await transaction.query(LOCK_MOVED, [programId, affiliateId])
  const moved = await transaction.query(MOVE, [programId, affiliateId, toSponsorId, path])
  await transaction.query(RECORD, [programId, affiliateId, fromSponsorId, toSponsorId, actor, reason, at])
  return moved.length
}
