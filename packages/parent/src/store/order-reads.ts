import type { CartDiscount } from '@tributary/protocol/discount'
import type { OrderId, RefundId, ShipmentId, SiteKey } from '@tributary/protocol/id'
import type { ConsentMode, Customer, OrderState } from '@tributary/protocol/order'
import type { PaymentState } from '@tributary/protocol/payment'
import type { PaymentTerms } from '@tributary/protocol/program'
import type { ShippingChoice, Totals } from '@tributary/protocol/quote'
import type { RefundKind, RefundLine } from '@tributary/protocol/refund'
import type { Queryable } from './database.ts'

/** A line of a stored order, with its internal keys. */
export interface StoredLine {
  readonly line: number
  readonly variantId: number
  readonly sku: string
  readonly title: string
  readonly variant: string
  readonly quantity: number
  readonly shippedQuantity: number
  readonly cancelledQuantity: number
  readonly refundedQuantity: number
  readonly unitMinor: number
  readonly totalMinor: number
  readonly taxMinor: number
  readonly releasedMinor: number
  readonly releasedTaxMinor: number
  readonly paidMinor: number
  readonly refundedMinor: number
}

/** A stored refund; `at` as PostgreSQL writes it inside JSON. */
export interface StoredRefund {
  readonly id: RefundId
  readonly kind: RefundKind
  readonly reason: string
  readonly lines: readonly RefundLine[]
  readonly shippingMinor: number
  readonly amountMinor: number
  readonly payment: PaymentState
  readonly actor: string
  readonly at: string
}

/** A stored order, whole. Times inside the JSON parts are ISO 8601 with an offset, as PostgreSQL writes them. */
export interface StoredOrder extends Totals {
  readonly discount: CartDiscount | null
  readonly orderKey: number
  readonly id: OrderId
  readonly number: string
  readonly siteKey: SiteKey | null
  readonly siteName: string | null
  readonly siteOwner: string | null
  readonly state: OrderState
  readonly payment: PaymentState
  readonly terms: PaymentTerms
  readonly currency: string
  readonly country: string
  readonly shipping: ShippingChoice
  readonly expectedTotalMinor: number
  readonly customer: Customer
  readonly attribution: { readonly summary: unknown }
  readonly flags: readonly string[]
  readonly consent: ConsentMode
  readonly placedAt: Date
  readonly test: boolean
  readonly lines: readonly StoredLine[]
  readonly shipments: readonly {
    readonly id: ShipmentId
    readonly carrier: string
    readonly tracking: string
    readonly trackingUrl: string | null
    readonly shippedAt: string
    readonly lines: readonly { readonly sku: string; readonly quantity: number }[]
  }[]
  readonly paidMinor: number
  readonly refundedMinor: number
  readonly shippingRefundedMinor: number
  readonly refunds: readonly StoredRefund[]
  readonly transitions: readonly { readonly to: OrderState; readonly at: string }[]
}

const LINES = `
  select jsonb_agg(jsonb_build_object(
           'line', line, 'variantId', variant_id, 'sku', sku, 'title', title, 'variant', variant, 'quantity', quantity,
           'shippedQuantity', shipped_quantity, 'cancelledQuantity', cancelled_quantity, 'refundedQuantity', refunded_quantity,
           'unitMinor', unit_minor, 'totalMinor', total_minor, 'taxMinor', tax_minor, 'releasedMinor', released_minor,
           'releasedTaxMinor', released_tax_minor, 'paidMinor', paid_minor, 'refundedMinor', refunded_minor) order by line)
    from order_lines l
   where l.program_id = o.program_id and l.order_key = o.order_key`

const SHIPMENTS = `
  select jsonb_agg(jsonb_build_object(
           'id', s.id, 'carrier', s.carrier, 'tracking', s.tracking, 'trackingUrl', s.tracking_url, 'shippedAt', s.shipped_at,
           'lines', (select jsonb_agg(jsonb_build_object('sku', l.sku, 'quantity', p.quantity) order by l.line)
                       from shipment_lines p
                       join order_lines l using (program_id, order_key, line)
                      where p.program_id = s.program_id and p.shipment_key = s.shipment_key)) order by s.shipment_key)
    from shipments s
   where s.program_id = o.program_id and s.order_key = o.order_key`

