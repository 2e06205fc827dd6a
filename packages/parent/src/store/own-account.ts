import type { AffiliateState } from '@tributary/protocol/affiliate'
import type { MissedReason } from '@tributary/protocol/commission'
import type { OrderState } from '@tributary/protocol/order'
import type { PaymentState } from '@tributary/protocol/payment'
import type { Plan } from '@tributary/protocol/plan'
import type { AccountSplit } from '@tributary/protocol/statement'
import type { Queryable } from './database.ts'

/** What an affiliate has now in one currency; minor units. */
export interface BalanceRow extends AccountSplit {
  readonly currency: string
}

/** What becomes payable when, of commissions whose delivery is known. */
export interface ComingRow {
  readonly currency: string
  readonly releasedAt: Date
  readonly amountMinor: number
}

/** What moved an affiliate's money in one month of the program's time zone; minor units, `takenBackMinor` and `paidOutMinor` positive. */
export interface MonthRow {
  readonly month: string
  readonly currency: string
  readonly earnedMinor: number
  readonly takenBackMinor: number
  readonly paidOutMinor: number
}

/** An order that an affiliate was attributed or earns from. */
export interface OwnOrderRow {
  readonly orderKey: number
  readonly number: string
  readonly placedAt: Date
  readonly state: OrderState
  readonly payment: PaymentState
  /** It was attributed to this affiliate itself. */
  readonly isDirect: boolean
  readonly level: number
  readonly currency: string
  readonly amountMinor: number
  /** What the plan that counted waits for; `null` where there was none. */
  readonly earnedOn: Plan['earnedOn'] | null
  /** Of an order that brought no commission: whether the plan was asked at all, and what it said. */
  readonly hasCommission: boolean
  readonly isEarned: boolean
  readonly missed: MissedReason | null
  readonly customerName: string
  readonly customerCountry: string
  readonly test: boolean
}

/** One level of a network. */
export interface LevelRow {
  readonly level: number
  readonly affiliates: number
  readonly active: number
}

/** What an affiliate earned from sales of one level. */
export interface LevelEarningRow {
  readonly level: number
  readonly currency: string
  readonly amountMinor: number
}

/** Somebody in a network. */
export interface MemberRow {
  readonly code: string
  readonly level: number
  readonly state: AffiliateState
  readonly name: string | null
  readonly joinedAt: Date
}

const SIGNED = `case e.side when 'credit' then e.amount_minor else -e.amount_minor end`
const OWN = `('affiliate_pending', 'affiliate_held', 'affiliate_payable')`

const BALANCES = `
  select e.currency,
         coalesce(sum(${SIGNED}) filter (where e.account = 'affiliate_pending'), 0)::bigint as "pendingMinor",
         coalesce(sum(${SIGNED}) filter (where e.account = 'affiliate_held'), 0)::bigint as "heldMinor",
         coalesce(sum(${SIGNED}) filter (where e.account = 'affiliate_payable'), 0)::bigint as "payableMinor"
    from entries e
   where e.program_id = $1 and e.affiliate_id = $2 and e.account in ${OWN}
   group by e.currency
   order by e.currency`

const COMING = `
  select currency, released_at as "releasedAt", sum(earned_minor - reversed_minor)::bigint as "amountMinor"
    from commissions
   where program_id = $1 and affiliate_id = $2 and state = 'held' and released_at is not null and not test
   group by currency, released_at`

// The same movements that a statement lists, summed by the months of the program's time zone.
const MONTHS = `
  select to_char(t.at at time zone $3, 'YYYY-MM') as month, e.currency,
         coalesce(sum(${SIGNED}) filter (where t.kind in ('commission_created', 'commission_reinstated')), 0)::bigint as "earnedMinor",
         coalesce(-sum(${SIGNED}) filter (where t.kind = 'commission_reversed'), 0)::bigint as "takenBackMinor",
         coalesce(-sum(${SIGNED}) filter (where t.kind in ('payout_sent', 'payout_failed')), 0)::bigint as "paidOutMinor"
    from entries e
    join transactions t using (program_id, transaction_key)
   where e.program_id = $1 and e.affiliate_id = $2 and e.account in ${OWN} and $4 <= t.at
   group by 1, 2
   order by 1, 2`

