import type { CommissionState } from '@tributary/protocol/commission'
import type { OrderState } from '@tributary/protocol/order'
import type { PaymentState } from '@tributary/protocol/payment'
import type { Queryable } from './database.ts'

/** An order as its commissions need it. Amounts are minor units; times inside the JSON parts are ISO 8601. */
export interface EarningOrder {
  readonly id: string
  readonly state: OrderState
  readonly payment: PaymentState
  readonly affiliateId: number
  /** The ancestors of the affiliate when it was placed, the sponsor last. */
  readonly upline: readonly number[]
  readonly planKey: number
  readonly currency: string
  readonly placedAt: Date
  readonly taxIncluded: boolean
  /** Of each line's base, what counts for the affiliate; 10,000 is all. */
  readonly shareBasisPoints: number
  readonly isEarned: boolean
  readonly deliveredAt: Date | null
  readonly lines: readonly EarningLine[]
  readonly commissions: readonly StoredCommission[]
}

/** A line of it, with the offer as the catalogue has it now. */
export interface EarningLine {
  readonly line: number
  readonly quantity: number
  readonly shippedQuantity: number
  readonly cancelledQuantity: number
  readonly totalMinor: number
  readonly releasedMinor: number
  readonly taxMinor: number
  readonly handle: string
  readonly collections: readonly string[]
  readonly kind: 'product' | 'service'
  readonly lastShippedAt: string | null
}

/** A commission as it is stored. */
export interface StoredCommission {
  readonly commissionKey: number
  readonly id: string
  readonly affiliateId: number
  readonly line: number
  readonly level: number
  readonly state: CommissionState
  readonly ofMinor: number
  readonly earnedMinor: number
  readonly reversedMinor: number
  readonly deliveredAt: string | null
}

/** Somebody who may earn, with what a plan may ask of them. */
export interface EarnerRow {
  readonly affiliateId: number
  readonly isActive: boolean
  readonly retailCount: number
  readonly retailMinor: number
  readonly monthMinor: number
}

const LINES = `
  select jsonb_agg(jsonb_build_object(
           'line', l.line, 'quantity', l.quantity, 'shippedQuantity', l.shipped_quantity, 'cancelledQuantity', l.cancelled_quantity,
           'totalMinor', l.total_minor, 'releasedMinor', l.released_minor, 'taxMinor', l.tax_minor, 'handle', f.handle,
           'collections', f.collections, 'kind', f.kind,
           'lastShippedAt', (select max(s.shipped_at)
                               from shipment_lines p
                               join shipments s using (program_id, shipment_key)
                              where p.program_id = l.program_id and p.order_key = l.order_key and p.line = l.line)) order by l.line)
    from order_lines l
    join variants v using (program_id, variant_id)
    join offers f using (program_id, offer_id)
   where l.program_id = o.program_id and l.order_key = o.order_key`

const COMMISSIONS = `
  select jsonb_agg(jsonb_build_object(
           'commissionKey', commission_key, 'id', id, 'affiliateId', affiliate_id, 'line', line, 'level', level, 'state', state, 'ofMinor', of_minor,
           'earnedMinor', earned_minor, 'reversedMinor', reversed_minor, 'deliveredAt', delivered_at) order by commission_key)
    from commissions c
   where c.program_id = o.program_id and c.order_key = o.order_key`

const DELIVERED = `
  select max(at) from order_transitions t where t.program_id = o.program_id and t.order_key = o.order_key and t.to_state = 'delivered'`

const READ = `
  select o.id, o.state, o.payment, o.affiliate_id as "affiliateId", o.upline, o.plan_key as "planKey", o.currency,
         o.placed_at as "placedAt", o.tax_included as "taxIncluded", o.share_basis_points as "shareBasisPoints",
         exists (select from earnings e where e.program_id = o.program_id and e.order_key = o.order_key) as "isEarned",
         (${DELIVERED}) as "deliveredAt", (${LINES}) as lines, coalesce((${COMMISSIONS}), '[]') as commissions
    from orders o
   where o.program_id = $1 and o.order_key = $2 and o.affiliate_id is not null and o.plan_key is not null`