const REFUNDS = `
  select jsonb_agg(jsonb_build_object(
           'id', r.id, 'kind', r.kind, 'reason', r.reason, 'shippingMinor', r.shipping_minor, 'amountMinor', r.amount_minor,
           'payment', r.payment, 'actor', r.actor, 'at', r.at,
           'lines', (select coalesce(jsonb_agg(
                              jsonb_build_object('sku', l.sku, 'quantity', p.quantity, 'amountMinor', p.amount_minor) order by l.line), '[]')
                       from refund_lines p
                       join order_lines l using (program_id, order_key, line)
                      where p.program_id = r.program_id and p.refund_key = r.refund_key)) order by r.refund_key)
    from refunds r
   where r.program_id = o.program_id and r.order_key = o.order_key`

const TRANSITIONS = `
  select jsonb_agg(jsonb_build_object('to', to_state, 'at', at) order by transition_id)
    from order_transitions t
   where t.program_id = o.program_id and t.order_key = o.order_key and t.from_state is distinct from t.to_state`

const DISCOUNT = `
  select jsonb_build_object('code', d.code, 'title', d.title, 'amountMinor', u.amount_minor)
    from discount_uses u
    join discounts d using (program_id, discount_id)
   where u.program_id = o.program_id and u.order_key = o.order_key`

const SELECT = `
  select o.order_key as "orderKey", o.id, o.number, s.key as "siteKey", s.name as "siteName", w.code as "siteOwner", o.state, o.payment, o.terms, o.currency, o.country, o.shipping,
         o.subtotal_minor as "subtotalMinor", o.discount_minor as "discountMinor", o.shipping_minor as "shippingMinor",
         o.tax_minor as "taxMinor", o.tax_included as "taxIncluded", o.total_minor as "totalMinor",
         o.expected_total_minor as "expectedTotalMinor", o.customer, o.attribution, o.flags, o.consent, o.placed_at as "placedAt", o.test,
         o.paid_minor as "paidMinor", o.refunded_minor as "refundedMinor", o.shipping_refunded_minor as "shippingRefundedMinor",
         (${DISCOUNT}) as discount, (${LINES}) as lines, coalesce((${SHIPMENTS}), '[]') as shipments, coalesce((${REFUNDS}), '[]') as refunds, coalesce((${TRANSITIONS}), '[]') as transitions
    from orders o
    left join sites s on s.program_id = o.program_id and s.site_id = o.site_id
    left join affiliates w on w.program_id = s.program_id and w.affiliate_id = s.affiliate_id`

const BY_ID = `${SELECT} where o.program_id = $1 and o.id = $2`

const BY_ID_OR_NUMBER = `${SELECT} where o.program_id = $1 and (o.id = $2 or o.number = $3)`

// Locked, so that what is decided about it is still true when it is stored. It is read after that, by a statement of its own: one that waits for the
// lock would go on with the lines, parcels and refunds of the moment before.
const LOCK = `select order_key from orders where program_id = $1 and (id = $2 or number = $3) for update`

const PAGE = `
  ${SELECT}
   where o.program_id = $1
     and ($2::text is null or o.state = $2)
     and ($3::text is null or o.payment = $3)
     and ($4::text is null or s.key = $4)
     and ($5::boolean is null or o.test = $5)
     and ($6::bigint is null or o.order_key < $6)
   order by o.order_key desc
   limit $7`

/** The order with this id. */
export const orderById = async (database: Queryable, programId: number, id: string): Promise<StoredOrder | undefined> =>
  (await database.query<StoredOrder>(BY_ID, [programId, id]))[0]

/** The order with this id or number (normalised). */
export const orderByName = async (database: Queryable, programId: number, id: string, number: string): Promise<StoredOrder | undefined> =>
  (await database.query<StoredOrder>(BY_ID_OR_NUMBER, [programId, id, number]))[0]

/** The same, locked until the transaction ends. */
export const orderForChange = async (
  transaction: Queryable,
  programId: number,
  id: string,
  number: string,
): Promise<StoredOrder | undefined> => {
  await transaction.query(LOCK, [programId, id, number])
  return orderByName(transaction, programId, id, number)
}

/** Orders newest first, `limit` of them after the order with the internal key `before`. */
export const ordersPage = (
  database: Queryable,
  programId: number,
  filter: {
    readonly state?: string | undefined
    readonly payment?: string | undefined
    readonly site?: string | undefined
    readonly test?: boolean | undefined
    readonly before?: number | undefined
  },
  limit: number,
): Promise<StoredOrder[]> => {
  const { state = null, payment = null, site = null, test = null, before = null } = filter
  return database.query<StoredOrder>(PAGE, [programId, state, payment, site, test, before, limit])
}