// What it sold itself, and what it earns from, each found by its own index.
const ORDERS = `
  with named as (
    (select order_key from orders
      where program_id = $1 and affiliate_id = $2 and ($3::bigint is null or order_key < $3) and ($5::text is null or number = $5)
      order by order_key desc limit $4)
     union
    (select distinct order_key from commissions
      where program_id = $1 and affiliate_id = $2 and ($3::bigint is null or order_key < $3) order by order_key desc limit $4)
  )
  select o.order_key as "orderKey", o.number, o.placed_at as "placedAt", o.state, o.payment, o.currency, o.test,
         o.affiliate_id is not distinct from $2 as "isDirect", coalesce(c.level, 0) as level, coalesce(c.amount_minor, 0)::bigint as "amountMinor",
         c.level is not null as "hasCommission", p.document ->> 'earnedOn' as "earnedOn", e.order_key is not null as "isEarned",
         (select missed ->> 'reason'
            from jsonb_array_elements(e.explanation -> 'missed') missed
           where c.level is null and (missed ->> 'affiliateId')::bigint = $2
           limit 1) as missed,
         o.customer -> 'delivery' ->> 'name' as "customerName", o.customer -> 'delivery' ->> 'country' as "customerCountry"
    from named
    join orders o on o.program_id = $1 and o.order_key = named.order_key
    left join plans p on p.program_id = o.program_id and p.plan_key = o.plan_key
    left join earnings e on e.program_id = o.program_id and e.order_key = o.order_key
    left join lateral (
           select min(level) as level, sum(earned_minor - reversed_minor) as amount_minor
             from commissions
            where program_id = $1 and affiliate_id = $2 and order_key = o.order_key) c on true
   where $5::text is null or o.number = $5
   order by o.order_key desc
   limit $4`

const LEVELS = `
  select cardinality(path) + 1 - array_position(path, $2::bigint) as level, count(*) as affiliates,
         count(*) filter (where state = 'active') as active
    from affiliates
   where program_id = $1 and path @> array[$2::bigint] and state <> 'applied'
   group by 1
   order by 1`

const LEVEL_EARNINGS = `
  select level, currency, sum(earned_minor - reversed_minor)::bigint as "amountMinor"
    from commissions
   where program_id = $1 and affiliate_id = $2 and not test
   group by level, currency
   order by level, currency`

const NEWEST = `
  select code, cardinality(path) + 1 - array_position(path, $2::bigint) as level, state, case when shares_name then name end as name,
         created_at as "joinedAt"
    from affiliates
   where program_id = $1 and path @> array[$2::bigint] and state <> 'applied'
   order by affiliate_id desc
   limit $3`

/** What an affiliate has, by currency. */
export const balancesOf = (database: Queryable, programId: number, affiliateId: number): Promise<BalanceRow[]> =>
  database.query<BalanceRow>(BALANCES, [programId, affiliateId])

/** What is held and when it is released. */
export const comingTo = (database: Queryable, programId: number, affiliateId: number): Promise<ComingRow[]> =>
  database.query<ComingRow>(COMING, [programId, affiliateId])

/** What moved an affiliate's money since an instant, month by month. */
export const monthsOf = (database: Queryable, programId: number, affiliateId: number, timeZone: string, since: Date): Promise<MonthRow[]> =>
  database.query<MonthRow>(MONTHS, [programId, affiliateId, timeZone, since])

/** Orders that an affiliate sold or earns from, newest first, `limit` of them after the one with the internal key `before`; or the one with this number, if it sold it itself. */
export const ordersOf = (
  database: Queryable,
  programId: number,
  affiliateId: number,
  before: number | undefined,
  limit: number,
  number?: string,
): Promise<OwnOrderRow[]> => database.query<OwnOrderRow>(ORDERS, [programId, affiliateId, before ?? null, limit, number ?? null])

/** The levels of an affiliate's network; who applied and was not answered yet is not in it. */
export const levelsBelow = (database: Queryable, programId: number, affiliateId: number): Promise<LevelRow[]> =>
  database.query<LevelRow>(LEVELS, [programId, affiliateId])

/** What an affiliate earned by level, reversals taken off; 0 is what it sold itself. */
export const earningsByLevel = (database: Queryable, programId: number, affiliateId: number): Promise<LevelEarningRow[]> =>
  database.query<LevelEarningRow>(LEVEL_EARNINGS, [programId, affiliateId])

/** The newest of an affiliate's network. */
export const newestBelow = (database: Queryable, programId: number, affiliateId: number, most: number): Promise<MemberRow[]> =>
  database.query<MemberRow>(NEWEST, [programId, affiliateId, most])
