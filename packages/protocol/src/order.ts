import type { Address } from './address.ts'
import type { AttributionSummary } from './attribution.ts'
import type { CartDiscount } from './discount.ts'
import type { OrderId, ProgramId, SiteKey } from './id.ts'
import type { PaymentState } from './payment.ts'
import type { CartLine, Totals } from './quote.ts'
import type { Refund } from './refund.ts'
import type { CustomerRights, Return } from './return.ts'
import type { Shipment } from './shipment.ts'
import type { VisitReference } from './touch.ts'

/** The body of an order is at most this long (the keepalive quota of a page is 64 KiB, and shared). */
export const ORDER_BYTES = 32 * 1_024

/** `POST`: places an order. */
export const ORDERS_PATH = '/v1/orders'

/** Rows are states, columns are events; a missing cell is a refused event. */
export const ORDER_TRANSITIONS = {
  awaiting_customer: { accept: 'placed', cancel: 'cancelled' },
  placed: { confirm: 'confirmed', cancel: 'cancelled' },
  confirmed: { ship: 'shipped', cancel: 'cancelled' },
  shipped: { deliver: 'delivered' },
  delivered: {},
  cancelled: {},
} as const satisfies Record<string, Record<string, string>>
export type OrderState = keyof typeof ORDER_TRANSITIONS

/** Whether the page may store attribution on the device (design, section 6). */
export const CONSENT_MODES = ['granted', 'required', 'denied'] as const
export type ConsentMode = (typeof CONSENT_MODES)[number]

/** The personal part of an order. Free text is kept byte for byte. */
export interface Customer {
  readonly email: string
  readonly phone?: string | undefined
  readonly delivery: Address
  /** Where it differs from the delivery address. */
  readonly billing?: Address | undefined
  readonly note?: string | undefined
}

/** The open part of an order: what anybody may read. `expectedTotalMinor` is compared, never charged. */
export interface OrderLetter {
  readonly id: OrderId
  readonly program: ProgramId
  /** Absent only on the parent's own pages. */
  readonly site?: SiteKey | undefined
  /** From the placement: a site key, an affiliate code or a link's short id. */
  readonly via?: string | undefined
  /** As the customer typed it. */
  readonly code?: string | undefined
  readonly touches: readonly string[]
  /** A visit of this page view that the parent could not sign, being unreachable: an unsigned touch. */
  readonly visit?: VisitReference | undefined
  readonly lines: readonly CartLine[]
  readonly country: string
  readonly shipping: string
  /** The quote's token; without one the catalogue's prices of the moment of arrival count. */
  readonly quote?: string | undefined
  readonly currency: string
  readonly expectedTotalMinor: number
  readonly locale?: string | undefined
  readonly consent: ConsentMode
}

/** What is posted: the open part, and the personal part either sealed to the parent's key or in clear, never both. */
export type PlaceOrder = OrderLetter & ({ readonly customer: Customer } | { readonly sealed: string })

/** What the customer must do now: nothing (invoice), or go somewhere to pay. */
export type NextStep = { readonly kind: 'none' } | { readonly kind: 'redirect'; readonly url: string }

/** The answer to an order, the same for each repeat of it. */
export interface OrderAnswer {
  readonly orderId: OrderId
  readonly number: string
  readonly state: OrderState
  readonly placedAt: string
  /** Calendar days (`2026-11-30`) between which it should arrive, an estimate. */
  readonly arrives: { readonly from: string; readonly to: string }
  readonly currency: string
  readonly totals: Totals
  readonly attribution: AttributionSummary
  readonly next: NextStep
  /** The customer's page with its secret; whoever has it sees the order. */
  readonly statusUrl: string
  readonly test: boolean
}

/** A line with what became of it. Ordered = waiting + shipped + cancelled. */
export interface OrderLine {
  readonly sku: string
  readonly title: string
  readonly variant: string
  readonly quantity: number
  readonly shippedQuantity: number
  readonly cancelledQuantity: number
  /** Returned or paid back by a refund of pieces; what was cancelled is not counted again. */
  readonly refundedQuantity: number
  readonly unitMinor: number
  readonly totalMinor: number
}

/** `GET /v1/orders/:id?secret=…`: what the customer may see. No personal data beyond the country. */
export interface OrderStatus {
  readonly orderId: OrderId
  readonly number: string
  readonly state: OrderState
  readonly payment: PaymentState
  readonly placedAt: string
  readonly currency: string
  readonly totals: Totals
  /** What the customer's code took off. */
  readonly discount?: CartDiscount | undefined
  readonly shippingTitle: string
  /** Calendar days (`2026-11-30`) between which it should arrive, an estimate. */
  readonly arrives: { readonly from: string; readonly to: string }
  readonly country: string
  readonly lines: readonly OrderLine[]
  readonly shipments: readonly Shipment[]
  /** What went back to the customer, eldest first. */
  readonly refunds: readonly Refund[]
  readonly transitions: readonly { readonly to: OrderState; readonly at: string }[]
  /** What the customer may still do here; absent where the parent lets nobody do it by this API. */
  readonly may?: CustomerRights
  /** What the customer withdrew from, eldest first. */
  readonly returns?: readonly Return[]
  readonly test: boolean
}

/** An order as staff see it, whole. */
export interface OrderRecord extends OrderStatus {
  readonly site?: SiteKey
  readonly customer: Customer
  readonly attribution: AttributionSummary
  readonly terms: 'invoice' | 'prepayment'
  readonly flags: readonly string[]
  /** Whether the page could keep touches on the device when it was ordered. */
  readonly consent: ConsentMode
  readonly expectedTotalMinor: number
  readonly statusUrl: string
}

/** A page of orders, newest first. */
export interface OrderPage {
  readonly orders: readonly OrderRecord[]
  readonly next?: string
}

/** What staff send to cancel: nothing for all that is not shipped yet. */
export interface CancelOrder {
  readonly lines?: readonly CartLine[] | undefined
  readonly reason?: string | undefined
}

/** The state that an event leads to, or `undefined` where the table refuses it. */
export const orderStateAfter = (state: OrderState, event: string): OrderState | undefined =>
  (ORDER_TRANSITIONS[state] as Readonly<Record<string, OrderState>>)[event]
