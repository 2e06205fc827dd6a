import type { Failure, OrderAnswer, UnsentOrder } from '@tributary/sdk'

/** An order that is not answered yet, or just was: what the notice says of it. `old` is older than a week: its price may be another by now. */
export type NoticeView = { readonly order: UnsentOrder } & (
  | { readonly kind: 'asked'; readonly isOld: boolean }
  | { readonly kind: 'sending' }
  | { readonly kind: 'placed'; readonly answer: OrderAnswer }
  | { readonly kind: 'refused'; readonly problem: Failure }
)

/** What a customer can do about it. */
export interface NoticeActions {
  send(order: UnsentOrder): void
  forget(order: UnsentOrder): void
  /** Takes the notice of this order away; the order stays what it is. */
  dismiss(order: UnsentOrder): void
}
