import type { OrderId, RefundId, ReturnId } from './id.ts'
import type { CartLine } from './quote.ts'

/** Days within which a customer may withdraw from the contract, counted from the delivery, where the program says nothing (Directive 2011/83/EU, article 9). */
export const WITHDRAWAL_DAYS = 14

/** Rows are states, columns are events; a missing cell is a refused event. Where nothing was paid, a return ends as `received`. */
export const RETURN_TRANSITIONS = {
  announced: { receive: 'received', refuse: 'refused' },
  received: { refund: 'refunded' },
  refunded: {},
  refused: {},
} as const satisfies Record<string, Record<string, string>>
export type ReturnState = keyof typeof RETURN_TRANSITIONS

/** Pieces of one article that the customer withdrew from. `unsentQuantity` of them had not been shipped; they were cancelled, and nothing comes back. */
export interface ReturnLine {
  readonly sku: string
  readonly quantity: number
  readonly unsentQuantity: number
}

/** One step of a return; the reason is what staff say to the customer. */
export interface ReturnStep {
  readonly to: ReturnState
  readonly at: string
  readonly reason: string
}

/** A withdrawal from the contract as the customer sees it, and what became of it. */
export interface Return {
  readonly id: ReturnId
  readonly state: ReturnState
  readonly lines: readonly ReturnLine[]
  readonly announcedAt: string
  readonly steps: readonly ReturnStep[]
  /** What went back for the pieces that came back. */
  readonly refund?: RefundId
}

/** A return as staff see it, with what the customer stated and who did each step. */
export interface ReturnRecord extends Omit<Return, 'steps'> {
  readonly orderId: OrderId
  readonly orderNumber: string
  readonly name: string
  readonly email: string
  readonly reason: string
  readonly steps: readonly (ReturnStep & { readonly actor: string })[]
  readonly test: boolean
}

/** A page of returns, newest first. */
export interface ReturnPage {
  readonly returns: readonly ReturnRecord[]
  readonly next?: string
}

/** What a customer may still do about an order. */
export interface CustomerRights {
  /** Whether the whole order can be cancelled: nothing of it was shipped. */
  readonly cancel: boolean
  /** What can be withdrawn from, up to and with the calendar day `until`, which is not known before the delivery. */
  readonly withdraw?: { readonly until?: string; readonly lines: readonly CartLine[] }
}

/** What a customer sends to cancel an order before it is shipped. */
export interface Cancellation {
  readonly secret: string
}

/** What a customer states to withdraw from the contract. Without `lines` it is about the whole order. A reason is never needed. */
export interface Withdrawal {
  /** Made by the caller: the same statement sent again is one. */
  readonly id: ReturnId
  readonly secret: string
  readonly name: string
  /** Where the receipt goes. */
  readonly email: string
  readonly lines?: readonly CartLine[] | undefined
  readonly reason?: string | undefined
}

/** The state that an event leads to, or `undefined` where the table refuses it. */
export const returnStateAfter = (state: ReturnState, event: string): ReturnState | undefined =>
  (RETURN_TRANSITIONS[state] as Readonly<Record<string, ReturnState>>)[event]
