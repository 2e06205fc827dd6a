import type { Queryable } from './database.ts'

/** By what a customer is known again: a keyed hash, hex. */
export interface Mark {
  readonly kind: string
  readonly hash: string
}

/** A claim that runs: whose the customer is, and until when. */
export interface RunningClaim {
  readonly claimKey: number
  readonly affiliateId: number
  readonly id: string
  readonly code: string
  readonly endsAt: Date
}

// Any number will do as long as it is ours.
const CLAIM_LOCK = 7_261_958

const LOCK = `select pg_advisory_xact_lock(${CLAIM_LOCK}, hashtext($1))`

// The first registration counts, and only while its affiliate is active: a claim of somebody who was suspended holds nobody off.
const RUNNING = `
  select c.claim_key as "claimKey", c.affiliate_id as "affiliateId", a.id, a.code, c.ends_at as "endsAt"
    from claim_marks m
    join claims c using (program_id, claim_key)
    join affiliates a on a.program_id = c.program_id and a.affiliate_id = c.affiliate_id
   where m.program_id = $1 and m.hash = any (select decode(one, 'hex') from unnest($2::text[]) as one)
     and $3 < c.ends_at and c.test = $4 and a.state = 'active'
   order by c.claimed_at, c.claim_key
   limit 1`

const INSERT = `
  insert into claims (program_id, affiliate_id, claimed_at, ends_at, test)
  values ($1, $2, $3, $4, $5)
  returning claim_key as "claimKey"`

const ADD_MARKS = `
  insert into claim_marks (program_id, claim_key, kind, hash, test)
  select $1, $2, one.kind, decode(one.hash, 'hex'), $4
    from jsonb_to_recordset($3::jsonb) as one (kind text, hash text)
      on conflict do nothing`

const REASSIGN = `update claims set affiliate_id = $3 where program_id = $1 and claim_key = $2`

const END = `update claims set ends_at = greatest(claimed_at, least(ends_at, $3)) where program_id = $1 and claim_key = $2`

/** Waits until nobody else judges a customer with any of these marks; ends with the transaction. */
export async function lockMarks(transaction: Queryable, marks: readonly Mark[]): Promise<void> {
  // In one order for everybody, so that two registrations with two marks in common do not wait for each other in a circle.
  for (const hash of marks.map((mark) => mark.hash).sort()) await transaction.query(LOCK, [hash])
}

/** The claim that runs for a customer with any of these marks. */
export const runningClaim = async (
  transaction: Queryable,
  programId: number,
  marks: readonly Mark[],
  now: Date,
  test: boolean,
): Promise<RunningClaim | undefined> =>
  (await transaction.query<RunningClaim>(RUNNING, [programId, marks.map(({ hash }) => hash), now, test]))[0]

/** Begins a claim of the affiliate that registered a customer first; answers its key. */
export async function addClaim(
  transaction: Queryable,
  programId: number,
  claim: {
    readonly affiliateId: number
    readonly claimedAt: Date
    readonly endsAt: Date
    readonly test: boolean
    readonly marks: readonly Mark[]
  },
): Promise<number> {
  const { affiliateId, claimedAt, endsAt, test, marks } = claim
  const [added] = await transaction.query<{ claimKey: number }>(INSERT, [programId, affiliateId, claimedAt, endsAt, test])
  if (!added) throw new Error(`expected the claim of affiliate ${affiliateId}, received no row`)
  await addMarks(transaction, programId, added.claimKey, marks, test)
  return added.claimKey
}

/** What a claimed customer is known by from now on too: they called from another telephone. */
export async function addMarks(
  transaction: Queryable,
  programId: number,
  claimKey: number,
  marks: readonly Mark[],
  test: boolean,
): Promise<void> {
  await transaction.query(ADD_MARKS, [programId, claimKey, JSON.stringify(marks), test])
}

/** Gives a claim to another affiliate, or ends it where the customer is nobody's any more. */
export async function moveClaim(
  transaction: Queryable,
  programId: number,
  claimKey: number,
  affiliateId: number | null,
  now: Date,
): Promise<void> {
  if (affiliateId === null) await transaction.query(END, [programId, claimKey, now])
  else await transaction.query(REASSIGN, [programId, claimKey, affiliateId])
}
