import { z } from 'zod'
import type { Address } from './address.ts'
import { attributionSummary } from './attribution.schema.ts'
import { cartDiscount } from './discount.schema.ts'
import { id, siteKey } from './id.schema.ts'
import type { CancelOrder, Customer, OrderAnswer, OrderPage, OrderRecord, OrderState, OrderStatus, PlaceOrder } from './order.ts'
import { CONSENT_MODES, ORDER_TRANSITIONS } from './order.ts'
import { PAYMENT_TERMS } from './program.ts'
import { cartLines, countryCode, pricedCart, shippingId } from './quote.schema.ts'
import { paymentState, refund } from './refund.schema.ts'
import { customerRights, returnView } from './return.schema.ts'
import { shipment } from './shipment.schema.ts'
import { text } from './text.schema.ts'
import { visitReference } from './touch.schema.ts'

const filled = (max: number, what: string) => text(max).refine((value) => value.trim() !== '', `Please give ${what}.`)

/** An address as a customer writes one; which parts a country needs is judged with the country's table, by the parent and the page alike. */
export const address = z.strictObject({
  name: filled(200, 'a name'),
  line1: filled(200, 'a street and number'),
  line2: text(200).optional(),
  postcode: text(20).optional(),
  city: filled(200, 'a town or city'),
  region: text(100).optional(),
  country: countryCode,
}) satisfies z.ZodType<{ [Part in keyof Address]: Address[Part] | undefined }>

// Lenient on purpose: quoted local parts, plus tags, address literals and international domains are valid. Only what no mail server could take is
// refused: no local part, no domain, a space at either end or in the domain, a control character.
/** An e-mail address of a customer. */
export const email = text(254).refine(
  (value) => /^(?!\s)[^\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(value),
  'An e-mail address has the form name@example.com.',
)
/** A telephone number, as people write them. */
export const phone = text(40).refine(
  (value) => value === '' || /^[+()\d\s./x–-]{3,40}$/i.test(value),
  'A phone number has digits, spaces and + ( ) / . - only.',
)

/** `Customer` on the wire. */
export const customer = z.strictObject({
  email,
  phone: phone.optional(),
  delivery: address,
  billing: address.optional(),
  note: text(2_000).optional(),
})

/** `PlaceOrder` on the wire. */
export const placeOrder = z
  .strictObject({
    id: id('order'),
    program: id('program'),
    site: siteKey.optional(),
    via: z.string().max(64).optional(),
    code: text(64).optional(),
    // Whatever they are: a token that is too long or one too many loses as evidence, and never costs the order.
    touches: z.array(z.string()),
    visit: visitReference.optional(),
    lines: cartLines,
    country: countryCode,
    shipping: shippingId,
    quote: z.string().optional(),
    currency: z.string().regex(/^[A-Z]{3}$/, 'A currency is three capital letters (ISO 4217), like EUR.'),
    expectedTotalMinor: z.int().min(0),
    locale: text(35).optional(),
    consent: z.enum(CONSENT_MODES),
    customer: customer.optional(),
    sealed: z.string().max(24_000).optional(),
  })
  .refine((order) => (order.customer === undefined) !== (order.sealed === undefined), {
    path: ['customer'],
    message: 'The personal part comes either as `customer` or as `sealed`, and exactly one of them.',
  }) as unknown as z.ZodType<PlaceOrder>

const orderState = z.enum(Object.keys(ORDER_TRANSITIONS) as [OrderState, ...OrderState[]])
const totals = pricedCart.shape.totals
const arrives = z.strictObject({ from: z.iso.date(), to: z.iso.date() })

/** `OrderAnswer` on the wire. */
export const orderAnswer = z.strictObject({
  orderId: id('order'),
  number: z.string(),
  state: orderState,
  placedAt: z.iso.datetime(),
  arrives,
  currency: z.string(),
  totals,
  attribution: attributionSummary,
  next: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('redirect'), url: z.string() }),
  ]),
  statusUrl: z.string(),
  test: z.boolean(),
}) satisfies z.ZodType<OrderAnswer>

const orderLine = z.strictObject({
  sku: z.string(),
  title: z.string(),
  variant: z.string(),
  quantity: z.int(),
  shippedQuantity: z.int(),
  cancelledQuantity: z.int(),
  refundedQuantity: z.int(),
  unitMinor: z.int(),
  totalMinor: z.int(),
})

/** `OrderStatus` on the wire. */
export const orderStatus = z.strictObject({
  orderId: id('order'),
  number: z.string(),
  state: orderState,
  payment: paymentState,
  placedAt: z.iso.datetime(),
  currency: z.string(),
  totals,
  discount: cartDiscount.optional(),
  shippingTitle: z.string(),
  arrives,
  country: z.string(),
  lines: z.array(orderLine),
  shipments: z.array(shipment),
  refunds: z.array(refund),
  transitions: z.array(z.strictObject({ to: orderState, at: z.iso.datetime() })),
  may: customerRights.exactOptional(),
  returns: z.array(returnView).exactOptional(),
  test: z.boolean(),
}) satisfies z.ZodType<OrderStatus>

/** `OrderRecord` on the wire. */
export const orderRecord = z.strictObject({
  ...orderStatus.shape,
  site: siteKey.exactOptional(),
  customer: customer as unknown as z.ZodType<Customer>,
  attribution: attributionSummary,
  terms: z.enum(PAYMENT_TERMS),
  flags: z.array(z.string()),
  consent: z.enum(CONSENT_MODES),
  expectedTotalMinor: z.int(),
  statusUrl: z.string(),
}) satisfies z.ZodType<OrderRecord>

/** `OrderPage` on the wire. */
export const orderPage = z.strictObject({ orders: z.array(orderRecord), next: z.string().exactOptional() }) satisfies z.ZodType<OrderPage>

/** The query of `GET /v1/admin/orders`. */
export const ordersQuery = z.strictObject({
  state: orderState.optional(),
  payment: paymentState.optional(),
  site: siteKey.optional(),
  test: z.enum(['true', 'false']).optional(),
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
})

/** `CancelOrder` on the wire. */
export const cancelOrder = z.strictObject({ lines: cartLines.optional(), reason: text(500).optional() }) satisfies z.ZodType<CancelOrder>
