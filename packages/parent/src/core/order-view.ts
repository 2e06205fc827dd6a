import type { AttributionSummary } from '@tributary/protocol/attribution'
import type { CartDiscount } from '@tributary/protocol/discount'
import type { OrderAnswer, OrderLine, OrderRecord, OrderStatus } from '@tributary/protocol/order'
import type { ShippingChoice, Totals } from '@tributary/protocol/quote'
import type { Shipment } from '@tributary/protocol/shipment'
import { refundView, type ViewableRefund } from './refund-view.ts'
import { arrival } from './shipping.ts'

/** A stored order as the views need it. */
export interface ViewableOrder
  extends Totals,
    Pick<
      OrderRecord,
      'number' | 'state' | 'payment' | 'currency' | 'country' | 'customer' | 'terms' | 'flags' | 'consent' | 'expectedTotalMinor' | 'test'
    > {
  readonly id: OrderRecord['orderId']
  readonly siteKey: OrderRecord['site'] | null
  readonly shipping: ShippingChoice
  readonly discount: CartDiscount | null
  readonly attribution: { readonly summary: unknown }
  readonly placedAt: Date
  readonly shipments: readonly (Omit<Shipment, 'trackingUrl'> & { readonly trackingUrl: string | null })[]
  readonly lines: readonly OrderLine[]
  readonly refunds: readonly ViewableRefund[]
  readonly transitions: OrderStatus['transitions']
}

/** What of an order its answer tells: known when it is placed, without reading it back. */
export type AnswerableOrder = Totals &
  Pick<ViewableOrder, 'id' | 'number' | 'currency' | 'shipping' | 'expectedTotalMinor' | 'attribution' | 'placedAt' | 'test'>

/** The answer to the order as it was first given: replaying it later says the same. */
export const orderAnswer = (order: AnswerableOrder, statusUrl: string): OrderAnswer => ({
  orderId: order.id,
  number: order.number,
  state: order.expectedTotalMinor < order.totalMinor ? 'awaiting_customer' : 'placed',
  placedAt: order.placedAt.toISOString(),
  arrives: arrival(order.placedAt, order.shipping.days),
  currency: order.currency,
  totals: totalsOf(order),
  attribution: inOneOrder(order.attribution.summary as AttributionSummary),
  next: { kind: 'none' },
  statusUrl,
  test: order.test,
})

// The database sorts the members of what it keeps as JSON; the first answer is said without reading it back, and a replay has the same bytes.
const inOneOrder = ({ affiliate, reason, candidates }: AttributionSummary): AttributionSummary => ({
  ...(affiliate && { affiliate }),
  reason,
  candidates: candidates.map(({ evidence, outcome }) => ({ evidence, outcome })),
})

/** What the customer may see. */
export const orderStatus = (order: ViewableOrder, after?: Pick<OrderStatus, 'may' | 'returns'>): OrderStatus => ({
  orderId: order.id,
  number: order.number,
  state: order.state,
  payment: order.payment,
  placedAt: order.placedAt.toISOString(),
  currency: order.currency,
  totals: totalsOf(order),
  ...(order.discount && { discount: order.discount }),
  shippingTitle: order.shipping.title,
  arrives: arrival(order.placedAt, order.shipping.days),
  country: order.country,
  lines: order.lines.map(
    ({ sku, title, variant, quantity, shippedQuantity, cancelledQuantity, refundedQuantity, unitMinor, totalMinor }) => ({
      sku,
      title,
      variant,
      quantity,
      shippedQuantity,
      cancelledQuantity,
      refundedQuantity,
      unitMinor,
      totalMinor,
    }),
  ),
  shipments: order.shipments.map(({ trackingUrl, shippedAt, ...shipment }) => ({
    ...shipment,
    ...(trackingUrl !== null && { trackingUrl }),
    shippedAt: instant(shippedAt),
  })),
  refunds: order.refunds.map((refund) => refundView(order.currency, refund)),
  transitions: order.transitions.map(({ to, at }) => ({ to, at: instant(at) })),
  ...after,
  test: order.test,
})

/** What staff see. */
export const orderRecord = (order: ViewableOrder, statusUrl: string): OrderRecord => ({
  ...orderStatus(order),
  ...(order.siteKey && { site: order.siteKey }),
  customer: order.customer,
  attribution: order.attribution.summary as AttributionSummary,
  terms: order.terms,
  flags: order.flags,
  consent: order.consent,
  expectedTotalMinor: order.expectedTotalMinor,
  statusUrl,
})

/** The sums of an order. */
export const totalsOf = ({ subtotalMinor, discountMinor, shippingMinor, taxMinor, taxIncluded, totalMinor }: Totals): Totals => ({
  subtotalMinor,
  discountMinor,
  shippingMinor,
  taxMinor,
  taxIncluded,
  totalMinor,
})

// PostgreSQL writes +00:00 and microseconds inside JSON; the wire says Z and milliseconds.
const instant = (text: string): string => new Date(text).toISOString()
