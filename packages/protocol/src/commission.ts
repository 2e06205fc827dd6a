import type { CommissionId, PlanId } from './id.ts'
import type { AccountKind } from './ledger.ts'
import type { LevelRate } from './plan.ts'

/** Rows are states, columns are events; a missing cell is a refused event. */
export const COMMISSION_TRANSITIONS = {
  pending: { deliver: 'held' },
  held: { release: 'payable' },
  payable: { pay: 'paid' },
  paid: { return: 'payable' },
} as const satisfies Record<string, Record<string, string>>

/** Earned and not delivered; delivered, the hold running; the hold over and the order paid; sent with a payout. */
export type CommissionState = keyof typeof COMMISSION_TRANSITIONS

/** The account that a commission's money is in. After the payout it is the payable one again: what is taken back then is owed. */
export const COMMISSION_ACCOUNTS = {
  pending: 'affiliate_pending',
  held: 'affiliate_held',
  payable: 'affiliate_payable',
  paid: 'affiliate_payable',
} as const satisfies Record<CommissionState, AccountKind>

/** Why somebody did not earn, or a level went to nobody. */
export const MISSED_REASONS = [
  'above_limit',
  'below_minimum',
  'network_purchase',
  'no_rate',
  'nobody_left',
  'not_active',
  'not_qualified',
  'own_purchase',
  'too_deep',
] as const
export type MissedReason = (typeof MISSED_REASONS)[number]

/** What one affiliate earns from one line at one level. `amountMinor` is what is left: earned minus reversed. */
export interface Commission {
  readonly id: CommissionId
  readonly order: string
  readonly line: number
  readonly sku: string
  readonly title: string
  readonly affiliate: string
  readonly level: number
  /** `reversed` once all of it is. */
  readonly state: CommissionState | 'reversed'
  readonly currency: string
  readonly earnedMinor: number
  readonly reversedMinor: number
  readonly amountMinor: number
  readonly earnedAt: string
  readonly deliveredAt?: string
  /** When it may be paid; before the delivery an estimate. Absent while nothing was shipped and nobody can say. */
  readonly payableAt?: string
  readonly isEstimate: boolean
  readonly payout?: string
  readonly test: boolean
}

/** A page of commissions, newest first. */
export interface CommissionPage {
  readonly commissions: readonly Commission[]
  readonly next?: string
}

/** One step of the arithmetic, as a sentence and in numbers: minor units before and after. */
export interface CommissionStep {
  readonly what: string
  readonly beforeMinor?: number
  readonly afterMinor: number
}

/** Somebody who did not earn from the same line, or a level that went to nobody. */
export interface MissedShare {
  readonly reason: MissedReason
  readonly why: string
  readonly affiliate?: string
  readonly level?: number
}

/** A commission with everything that explains it. */
export interface CommissionExplanation {
  readonly commission: Commission
  /** Who the order is attributed to and why, in a sentence. */
  readonly attribution: { readonly affiliate: string; readonly why: string }
  readonly plan: { readonly id: PlanId; readonly version: number; readonly name: string; readonly rule?: string; readonly rate: LevelRate }
  /** Sponsors above the direct affiliate. */
  readonly distance: number
  readonly steps: readonly CommissionStep[]
  readonly missed: readonly MissedShare[]
  /** What the ledger holds of it, oldest first. */
  readonly transactions: readonly { readonly kind: string; readonly cause: string; readonly at: string; readonly amountMinor: number }[]
}

/** A commission's amount once nothing of it is left. */
export const shownState = (state: CommissionState, earnedMinor: number, reversedMinor: number): Commission['state'] =>
  reversedMinor === earnedMinor ? 'reversed' : state
