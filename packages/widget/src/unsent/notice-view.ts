import type { Failure, LeadAnswer, OrderAnswer, UnsentEntry } from '@tributary/sdk'

/** An order or a request that is not answered yet, or just was: what the notice says of it. What is old is older than a week: a price may be another by now. */
export type NoticeView = { readonly entry: UnsentEntry } & (
  | { readonly kind: 'asked'; readonly isOld: boolean }
  | { readonly kind: 'sending' }
  | { readonly kind: 'placed'; readonly answer: OrderAnswer | LeadAnswer }
  | { readonly kind: 'refused'; readonly problem: Failure }
)

/** What a customer can do about it. */
export interface NoticeActions {
  send(entry: UnsentEntry): void
  forget(entry: UnsentEntry): void
  /** Takes the notice of this entry away; the entry stays what it is. */
  dismiss(entry: UnsentEntry): void
}
