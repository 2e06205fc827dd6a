import type { Failure, OrderAnswer, ProgramFacts, Quote } from '@tributary/sdk'
import type { VNode } from 'preact'
import type { Draft, FieldErrors } from './details.ts'
import type { SheetLine } from './line.ts'

/**
 * Rows are states, columns are events; a missing cell is a refused event. While an order goes out nothing can be changed and the checkout does not
 * close: a sheet that is opened again goes on there. An order without an answer is `queued` where this browser keeps it, `unknown` where it lives as long
 * as the page.
 */
export const CHECKOUT_TRANSITIONS = {
  closed: { choose: 'cart', fill: 'filling' },
  cart: { choose: 'cart', fill: 'filling', close: 'closed' },
  filling: { choose: 'cart', fill: 'filling', ask: 'quoting', close: 'closed' },
  quoting: { price: 'review', fill: 'filling', refuse: 'refused', close: 'closed' },
  review: { ask: 'quoting', choose: 'cart', fill: 'filling', save: 'saving', close: 'closed' },
  saving: { send: 'sending', fill: 'filling', refuse: 'refused' },
  sending: { place: 'placed', ask: 'quoting', fill: 'filling', refuse: 'refused', queue: 'queued', lose: 'unknown' },
  queued: { retry: 'sending', place: 'placed', ask: 'quoting', fill: 'filling', refuse: 'refused' },
  unknown: { retry: 'sending', place: 'placed', ask: 'quoting', fill: 'filling', refuse: 'refused' },
  refused: { ask: 'quoting', choose: 'cart', fill: 'filling', close: 'closed' },
  placed: { close: 'closed' },
} as const satisfies Record<string, Record<string, string>>

/** Where a checkout stands. */
export type CheckoutState = keyof typeof CHECKOUT_TRANSITIONS

type EventOf<State> = State extends CheckoutState ? keyof (typeof CHECKOUT_TRANSITIONS)[State] : never

/** What can happen to a checkout. */
export type CheckoutEvent = EventOf<CheckoutState>

/** The state that an event leads to, or `undefined` where the table refuses it. */
export const checkoutAfter = (state: CheckoutState, event: CheckoutEvent): CheckoutState | undefined =>
  (CHECKOUT_TRANSITIONS[state] as Partial<Record<CheckoutEvent, CheckoutState>>)[event]

/** The states in which an order, or a request, is on its way: it has an id, and nobody knows yet what becomes of it. */
export const isUnderWay = (state: string | undefined): boolean =>
  state === 'saving' || state === 'sending' || state === 'queued' || state === 'unknown'

/** What every step of the sheet shows. */
export interface SheetFacts {
  readonly program: ProgramFacts
  readonly isTest: boolean
  readonly locale: string
  /** An amount in minor units as the customer reads it. */
  readonly money: (amountMinor: number) => string
  readonly lines: readonly SheetLine[]
  /** What was taken out of the cart last, as long as it can be put back. */
  readonly removed?: SheetLine | undefined
  readonly draft: Draft
  /** The hosted page of what is bought: the way out that always works. */
  readonly href: string
}

/** Everything that the sheet can show. `before` is the total that the customer had seen when the parent was asked for it again. */
export type SheetView = SheetFacts &
  (
    | { readonly state: 'cart' }
    | { readonly state: 'filling'; readonly errors: FieldErrors; readonly problem?: Failure }
    | { readonly state: 'quoting'; readonly quote?: Quote }
    | { readonly state: 'review'; readonly quote: Quote; readonly before?: number }
    | { readonly state: 'saving'; readonly quote: Quote }
    | { readonly state: 'sending'; readonly quote: Quote; readonly attempt: number; readonly isOffline: boolean; readonly isSaved: boolean }
    | { readonly state: 'queued' | 'unknown'; readonly quote: Quote; readonly isOffline: boolean }
    | { readonly state: 'refused'; readonly problem: Failure }
    | { readonly state: 'placed'; readonly quote: Quote; readonly answer: OrderAnswer; readonly email: string }
  )

/** A checkout that the parent said yes to. */
export type Placed = Extract<SheetView, { state: 'placed' }>

/** A checkout that the parent said no to. */
export type Refused = Extract<SheetView, { state: 'refused' }>

/** What the customer's code did to the price. */
export type CodeAnswer = NonNullable<Quote['code']>

/** What not every order needs: the cart to be changed, what a code did, how a checkout ended. It is fetched while the customer types. */
export interface LaterParts {
  CartLines(props: { readonly view: SheetView; readonly actions: SheetActions }): VNode
  CodeAnswer(props: { readonly facts: SheetFacts; readonly code: CodeAnswer; change(): void }): VNode
  Outcome(props: { readonly view: Placed | Refused }): VNode
  OutcomeButtons(props: { readonly view: Placed | Refused; readonly actions: SheetActions }): VNode
}

/** What a customer can do in the sheet. */
export interface SheetActions {
  /** A quantity of 0 takes the line out. */
  setQuantity(line: SheetLine, quantity: number): void
  setCountry(country: string): void
  toCart(): void
  toDetails(): void
  /** Checks the details and asks for the price; `shipping` is the way that was chosen. */
  toReview(shipping?: string): void
  order(): void
  close(): void
}
