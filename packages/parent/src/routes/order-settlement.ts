import type { Reversal } from '@tributary/protocol/refund'
import type { Queryable } from '../store/database.ts'
import type { OrderKey } from '../store/order-changes.ts'
import type { Program } from '../store/programs.ts'

/** What happened to an order that may move commissions. `id` is unique in the program: the same cause settles nothing twice. */
export interface SettlementCause {
  readonly kind: 'pay' | 'confirm' | 'ship' | 'deliver' | 'cancel' | 'refund' | 'chargeback' | 'win_back' | 'accept'
  readonly id: string
  readonly at: Date
}

/** A line of an order as it would be after a refund: what is left of its total, which commissions are kept for. */
export interface RemainingLine {
  readonly line: number
  readonly totalMinor: number
  readonly remainingMinor: number
}

/**
 * The seam to commissions: called inside the transaction after every event of an order that matters to them, with the order locked and the
 * change stored. What an order's commissions are to be follows from the stored order alone: `payment`, `state`, and of each line
 * `total_minor − released_minor`, the remaining base (a payment that is `charged_back` leaves nothing, whatever the lines say). Nothing here
 * earns commissions yet.
 */
export async function settleOrder(_transaction: Queryable, _program: Program, _order: OrderKey, _cause: SettlementCause): Promise<void> {}

/** What `settleOrder` would take back of commissions if the lines were left so. Reads only. Nothing here earns commissions yet. */
export async function previewSettlement(
  _database: Queryable,
  _program: Program,
  _order: OrderKey,
  _lines: readonly RemainingLine[],
): Promise<Reversal[]> {
  return []
}
