import type { CommissionState } from '@tributary/protocol/commission'
import type { CommissionId, PlanId } from '@tributary/protocol/id'
import type { Plan } from '@tributary/protocol/plan'
import type { ShippingChoice } from '@tributary/protocol/quote'
import type { Queryable } from './database.ts'

/** A commission as it is shown. */
export interface CommissionRow {
  readonly commissionKey: number
  readonly id: CommissionId
  readonly orderNumber: string
  readonly line: number
  readonly sku: string
  readonly title: string
  readonly affiliateId: number
  readonly affiliateCode: string
  readonly level: number
  readonly state: CommissionState
  readonly currency: string
  readonly ofMinor: number
  readonly earnedMinor: number
  readonly reversedMinor: number
  readonly earnedAt: Date
  readonly deliveredAt: Date | null
  readonly releasedAt: Date | null
  readonly payoutId: string | null
  readonly test: boolean
  readonly placedAt: Date
  readonly shipping: ShippingChoice
  readonly lastShippedAt: Date | null
  readonly holdDays: number
  readonly assumedDeliveryDays: number
}

/** What explains a commission beside its own row. */
export interface ExplainedRow extends CommissionRow {
  readonly planId: PlanId
  readonly planVersion: number
  readonly plan: Plan
  readonly explanation: unknown
  readonly attribution: unknown
  readonly quantity: number
  readonly unitMinor: number
  readonly discountMinor: number
  readonly totalMinor: number
  readonly releasedMinor: number
  readonly taxMinor: number
  readonly taxBasisPoints: number
  readonly taxIncluded: boolean
  readonly isChargedBack: boolean
  /** Codes of everybody named in the explanation, by internal key. */
  readonly codes: Readonly<Record<string, string>>
  readonly transactions: readonly { readonly kind: string; readonly cause: string; readonly at: string; readonly amountMinor: number }[]
}

const COLUMNS = `
  c.commission_key as "commissionKey", c.id, o.number as "orderNumber", c.line, l.sku, l.title, c.affiliate_id as "affiliateId",
  (select code from affiliates a where a.program_id = c.program_id and a.affiliate_id = c.affiliate_id) as "affiliateCode", c.level, c.state,
  c.currency, c.of_minor as "ofMinor", c.earned_minor as "earnedMinor",
  c.reversed_minor as "reversedMinor", c.earned_at as "earnedAt", c.delivered_at as "deliveredAt", c.released_at as "releasedAt",
  (select p.id from payouts p where p.program_id = c.program_id and p.payout_key = c.payout_key) as "payoutId", c.test, o.placed_at as "placedAt", o.shipping,
  (select max(s.shipped_at)
     from shipment_lines h
     join shipments s using (program_id, shipment_key)
    where h.program_id = c.program_id and h.order_key = c.order_key and h.line = c.line) as "lastShippedAt",
  (select (n.document ->> 'holdDays')::integer from plans n where n.program_id = o.program_id and n.plan_key = o.plan_key) as "holdDays",
  (select (n.document ->> 'assumedDeliveryDays')::integer
     from plans n
    where n.program_id = o.program_id and n.plan_key = o.plan_key) as "assumedDeliveryDays"`

const FROM = `
    from commissions c
    join orders o using (program_id, order_key)
    join order_lines l using (program_id, order_key, line)
    join plans n on n.program_id = o.program_id and n.plan_key = o.plan_key`

// One affiliate's row, its plan and its payout are looked up for each row rather than joined: a join of six tables takes longer to plan than to run.
const PAGE = `
  select ${COLUMNS}
    from commissions c
    join orders o using (program_id, order_key)
    join order_lines l using (program_id, order_key, line)
   where c.program_id = $1
     and ($2::bigint is null or c.affiliate_id = $2)
     and ($3::text is null or o.id = $3 or o.number = $4)
     and ($5::text is null or c.state = $5)
     and ($6::bigint is null or c.commission_key < $6)
     and ($8::integer is null or c.level = $8)
   order by c.commission_key desc
   limit $7`

const CODES = `
  select jsonb_object_agg(affiliate_id, code)
    from affiliates x
   where x.program_id = c.program_id and x.affiliate_id = any (o.upline || o.affiliate_id)`

const TRANSACTIONS = `
  select jsonb_agg(jsonb_build_object('kind', t.kind, 'cause', t.cause, 'at', t.at, 'amountMinor', e.amount_minor) order by t.transaction_key)
    from transactions t
    join lateral (select max(amount_minor) as amount_minor
                    from entries e
                   where e.program_id = t.program_id and e.transaction_key = t.transaction_key and e.commission_key = c.commission_key) e on true
   where t.program_id = c.program_id
     and t.transaction_key in (select transaction_key from entries y where y.program_id = c.program_id and y.commission_key = c.commission_key)`

const ONE = `
  select ${COLUMNS}, n.id as "planId", n.version as "planVersion", n.document as plan, g.explanation, o.attribution, l.quantity,
         l.unit_minor as "unitMinor", l.discount_minor as "discountMinor", l.total_minor as "totalMinor", l.released_minor as "releasedMinor",
         l.tax_minor as "taxMinor", l.tax_basis_points as "taxBasisPoints", o.tax_included as "taxIncluded",
         o.payment = 'charged_back' as "isChargedBack", (${CODES}) as codes, coalesce((${TRANSACTIONS}), '[]') as transactions
         ${FROM}
    join earnings g on g.program_id = c.program_id and g.order_key = c.order_key
   where c.program_id = $1 and c.id = $2`

/** Commissions newest first, `limit` of them after the one with the internal key `before`. */
export const commissionsPage = (
  database: Queryable,
  programId: number,
  filter: {
    readonly affiliateId?: number | undefined
    readonly order?: { readonly id: string; readonly number: string } | undefined
    readonly state?: string | undefined
    readonly level?: number | undefined
    readonly before?: number | undefined
  },
  limit: number,
): Promise<CommissionRow[]> => {
  const { affiliateId = null, order, state = null, level = null, before = null } = filter
  const values = [programId, affiliateId, order?.id ?? null, order?.number ?? null, state, before, limit, level]
  return database.query<CommissionRow>(PAGE, values)
}

/** One commission with everything that explains it. */
export const commissionById = async (database: Queryable, programId: number, id: string): Promise<ExplainedRow | undefined> =>
  (await database.query<ExplainedRow>(ONE, [programId, id]))[0]
