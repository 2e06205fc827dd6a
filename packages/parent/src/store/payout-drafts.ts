import { lockFor } from './advisory-lock.ts'
import type { Queryable } from './database.ts'
import type { PayoutRow } from './payouts.ts'

/** What an affiliate is owed in one currency, and the commissions that make it up. */
export interface Owed {
  readonly affiliateId: number
  readonly code: string
  readonly state: string
  /** What the affiliate’s payable account holds: less than the commissions where reversals came after earlier payouts. */
  readonly balanceMinor: number
  readonly commissionsMinor: number
  readonly isInPayout: boolean
}

// Balances and commissions of one moment: both are read by this one statement, after the commissions were locked. What became payable since they were
// locked waits for the next batch: it is not taken, so it is not counted.
const OWED = `
  select a.affiliate_id as "affiliateId", a.code, a.state, (coalesce(e.balance, 0) - coalesce(c.later, 0))::bigint as "balanceMinor",
         coalesce(c.rest, 0)::bigint as "commissionsMinor",
         exists (select from payouts p
                  where p.program_id = a.program_id and p.affiliate_id = a.affiliate_id and p.currency = $2 and p.state in ('draft', 'approved')
                ) as "isInPayout"
    from affiliates a
    left join lateral (
           select sum(case side when 'credit' then amount_minor else -amount_minor end) as balance
             from entries
            where program_id = a.program_id and affiliate_id = a.affiliate_id and currency = $2 and account = 'affiliate_payable') e on true
    left join lateral (
           select sum(earned_minor - reversed_minor) filter (where commission_key = any ($4)) as rest,
                  sum(earned_minor - reversed_minor) filter (where commission_key <> all ($4)) as later
             from commissions
            where program_id = a.program_id and affiliate_id = a.affiliate_id and currency = $2 and state = 'payable' and payout_key is null
              and not test) c on true
   where a.program_id = $1 and a.affiliate_id = any ($3)
   order by a.affiliate_id`

// Whoever has anything payable, or a balance that payouts left over.
const WITH_PAYABLE = `
  select affiliate_id as "affiliateId"
    from commissions
   where program_id = $1 and currency = $2 and state = 'payable' and payout_key is null and not test
     and ($3::bigint[] is null or affiliate_id = any ($3))
   group by affiliate_id`

const LOCK_PAYABLE = `
  select commission_key as "commissionKey"
    from commissions
   where program_id = $1 and currency = $2 and affiliate_id = any ($3) and state = 'payable' and payout_key is null and not test
   order by commission_key
     for update`

const INSERT = `
  insert into payouts (program_id, id, batch, affiliate_id, currency, amount_minor, made_by, made_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  returning payout_key as "payoutKey"`

const TAKE = `update commissions set payout_key = $3 where program_id = $1 and affiliate_id = $2 and commission_key = any ($4)`

/** Who has commissions that may be paid, or who of those named. */
export const affiliatesWithPayable = async (
  transaction: Queryable,
  programId: number,
  currency: string,
  named: readonly number[] | null,
): Promise<number[]> =>
  (await transaction.query<{ affiliateId: number }>(WITH_PAYABLE, [programId, currency, named])).map(({ affiliateId }) => affiliateId)

/** Lets nobody else draft or move payouts of the program until the transaction ends: they lock commissions of many orders, each other's too. */
export const lockPayouts = (transaction: Queryable, programId: number): Promise<void> => lockFor(transaction, `payouts:${programId}`)

/** Locks the commissions that may be paid to these affiliates, in the order in which everybody locks them; answers their keys. */
export const lockPayable = async (
  transaction: Queryable,
  programId: number,
  currency: string,
  affiliateIds: readonly number[],
): Promise<number[]> =>
  (await transaction.query<{ commissionKey: number }>(LOCK_PAYABLE, [programId, currency, affiliateIds])).map((row) => row.commissionKey)

/** What these affiliates are owed, as far as these locked commissions make it up. */
export const owedTo = (
  transaction: Queryable,
  programId: number,
  currency: string,
  affiliateIds: readonly number[],
  commissionKeys: readonly number[],
): Promise<Owed[]> => transaction.query<Owed>(OWED, [programId, currency, affiliateIds, commissionKeys])

/** Drafts a payout that takes those of the locked commissions that are the affiliate's. */
export async function addPayout(
  transaction: Queryable,
  programId: number,
  payout: Pick<PayoutRow, 'id' | 'batch' | 'affiliateId' | 'currency' | 'amountMinor' | 'madeBy' | 'madeAt'>,
  commissionKeys: readonly number[],
): Promise<void> {
  const { id, batch, affiliateId, currency, amountMinor, madeBy, madeAt } = payout
  const values = [programId, id, batch, affiliateId, currency, amountMinor, madeBy, madeAt]
  const [row] = await transaction.query<{ payoutKey: number }>(INSERT, values)
  await transaction.query(TAKE, [programId, affiliateId, row?.payoutKey, commissionKeys])
}