// In the order in which everybody locks them, so that two payments at once do not wait for each other in a circle.
const LOCK_AFFILIATES = `
  select 1
    from affiliates
   where program_id = $1 and affiliate_id = any ($2)
   order by affiliate_id
     for no key update`

const EARNERS = `
  select a.affiliate_id as "affiliateId", a.state = 'active' as "isActive", 0 as "retailCount", 0 as "retailMinor", 0 as "monthMinor"
    from affiliates a
   where a.program_id = $1 and a.affiliate_id = any ($2)`

// What it sold to customers in the days before the sale, by commission base; and what it earned since the month began.
const EARNERS_WITH_VOLUMES = `
  select a.affiliate_id as "affiliateId", a.state = 'active' as "isActive",
         count(distinct v.order_key) as "retailCount",
         coalesce(sum((l.total_minor - l.released_minor)
                      - case when v.tax_included and l.total_minor > 0
                             then div(l.tax_minor::numeric * (l.total_minor - l.released_minor), l.total_minor) else 0 end), 0)::bigint as "retailMinor",
         (select coalesce(sum(c.earned_minor - c.reversed_minor), 0)::bigint
            from commissions c
           where c.program_id = a.program_id and c.affiliate_id = a.affiliate_id and c.currency = $3 and $6 <= c.earned_at and not c.test) as "monthMinor"
    from affiliates a
    left join orders v
      on v.program_id = a.program_id and v.affiliate_id = a.affiliate_id and v.currency = $3 and not v.test
     and v.payment in ('paid', 'partly_refunded') and $4 <= v.placed_at and v.placed_at < $5
    left join order_lines l on l.program_id = v.program_id and l.order_key = v.order_key
   where a.program_id = $1 and a.affiliate_id = any ($2)
   group by a.program_id, a.affiliate_id`

const BUYERS = `select affiliate_id as "affiliateId", path from buyers_of($1, $2)`

const FLAG = `update orders set flags = flags || '{bought_by_network}' where program_id = $1 and order_key = $2`

/** The order, if anybody can earn from it: it is attributed to an affiliate, and a plan counted when it was placed. The caller holds its lock. */
export const orderForEarning = async (transaction: Queryable, programId: number, orderKey: number): Promise<EarningOrder | undefined> =>
  (await transaction.query<EarningOrder>(READ, [programId, orderKey]))[0]

/** What a plan asks about earners: nothing more, or their volumes since `from` and their month since `monthStart`. */
export interface EarnerQuestion {
  readonly currency: string
  readonly from: Date
  readonly before: Date
  readonly monthStart: Date
}

/** Locks affiliates until the transaction ends, for what is counted over several of their orders. */
export const lockAffiliates = (transaction: Queryable, programId: number, affiliateIds: readonly number[]): Promise<unknown> =>
  transaction.query(LOCK_AFFILIATES, [programId, affiliateIds])

/** Affiliates as a plan sees them. With a question they are locked, so that no second payment counts the same month. */
export async function earnersOf(
  transaction: Queryable,
  programId: number,
  affiliateIds: readonly number[],
  question: EarnerQuestion | undefined,
): Promise<EarnerRow[]> {
  if (!question) return transaction.query<EarnerRow>(EARNERS, [programId, affiliateIds])
  await lockAffiliates(transaction, programId, affiliateIds)
  const { currency, from, before, monthStart } = question
  return transaction.query<EarnerRow>(EARNERS_WITH_VOLUMES, [programId, affiliateIds, currency, from, before, monthStart])
}

/** An affiliate that is the customer of an order, or of one household with the customer. `path`: its ancestors. */
export interface Buyer {
  readonly affiliateId: number
  readonly path: readonly number[]
}

/** The affiliates behind an order, by mailbox and by household. */
export const buyersOf = (transaction: Queryable, programId: number, orderKey: number): Promise<Buyer[]> =>
  transaction.query<Buyer>(BUYERS, [programId, orderKey])

/** Flags an order as one of the network itself, for staff. */
export const flagNetworkOrder = async (transaction: Queryable, programId: number, orderKey: number): Promise<void> => {
  await transaction.query(FLAG, [programId, orderKey])
}
