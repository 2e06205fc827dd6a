import type { LeadAnswer } from '@tributary/protocol/lead'
import type { OrderAnswer } from '@tributary/protocol/order'
import type { Failure } from './client.ts'
import type { EntryName, UnsentEntry, UnsentLead, UnsentOrder } from './unsent.ts'

/** What the parent answers to an order or a request. */
export type AnswerOf<Entry extends UnsentEntry> = Entry extends UnsentLead ? LeadAnswer : OrderAnswer

/** The end of an order's or a request's way: the parent has it, or will never take it. */
export type Settled<Entry extends UnsentEntry = UnsentOrder> =
  | { readonly outcome: 'placed'; readonly answer: AnswerOf<Entry> }
  | { readonly outcome: 'refused'; readonly problem: Failure }

/**
 * How an order or a request went. `refused` is definite; the next attempt is a new one. The other two mean that nobody knows yet, and that it is still
 * being sent: `saved` is kept in this browser and goes on after the page is closed, `unknown` lives as long as the page.
 */
export type OutcomeOf<Entry extends UnsentEntry> = Settled<Entry> | ({ readonly outcome: 'saved' | 'unknown' } & EntryName<Entry>)

/** How an order went. */
export type OrderOutcome = OutcomeOf<UnsentOrder>

/** How a request for a service went. */
export type LeadOutcome = OutcomeOf<UnsentLead>

/** What an earlier visit left. What is old waits until the customer has been asked: it has no `settled`. */
export interface LeftEntry {
  readonly entry: UnsentEntry
  readonly settled: Promise<Settled<UnsentEntry> | undefined> | undefined
}
