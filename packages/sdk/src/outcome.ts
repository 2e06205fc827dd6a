import type { OrderId } from '@tributary/protocol/id'
import type { OrderAnswer } from '@tributary/protocol/order'
import type { Failure } from './client.ts'
import type { UnsentOrder } from './unsent.ts'

/** The end of an order's way: the parent has it, or will never take it. */
export type Settled =
  | { readonly outcome: 'placed'; readonly answer: OrderAnswer }
  | { readonly outcome: 'refused'; readonly problem: Failure }

/**
 * How an order went. `refused` is definite; the next attempt is a new order. The other two mean that nobody knows yet, and that it is still being
 * sent: `saved` is kept in this browser and goes on after the page is closed, `unknown` lives as long as the page.
 */
export type OrderOutcome = Settled | { readonly outcome: 'saved' | 'unknown'; readonly orderId: OrderId }

/** An order that an earlier visit left. One that is old waits until the customer has been asked: it has no `settled`. */
export interface LeftOrder {
  readonly order: UnsentOrder
  readonly settled: Promise<Settled | undefined> | undefined
}
