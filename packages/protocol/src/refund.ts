import type { RefundId } from './id.ts'
import type { PaymentState } from './payment.ts'

/**
 * Why money went back: goods came back or were not right (`refund`), were never sent (`cancellation`), or as a kindness for which nothing is
 * returned (`goodwill`).
 */
export const REFUND_KINDS = ['refund', 'cancellation', 'goodwill'] as const
export type RefundKind = (typeof REFUND_KINDS)[number]

/** What a refund gave back of one line: `amountMinor` as the customer was charged, tax and all. Without pieces `quantity` is 0. */
export interface RefundLine {
  readonly sku: string
  readonly quantity: number
  readonly amountMinor: number
}

/** Money that went back to the customer: `amountMinor` = the lines + `shippingMinor`. */
export interface Refund {
  readonly id: RefundId
  readonly kind: RefundKind
  readonly reason: string
  readonly currency: string
  readonly lines: readonly RefundLine[]
  readonly shippingMinor: number
  readonly amountMinor: number
  /** The state of the order's payment after it. */
  readonly payment: PaymentState
  readonly at: string
}

/** A refund as staff see it, with the key that was used. */
export interface RefundRecord extends Refund {
  readonly actor: string
}

/** What to give back of one line: pieces of it, or an amount without pieces; one of the two. */
export interface WantedLine {
  readonly sku: string
  readonly quantity?: number | undefined
  readonly amountMinor?: number | undefined
}

/** What staff send to refund. With neither `lines` nor `shipping` everything that is left goes back. */
export interface NewRefund {
  /** Made by the caller: sending the same again gives nothing back twice. A preview needs none. */
  readonly id?: RefundId | undefined
  readonly kind?: Exclude<RefundKind, 'cancellation'> | undefined
  readonly reason?: string | undefined
  /** Where it is given it must be the order's. */
  readonly currency?: string | undefined
  readonly lines?: readonly WantedLine[] | undefined
  /** Everything that is left of the shipping, or an amount of it. */
  readonly shipping?: 'all' | number | undefined
  /** Nothing is stored; the answer says what would be. */
  readonly preview?: boolean | undefined
}

/** What a refund takes back from one affiliate for one line of the order. */
export interface Reversal {
  /** The affiliate's code. */
  readonly affiliate: string
  /** The line's position in the order, from 1. */
  readonly line: number
  /** 0 is the direct affiliate, 1 its sponsor. */
  readonly level: number
  readonly amountMinor: number
  readonly why: string
}

/** What a refund would do. */
export interface RefundPreview extends Omit<Refund, 'id' | 'at'> {
  readonly preview: true
  readonly reversals: readonly Reversal[]
}
