import { sumMinor } from '@tributary/protocol/money'
import type { OrderState } from '@tributary/protocol/order'
import { type PaymentState, paymentStateAfter } from '@tributary/protocol/payment'
import type { RefundKind } from '@tributary/protocol/refund'
import { chargeMinor, piecesLeft, type ReleasableLine, type Release, restMinor } from './release.ts'

/** A line as refunds see it: what the customer paid for it and got back, tax and all. */
export interface RefundableLine extends ReleasableLine {
  readonly sku: string
  readonly paidMinor: number
  readonly refundedMinor: number
}

/** An order as refunds see it. */
export interface RefundableOrder {
  readonly number: string
  readonly state: OrderState
  readonly payment: PaymentState
  readonly currency: string
  readonly taxIncluded: boolean
  readonly paidMinor: number
  readonly refundedMinor: number
  readonly shippingRefundedMinor: number
  readonly lines: readonly RefundableLine[]
}

/** Money that goes back, decided: by line, shipping, and the state of the payment after it. */
export interface GivenBack {
  readonly kind: RefundKind
  readonly lines: readonly Pick<Release, 'line' | 'quantity' | 'amountMinor'>[]
  readonly shippingMinor: number
  readonly amountMinor: number
  readonly payment: Extract<PaymentState, 'partly_refunded' | 'refunded'>
}

/** What the order's lines and shipping got, as a payment state; `undefined` where it is no money at all. */
export function givenBack(
  order: RefundableOrder,
  kind: RefundKind,
  lines: GivenBack['lines'],
  shippingMinor: number,
): GivenBack | undefined {
  const amountMinor = sumMinor([...lines.map((line) => line.amountMinor), shippingMinor])
  if (amountMinor === 0) return undefined
  const isRest = order.refundedMinor + amountMinor === order.paidMinor
  const payment = paymentStateAfter(order.payment, isRest ? 'refund_rest' : 'refund_part') as GivenBack['payment'] | undefined
  if (!payment) throw new Error(`expected a payment that can be refunded, received ${order.payment}`)
  return { kind, lines, shippingMinor, amountMinor, payment }
}

/**
 * What was paid for but is no longer owed, after a cancellation (its pieces in `cancelled`) or once a charged back payment is won. Shipping is,
 * where the whole order was cancelled: then nothing was sent.
 */
export function owedBack(order: RefundableOrder, cancelled: readonly Release[] = []): GivenBack | undefined {
  const lines = order.lines
    .map((line) => ({
      line: line.line,
      quantity: cancelled.find((one) => one.line === line.line)?.quantity ?? 0,
      amountMinor: line.paidMinor - line.refundedMinor - restMinor(line, order.taxIncluded),
    }))
    .filter(({ amountMinor }) => 0 < amountMinor)
  return givenBack(order, 'cancellation', lines, order.state === 'cancelled' ? shippingLeftMinor(order) : 0)
}

/** What an order costs after what was cancelled or came back: what is to be paid, or was. The shipping of what went back whole is not owed. */
export const amountDueMinor = ({ totalMinor, lines, taxIncluded }: RefundableOrder & { readonly totalMinor: number }): number =>
  lines.every((line) => piecesLeft(line) === 0)
    ? 0
    : totalMinor - sumMinor(lines.map((line) => chargeMinor(line, taxIncluded) - restMinor(line, taxIncluded)))

/** What was paid of a line when the whole order is: its charge, less what was cancelled before. */
export const payableLines = ({ lines, taxIncluded }: RefundableOrder): { readonly line: number; readonly paidMinor: number }[] =>
  lines.map((line) => ({ line: line.line, paidMinor: restMinor(line, taxIncluded) }))

/** What is left of the shipping as it was paid, its tax included. */
export const shippingLeftMinor = ({ paidMinor, lines, shippingRefundedMinor }: RefundableOrder): number =>
  paidMinor - sumMinor(lines.map((line) => line.paidMinor)) - shippingRefundedMinor

/** The order with releases counted in: `kind` says whether their pieces were cancelled or came back. */
export const withReleases = <Order extends RefundableOrder>(order: Order, releases: readonly Release[], kind: RefundKind): Order => ({
  ...order,
  lines: order.lines.map((line) => {
    const release = releases.find((one) => one.line === line.line)
    if (!release) return line
    const counted = kind === 'cancellation' ? 'cancelledQuantity' : 'refundedQuantity'
    return {
      ...line,
      [counted]: line[counted] + release.quantity,
      releasedMinor: line.releasedMinor + release.releasedMinor,
      releasedTaxMinor: line.releasedTaxMinor + release.releasedTaxMinor,
    }
  }),
})
