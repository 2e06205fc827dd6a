import type { Failure, LeadAnswer, Offer, ProgramFacts, Question, ServiceFacts } from '@tributary/sdk'
import type { Typed, TypedErrors } from './typed.ts'

/**
 * Rows are states, columns are events; a missing cell is a refused event. As with an order, nothing can be changed while a request goes out; one without
 * an answer is `queued` where this browser keeps it, `unknown` where it lives as long as the page.
 */
export const REQUEST_TRANSITIONS = {
  closed: { fill: 'filling' },
  filling: { fill: 'filling', check: 'review', close: 'closed' },
  review: { fill: 'filling', save: 'saving', close: 'closed' },
  saving: { send: 'sending', fill: 'filling', refuse: 'refused' },
  sending: { place: 'placed', fill: 'filling', refuse: 'refused', queue: 'queued', lose: 'unknown' },
  queued: { save: 'sending', place: 'placed', fill: 'filling', refuse: 'refused' },
  unknown: { save: 'sending', place: 'placed', fill: 'filling', refuse: 'refused' },
  refused: { fill: 'filling', close: 'closed' },
  placed: { close: 'closed' },
} as const satisfies Record<string, Record<string, string>>

/** Where a request stands. */
export type RequestState = keyof typeof REQUEST_TRANSITIONS

type EventOf<State> = State extends RequestState ? keyof (typeof REQUEST_TRANSITIONS)[State] : never

/** What can happen to a request. */
export type RequestEvent = EventOf<RequestState>

/** The state that an event leads to, or `undefined` where the table refuses it. */
export const requestAfter = (state: RequestState, event: RequestEvent): RequestState | undefined =>
  (REQUEST_TRANSITIONS[state] as Partial<Record<RequestEvent, RequestState>>)[event]

/** An offer that is a service. */
export type ServiceOffer = Offer & { readonly service: ServiceFacts }

/** Everything that the request sheet can show. */
export interface RequestView {
  readonly state: RequestState
  readonly offer: ServiceOffer
  readonly program: ProgramFacts
  readonly isTest: boolean
  readonly locale: string
  /** The names of the questions' groups, in their order; who asks is the step after them. */
  readonly groups: readonly string[]
  /** Which step is shown; undefined where there is room for all of them. */
  readonly step: number | undefined
  readonly typed: Typed
  readonly errors: TypedErrors
  /** What became of the files that were chosen, by question. */
  readonly files: Readonly<Record<string, FileStatus>>
  readonly problem?: Failure | undefined
  readonly attempt: number
  readonly isOffline: boolean
  readonly isSaved: boolean
  readonly answer?: LeadAnswer
  /** The hosted page of the service: the way out that always works. */
  readonly href: string
}

/** The files that were chosen for a question. */
export interface FileStatus {
  readonly names: readonly string[]
  readonly isOnItsWay: boolean
}

/** What a customer can do in the request sheet. */
export interface RequestActions {
  /** Goes on: to the next step, or to the review. */
  next(): void
  /** Goes back to a step. */
  back(step: number): void
  /** Keeps what was answered so far. */
  keep(): void
  chooseFiles(question: Question, files: readonly File[]): void
  send(): void
  close(): void
}
