import type { Offer, ProgramFacts } from '@tributary/sdk'
import type { Chosen } from './choice.ts'

/** Everything that a card can show. */
export type CardView = { readonly kind: 'loading' } | CardReady

/** A card with its offer. */
export interface CardReady {
  readonly kind: 'ready'
  readonly offer: Offer
  readonly program: ProgramFacts
  readonly isTest: boolean
  readonly chosen: Chosen
  /** The hosted page with the placement's attribution: works whatever happens to our script. `/o/mug`; questions are asked at `/ask/mug`. */
  readonly href: string
  readonly locale: string
  /** While the order sheet is being fetched. */
  readonly isOpening: boolean
  /** Whether the customer pressed the button with a choice missing. */
  readonly isIncomplete: boolean
}

/** What a customer can do on a card. */
export interface CardActions {
  choose(optionIndex: number, value: string | undefined): void
  order(): void
}
