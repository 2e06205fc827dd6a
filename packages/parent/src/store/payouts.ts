import type { PayoutId } from '@tributary/protocol/id'
import type { PayoutState } from '@tributary/protocol/payout'
import type { Queryable } from './database.ts'

/** A payout as it is stored, with how many commissions it takes. */
export interface PayoutRow {
  readonly payoutKey: number
  readonly id: PayoutId
  readonly batch: string
  readonly affiliateId: number
  readonly affiliateCode: string
  readonly affiliateName: string
  readonly affiliateState: string
  readonly currency: string
  readonly amountMinor: number
  readonly commissions: number
  readonly state: PayoutState
  readonly madeBy: string
  readonly madeAt: Date
  readonly approvedBy: string | null
  readonly sentAt: Date | null
  readonly endedAt: Date | null
  readonly reason: string
}

const COLUMNS = `
  p.payout_key as "payoutKey", p.id, p.batch, p.affiliate_id as "affiliateId", a.code as "affiliateCode", a.name as "affiliateName",
  a.state as "affiliateState", p.currency, p.amount_minor as "amountMinor",
  (select count(*) from commissions c where c.program_id = p.program_id and c.payout_key = p.payout_key) as commissions, p.state,
  p.made_by as "madeBy", p.made_at as "madeAt", p.approved_by as "approvedBy", p.sent_at as "sentAt", p.ended_at as "endedAt", p.reason`

const SELECT = `select ${COLUMNS} from payouts p join affiliates a using (program_id, affiliate_id)`

const LIST = `
  ${SELECT}
   where p.program_id = $1
     and ($2::text is null or p.batch = $2)
     and ($3::bigint is null or p.affiliate_id = $3)
     and ($4::text is null or p.state = $4)
   order by p.payout_key desc
   limit 1000`

const FOR_CHANGE = `${SELECT} where p.program_id = $1 and (p.id = $2 or p.batch = $2) order by p.payout_key for update of p`

const LOCK_TAKEN = `select 1 from commissions where program_id = $1 and payout_key = any ($2) order by commission_key for update`

// In one statement, so that balance and commissions are of one moment. What became payable since the draft waits for the next payout.
const OWED_FOR = `
  select ((select coalesce(sum(case side when 'credit' then amount_minor else -amount_minor end), 0)
             from entries
            where program_id = p.program_id and affiliate_id = p.affiliate_id and currency = p.currency and account = 'affiliate_payable')
          - (select coalesce(sum(earned_minor - reversed_minor), 0)
               from commissions
              where program_id = p.program_id and affiliate_id = p.affiliate_id and currency = p.currency and state = 'payable' and not test
                and payout_key is distinct from p.payout_key))::bigint as "owedMinor"
    from payouts p
   where p.program_id = $1 and p.payout_key = $2`

const MOVE = `
  update payouts
     set state = $4, approved_by = coalesce($5, approved_by), sent_at = coalesce($6, sent_at), ended_at = $7, reason = $8, amount_minor = $9
   where program_id = $1 and payout_key = $2 and state = $3
  returning 1`

const SET_PAID = `update commissions set state = 'paid' where program_id = $1 and payout_key = $2`

const FREE = `update commissions set state = 'payable', payout_key = null where program_id = $1 and payout_key = $2`

/** Payouts, newest first. */
export const listPayouts = (
  database: Queryable,
  programId: number,
  {
    batch,
    affiliateId,
    state,
  }: { readonly batch?: string | undefined; readonly affiliateId?: number | undefined; readonly state?: string | undefined },
): Promise<PayoutRow[]> => database.query<PayoutRow>(LIST, [programId, batch ?? null, affiliateId ?? null, state ?? null])

/** The payouts of a batch, or the one with this id, locked until the transaction ends. */
export const payoutsForChange = (transaction: Queryable, programId: number, name: string): Promise<PayoutRow[]> =>
  transaction.query<PayoutRow>(FOR_CHANGE, [programId, name])

/** Locks the commissions of these payouts, in the order in which everybody locks them, until the transaction ends. */
export const lockTaken = (transaction: Queryable, programId: number, payoutKeys: readonly number[]): Promise<unknown> =>
  transaction.query(LOCK_TAKEN, [programId, payoutKeys])

/** What is owed to the affiliate of a payout now, less what is not part of it. */
export const owedFor = async (transaction: Queryable, programId: number, payoutKey: number): Promise<number> =>
  (await transaction.query<{ owedMinor: number }>(OWED_FOR, [programId, payoutKey]))[0]?.owedMinor ?? 0

/** Moves a payout along; the caller holds its lock. Sending pays its commissions, failing and withdrawing frees them. */
export async function movePayout(
  transaction: Queryable,
  programId: number,
  { payoutKey, state: from }: PayoutRow,
  step: {
    readonly to: PayoutState
    readonly amountMinor: number
    readonly approvedBy?: string | undefined
    readonly sentAt?: Date | undefined
    readonly endedAt?: Date | undefined
    readonly reason: string
  },
): Promise<void> {
  const { to, amountMinor, approvedBy = null, sentAt = null, endedAt = null, reason } = step
  const moved = await transaction.query(MOVE, [programId, payoutKey, from, to, approvedBy, sentAt, endedAt, reason, amountMinor])
  if (moved.length !== 1) throw new Error(`expected payout ${payoutKey} to be ${from}`)
  if (to === 'sent') await transaction.query(SET_PAID, [programId, payoutKey])
  if (to === 'failed' || to === 'withdrawn') await transaction.query(FREE, [programId, payoutKey])
}
