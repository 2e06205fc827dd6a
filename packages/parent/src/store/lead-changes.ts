import type { Queryable } from './database.ts'
import type { StoredLead } from './leads.ts'

type LeadKey = Pick<StoredLead, 'leadKey'>

const SET_OWNER = `update leads set affiliate_id = $3, handled_by = 'affiliate', share_basis_points = 10000 where program_id = $1 and lead_key = $2`

const TAKE_OVER = `update leads set handled_by = 'staff', share_basis_points = $3 where program_id = $1 and lead_key = $2`

const PROLONG = `update leads set expires_at = greatest(expires_at, $3) where program_id = $1 and lead_key = $2`

const TOLD = `update leads set overdue_told_at = $3 where program_id = $1 and lead_key = $2`

const OVERDUE = `
  select program_id as "programId", id, number
    from leads
   where answer_by < $1 and answered_at is null and overdue_told_at is null and state = 'new' and not test
   order by answer_by
   limit $2`

const EXPIRED = `
  select program_id as "programId", id, number
    from leads
   where expires_at < $1 and state in ('new', 'contacted', 'proposed')
   order by expires_at
   limit $2`

const ARRIVED = `
  select count(*)::integer as count, min(at) as eldest
    from lead_arrivals
   where program_id = $1 and hash = decode($2, 'hex') and $3 < at`

const ADD_ARRIVALS = `
  insert into lead_arrivals (program_id, hash, at, test)
  select $1, decode(hash, 'hex'), $3, $4 from unnest($2::text[]) as hash`

const FORGET_ARRIVALS = `delete from lead_arrivals where at < $1`

/** Gives a lead to another affiliate, or to nobody; it is that one's whole again. */
export async function setOwner(transaction: Queryable, programId: number, { leadKey }: LeadKey, affiliateId: number | null): Promise<void> {
  await transaction.query(SET_OWNER, [programId, leadKey, affiliateId])
}

/** Staff handle a lead from now on; the share of the commission base that is left for its affiliate, in basis points. */
export async function setTakenOver(
  transaction: Queryable,
  programId: number,
  { leadKey }: LeadKey,
  shareBasisPoints: number,
): Promise<void> {
  await transaction.query(TAKE_OVER, [programId, leadKey, shareBasisPoints])
}

/** A lead that was moved expires later, and never sooner than before. */
export async function prolong(transaction: Queryable, programId: number, { leadKey }: LeadKey, at: Date): Promise<void> {
  await transaction.query(PROLONG, [programId, leadKey, at])
}

/** Remembers that it was told that nobody answers. */
export async function setOverdueTold(transaction: Queryable, programId: number, { leadKey }: LeadKey, at: Date): Promise<void> {
  await transaction.query(TOLD, [programId, leadKey, at])
}

/** What names a lead to a job. */
export interface DueLead {
  readonly programId: number
  readonly id: string
  readonly number: string
}

/** Leads that nobody answered in time, and nobody was told about. */
export const overdueLeads = (database: Queryable, now: Date, most: number): Promise<DueLead[]> =>
  database.query<DueLead>(OVERDUE, [now, most])

/** Leads whose time is over. */
export const expiredLeads = (database: Queryable, now: Date, most: number): Promise<DueLead[]> =>
  database.query<DueLead>(EXPIRED, [now, most])

/** How many requests a sender (hex hash) sent since an instant, and when the eldest of them came. */
export const arrivalsSince = async (
  database: Queryable,
  programId: number,
  hash: string,
  since: Date,
): Promise<{ readonly count: number; readonly eldest: Date | null }> =>
  (await database.query<{ count: number; eldest: Date | null }>(ARRIVED, [programId, hash, since]))[0] ?? { count: 0, eldest: null }

/** Remembers the senders (hex hashes) of a request. */
export async function addArrivals(
  transaction: Queryable,
  programId: number,
  hashes: readonly string[],
  at: Date,
  test: boolean,
): Promise<void> {
  await transaction.query(ADD_ARRIVALS, [programId, hashes, at, test])
}

/** Forgets who sent requests before an instant. */
export async function forgetArrivals(database: Queryable, before: Date): Promise<void> {
  await database.query(FORGET_ARRIVALS, [before])
}
