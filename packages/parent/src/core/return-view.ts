import type { Return, ReturnRecord } from '@tributary/protocol/return'

/** A stored return as the views need it. */
export interface ViewableReturn extends Omit<ReturnRecord, 'announcedAt' | 'refund'> {
  readonly announcedAt: Date
  readonly refund: ReturnRecord['refund'] | null
}

/** What the customer may see of a return. */
export const returnView = ({ id, state, lines, announcedAt, steps, refund }: ViewableReturn): Return => ({
  id,
  state,
  lines: lines.map(({ sku, quantity, unsentQuantity }) => ({ sku, quantity, unsentQuantity })),
  announcedAt: announcedAt.toISOString(),
  steps: steps.map(({ to, at, reason }) => ({ to, at: new Date(at).toISOString(), reason })),
  ...(refund && { refund }),
})

/** What staff see of it. */
export const returnRecord = (stored: ViewableReturn): ReturnRecord => ({
  ...returnView(stored),
  steps: stored.steps.map(({ to, at, reason, actor }) => ({ to, at: new Date(at).toISOString(), reason, actor })),
  orderId: stored.orderId,
  orderNumber: stored.orderNumber,
  name: stored.name,
  email: stored.email,
  reason: stored.reason,
  test: stored.test,
})
