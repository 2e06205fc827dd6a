import type { Customer, OrderAnswer, OrderLetter } from '@tributary/protocol/order'
import type { Problem } from '@tributary/protocol/problem'
import type { Result } from '@tributary/protocol/result'
import type { Program } from '../store/programs.ts'
import type { SiteRow } from '../store/sites.ts'

/** An order whose shape was checked and whose personal part was opened, with where it came from. */
export interface Arrival {
  readonly program: Program
  /** The affiliate's site whose page sent it. */
  readonly site: SiteRow | undefined
  /** The site that a link to the parent's own page named; it is recorded, and says whether this is a test, but it owns no page here. */
  readonly linkedFrom?: SiteRow | undefined
  /** Nothing here is real, though no test site sent it: a test link led here. */
  readonly test?: boolean
  readonly letter: OrderLetter
  readonly customer: Customer
  readonly flags: readonly string[]
  /** The network address that it came from, where that is known. */
  readonly address?: string | undefined
}

/** The answer to an order, and whether it was placed just now or is repeated. */
export interface Taken {
  readonly created: boolean
  readonly answer: OrderAnswer
}

/**
 * Takes an order once (`ORDER.md` at the parent): the same id with the same content is answered again, a refusal is stored under the id and stays.
 * Failures are whole problem documents with the order's id.
 */
export type TakeOrder = (arrival: Arrival) => Promise<Result<Taken, Problem>>
