import type { CartDiscount } from '@tributary/protocol/discount'
import { timesMinor } from '@tributary/protocol/money'
import type { OrderLine } from '@tributary/protocol/order'
import type { ProgramPolicy } from '@tributary/protocol/program'
import type { Totals } from '@tributary/protocol/quote'
import { amountText } from './amount-text.ts'
import { discountName, freeShipping } from './discount.ts'
import { type Letter, writeLetter } from './letter.ts'

/** What a letter must know of an order. */
export interface OrderFacts {
  readonly number: string
  readonly currency: string
  readonly totals: Totals
  readonly discount?: CartDiscount | null | undefined
  readonly lines: readonly Pick<OrderLine, 'title' | 'variant' | 'quantity' | 'unitMinor' | 'totalMinor'>[]
  readonly shipping: { readonly title: string; readonly days: { readonly min: number; readonly max: number } }
  readonly statusUrl: string
  readonly customerEmail: string
  readonly test: boolean
}

/** To the customer: we have your order. */
export const orderReceived = (policy: ProgramPolicy, order: OrderFacts): Letter =>
  toCustomer(policy, order, 'order_received', `Your order ${order.number} at ${policy.name}`, [
    `Thank you. Your order ${order.number} has arrived.`,
    `${policy.name} ships it by ${order.shipping.title}, usually within ${dayRange(order)}. You get another mail when it leaves.`,
  ])

/** To the customer: the price is higher than what you saw; it is yours to decide. */
export const orderWaiting = (policy: ProgramPolicy, order: OrderFacts & { readonly expectedTotalMinor: number }): Letter =>
  toCustomer(
    policy,
    order,
    'order_waiting',
    `Please look at the price of your order ${order.number}`,
    [
      `Your order ${order.number} has arrived, but its price has changed meanwhile.`,
      `You expected ${money(policy, order, order.expectedTotalMinor)}; today it is ${money(policy, order, order.totals.totalMinor)}. ` +
        'Nothing is shipped and nothing is owed until you accept. Without an answer it cancels itself after 7 days.',
    ],
    'Accept or decline',
  )

/** To the customer: a parcel has left. */
export function orderShipped(
  policy: ProgramPolicy,
  order: OrderFacts,
  parcel: { readonly carrier: string; readonly tracking: string; readonly isLast: boolean },
): Letter {
  const what = parcel.isLast ? 'has been shipped' : 'has been shipped in part; the rest follows'
  const tracking = parcel.tracking ? ` The tracking number is ${parcel.tracking}.` : ''
  return toCustomer(policy, order, 'order_shipped', `Your order ${order.number} is on its way`, [
    `Your order ${order.number} ${what}.`,
    `It travels with ${parcel.carrier}.${tracking}`,
  ])
}

/** To the customer: what was not shipped is cancelled, and what of the payment goes back. */
export const orderCancelled = (policy: ProgramPolicy, order: OrderFacts, reason: string, givenBackMinor: number): Letter =>
  toCustomer(policy, order, 'order_cancelled', `Your order ${order.number} was cancelled`, [
    `What had not been shipped of your order ${order.number} was cancelled.`,
    reason === '' ? `If you did not expect this, write to ${policy.contact}.` : `The reason: ${reason}`,
    ...(givenBackMinor > 0
      ? [`You get ${money(policy, order, givenBackMinor)} back. It comes the way you paid; your bank may take some days.`]
      : []),
  ])

/** To the affiliate: you made a sale. Says nothing about the customer. */
export const saleMade = (
  policy: ProgramPolicy,
  order: OrderFacts,
  affiliate: { readonly name: string; readonly email: string },
  because: string,
): Letter =>
  writeLetter({
    kind: 'sale_made',
    recipient: affiliate.email,
    subject: `You made a sale: order ${order.number}`,
    paragraphs: [`${affiliate.name}, you made a sale.`, `Order ${order.number} at ${policy.name} is attributed to you: ${because}`],
    // What was sold after the discount: a commission counts from that.
    rows: order.lines.map((line) => [lineName(line), money(policy, order, line.totalMinor)]),
    footer: `${policy.name} · ${policy.contact}`,
    test: order.test,
  })

/** To staff: a new order. */
export const orderArrived = (policy: ProgramPolicy, order: OrderFacts, recipient: string): Letter =>
  writeLetter({
    kind: 'order_arrived',
    recipient,
    subject: `New order ${order.number}: ${money(policy, order, order.totals.totalMinor)}`,
    paragraphs: [`New order ${order.number}.`, `Confirm it with: tributary order confirm ${order.number}`],
    rows: [...lineRows(policy, order), ...totalRows(policy, order)],
    hasSum: true,
    footer: policy.name,
    test: order.test,
  })

/** To staff, the alarm: an order came that no key opens. */
export const orderUnreadable = (policy: ProgramPolicy, orderId: string, reason: string, recipient: string, test: boolean): Letter =>
  writeLetter({
    kind: 'order_unreadable',
    recipient,
    subject: `An order cannot be opened: ${orderId}`,
    paragraphs: [
      'An order arrived that no seal key of this program opens. It is kept, and the customer’s page goes on trying.',
      `Reason: ${reason}. If a seal key was removed, put it back from your backup; the order is taken at its next attempt.`,
    ],
    footer: policy.name,
    test,
  })

function toCustomer(
  policy: ProgramPolicy,
  order: OrderFacts,
  kind: Letter['kind'],
  subject: string,
  paragraphs: readonly string[],
  label = 'Follow your order',
): Letter {
  return writeLetter({
    kind,
    recipient: order.customerEmail,
    subject,
    paragraphs,
    rows: [...lineRows(policy, order), ...totalRows(policy, order)],
    hasSum: true,
    link: { label, url: order.statusUrl },
    footer: `${policy.name} · Questions: ${policy.contact} · Returns and withdrawal: ${policy.links.returns}`,
    test: order.test,
  })
}

// Before the discount, which has a row of its own.
const lineRows = (policy: ProgramPolicy, order: OrderFacts): [string, string][] =>
  order.lines.map((line) => [lineName(line), money(policy, order, timesMinor(line.unitMinor, line.quantity))])

const lineName = ({ quantity, title, variant }: OrderFacts['lines'][number]): string =>
  `${quantity} × ${title}${variant === '' ? '' : ` (${variant})`}`

function totalRows(policy: ProgramPolicy, order: OrderFacts): [string, string][] {
  const { discountMinor, shippingMinor, taxMinor, taxIncluded, totalMinor } = order.totals
  return [
    ...(0 < discountMinor ? [[discountName(order), money(policy, order, -discountMinor)] satisfies [string, string]] : []),
    [`Shipping (${[order.shipping.title, ...freeShipping(order)].join(', ')})`, money(policy, order, shippingMinor)],
    [taxIncluded ? 'Tax, included' : 'Tax', money(policy, order, taxMinor)],
    ['Total', money(policy, order, totalMinor)],
  ]
}

const money = (policy: ProgramPolicy, { currency }: OrderFacts, amountMinor: number): string =>
  amountText(currency, amountMinor, policy.locale)

const dayRange = ({ shipping: { days } }: OrderFacts): string =>
  days.min === days.max ? `${days.max} working days` : `${days.min} to ${days.max} working days`
