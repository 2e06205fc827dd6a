import type { Refund, RefundRecord } from '@tributary/protocol/refund'

/** A stored refund as the views need it; its currency is the order's. */
export type ViewableRefund = Omit<RefundRecord, 'currency'>

/** What the customer may see of a refund. */
export const refundView = (currency: string, refund: ViewableRefund): Refund => {
  const { id, kind, reason, lines, shippingMinor, amountMinor, payment } = refund
  return { id, kind, reason, currency, lines, shippingMinor, amountMinor, payment, at: new Date(refund.at).toISOString() }
}

/** What staff see of it. */
export const refundRecord = (currency: string, refund: ViewableRefund): RefundRecord => ({
  ...refundView(currency, refund),
  actor: refund.actor,
})
