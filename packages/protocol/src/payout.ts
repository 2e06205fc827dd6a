import type { PayoutId } from './id.ts'

/** Rows are states, columns are events; a missing cell is a refused event. */
export const PAYOUT_TRANSITIONS = {
  draft: { approve: 'approved', withdraw: 'withdrawn' },
  approved: { send: 'sent', withdraw: 'withdrawn' },
  sent: { settle: 'settled', fail: 'failed' },
  settled: {},
  failed: {},
  withdrawn: {},
} as const satisfies Record<string, Record<string, string>>
export type PayoutState = keyof typeof PAYOUT_TRANSITIONS

/** What may happen to a payout. */
export type PayoutEvent = 'approve' | 'withdraw' | 'send' | 'settle' | 'fail'

/** What one affiliate is paid at once, in one currency: what is payable, less what it owes from reversals after earlier payouts. */
export interface Payout {
  readonly id: PayoutId
  readonly batch: string
  readonly affiliate: string
  readonly name: string
  readonly currency: string
  readonly amountMinor: number
  readonly commissions: number
  readonly state: PayoutState
  readonly madeBy: string
  readonly madeAt: string
  readonly approvedBy?: string
  readonly sentAt?: string
  readonly endedAt?: string
  /** Why it failed or was withdrawn. */
  readonly reason: string
}

/** What staff send to draft a batch: everybody who is owed enough in this currency, or the affiliates named. */
export interface NewBatch {
  readonly currency?: string | undefined
  readonly affiliates?: readonly string[] | undefined
}

/** An affiliate that a batch left out, and why. */
export interface SkippedPayout {
  readonly affiliate: string
  readonly payableMinor: number
  readonly why: string
}

/** A batch as it was drafted. */
export interface PayoutBatch {
  readonly batch: string
  readonly currency: string
  readonly totalMinor: number
  readonly payouts: readonly Payout[]
  readonly skipped: readonly SkippedPayout[]
}

/** What moves payouts along: all of a batch that can, or one. */
export interface MovePayout {
  readonly reason?: string | undefined
}

/** The state that an event leads to, or `undefined` where the table refuses it. */
export const payoutStateAfter = (state: PayoutState, event: PayoutEvent): PayoutState | undefined =>
  (PAYOUT_TRANSITIONS[state] as Readonly<Record<string, PayoutState>>)[event]
