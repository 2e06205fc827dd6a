import type { StatementId } from './id.ts'

/** What of an affiliate's money is where; minor units. */
export interface AccountSplit {
  readonly pendingMinor: number
  readonly heldMinor: number
  readonly payableMinor: number
}

/** What a line of a statement says beside its amount. */
export interface StatementEntry {
  readonly at: string
  readonly kind: string
  /** Why, for a person. */
  readonly why: string
  /** The commission or the payout that it is about. */
  readonly reference: string
  readonly order?: string
  readonly article?: string
  readonly level?: number
}

/** A line of a statement. Of a closed one everything but the amount stands behind a salted commitment; erased lines keep only that. */
export interface StatementLine {
  readonly amountMinor: number
  readonly entry?: StatementEntry
  readonly salt?: string
  readonly commitment?: string
}

/** What one affiliate earned, lost and was paid in one currency and one calendar month of the program's time zone. */
export interface Statement {
  /** Absent while the month is open. */
  readonly id?: StatementId
  readonly affiliate: string
  readonly currency: string
  /** `2026-11`. */
  readonly period: string
  readonly isOpen: boolean
  readonly opening: AccountSplit
  readonly lines: readonly StatementLine[]
  readonly closing: AccountSplit
  readonly previousHash?: string
  readonly hash?: string
}

/** Which statements there are. */
export interface StatementList {
  readonly statements: readonly Omit<Statement, 'lines'>[]
}

/** What closing a month did. */
export interface ClosedPeriod {
  readonly period: string
  readonly statements: number
  readonly closedAt: string
}

/** The sum of the three accounts. */
export const totalOf = ({ pendingMinor, heldMinor, payableMinor }: AccountSplit): number => pendingMinor + heldMinor + payableMinor
