import { type OrderState, orderStateAfter } from '@tributary/protocol/order'
import { type PaymentState, paymentStateAfter } from '@tributary/protocol/payment'
import type { PaymentTerms } from '@tributary/protocol/program'
import type { CartLine } from '@tributary/protocol/quote'
import { fail, ok, type Result } from '@tributary/protocol/result'
import type { Refusal } from './order.ts'

/** A line as changes see it. Waiting = quantity − shipped − cancelled. */
export interface ChangeableLine {
  readonly line: number
  readonly variantId: number
  readonly sku: string
  readonly quantity: number
  readonly shippedQuantity: number
  readonly cancelledQuantity: number
}

/** An order as changes see it. */
export interface ChangeableOrder {
  readonly number: string
  readonly state: OrderState
  readonly payment: PaymentState
  readonly terms: PaymentTerms
  readonly lines: readonly ChangeableLine[]
}

/** Quantities of lines that a parcel takes or a cancellation frees. */
export interface Part {
  readonly line: number
  readonly variantId: number
  readonly quantity: number
}

/** What a change does: the state it leads to (the present one for a part), and the parts it moves. */
export interface Change {
  readonly to: OrderState
  readonly event: string
  readonly parts: readonly Part[]
}

/** An event that moves the whole order: confirm, deliver, accept. */
export function moveOrder(order: ChangeableOrder, event: 'confirm' | 'deliver' | 'accept'): Result<Change, Refusal> {
  const to = orderStateAfter(order.state, event)
  return to ? ok({ to, event, parts: waitingParts(order) }) : refused(order, event)
}

/** A payment, which leaves the order's own state. */
export const payOrder = (order: ChangeableOrder): Result<Change, Refusal> =>
  paymentStateAfter(order.payment, 'pay') && order.state !== 'cancelled' && order.state !== 'awaiting_customer'
    ? ok({ to: order.state, event: 'pay', parts: [] })
    : refused(order, 'pay')

/** The customer's bank took the payment back. */
export const chargeBackOrder = (order: ChangeableOrder): Result<Change, Refusal> =>
  paymentStateAfter(order.payment, 'charge_back') ? ok({ to: order.state, event: 'charge_back', parts: [] }) : refused(order, 'charge_back')

/** A chargeback was won: what had not been refunded is here again. */
export const winBackOrder = (order: ChangeableOrder): Result<Change, Refusal> =>
  paymentStateAfter(order.payment, 'win_back') ? ok({ to: order.state, event: 'win_back', parts: [] }) : refused(order, 'win_back')

/** A parcel with some lines, or with all that waits. The order is shipped when nothing waits any more. */
export function shipOrder(order: ChangeableOrder, wanted: readonly CartLine[] | undefined): Result<Change, Refusal> {
  const to = orderStateAfter(order.state, 'ship')
  if (!to) return refused(order, 'ship')
  if (order.payment === 'charged_back' || order.payment === 'refunded') {
    return fail({
      code: 'order_unpaid',
      detail: `The payment of order ${order.number} went back: it is ${order.payment.replace('_', ' ')}.`,
    })
  }
  if (order.terms === 'prepayment' && order.payment === 'unpaid') {
    return fail({
      code: 'order_unpaid',
      detail: `Order ${order.number} is to be paid in advance. Mark it paid first: tributary order paid ${order.number}`,
    })
  }
  const parts = partsOf(order, wanted)
  if (!parts.ok) return parts
  return ok({ to: isRestTaken(order, parts.value) ? to : order.state, event: 'ship', parts: parts.value })
}

/** Cancels some of what waits, or all of it; what is shipped stays. */
export function cancelOrder(order: ChangeableOrder, wanted: readonly CartLine[] | undefined): Result<Change, Refusal> {
  const to = orderStateAfter(order.state, 'cancel')
  if (!to) return refused(order, 'cancel')
  const parts = partsOf(order, wanted)
  if (!parts.ok) return parts
  const isAnyShipped = order.lines.some(({ shippedQuantity }) => 0 < shippedQuantity)
  const whenNothingWaits = isAnyShipped ? 'shipped' : to
  return ok({ to: isRestTaken(order, parts.value) ? whenNothingWaits : order.state, event: 'cancel', parts: parts.value })
}

/** Cancels the whole order, which is the customer's to do as long as nothing was shipped. */
export function cancelWholeOrder(order: ChangeableOrder): Result<Change, Refusal> {
  if (order.lines.some(({ shippedQuantity }) => 0 < shippedQuantity)) {
    return fail({ code: 'order_shipped', detail: `Some of order ${order.number} was shipped already. Withdraw from the contract instead.` })
  }
  return cancelOrder(order, undefined)
}

/** All that waits. */
export const waitingParts = ({ lines }: ChangeableOrder): Part[] =>
  lines.map((line) => ({ line: line.line, variantId: line.variantId, quantity: waiting(line) })).filter(({ quantity }) => 0 < quantity)

function partsOf(order: ChangeableOrder, wanted: readonly CartLine[] | undefined): Result<Part[], Refusal> {
  if (!wanted) {
    const parts = waitingParts(order)
    return parts.length > 0 ? ok(parts) : fail({ code: 'shipment_invalid', detail: `Nothing of order ${order.number} is left.` })
  }
  const parts: Part[] = []
  for (const [index, { sku, quantity }] of wanted.entries()) {
    const line = order.lines.find((one) => one.sku === sku)
    const left = line ? waiting(line) : 0
    if (!line || left < quantity) {
      const detail = line ? `Of ${sku} ${left} are left, not ${quantity}.` : `${sku} is not in order ${order.number}.`
      return fail({ code: 'shipment_invalid', detail, errors: [{ pointer: `/lines/${index}`, detail }] })
    }
    parts.push({ line: line.line, variantId: line.variantId, quantity })
  }
  return ok(parts)
}

const isRestTaken = (order: ChangeableOrder, parts: readonly Part[]): boolean =>
  waitingParts(order).every((rest) => parts.some(({ line, quantity }) => line === rest.line && quantity === rest.quantity))

const waiting = ({ quantity, shippedQuantity, cancelledQuantity }: ChangeableLine): number => quantity - shippedQuantity - cancelledQuantity

const refused = (order: ChangeableOrder, event: string) =>
  fail({
    code: 'order_transition_refused' as const,
    detail: `Order ${order.number} is ${order.state.replaceAll('_', ' ')} and ${order.payment.replaceAll('_', ' ')}; it cannot ${event.replaceAll('_', ' ')} now.`,
  })
