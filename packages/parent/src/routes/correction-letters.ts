import { commissionCorrected } from '../core/correction-message.ts'
import type { Letter } from '../core/letter.ts'
import { affiliatesNamed } from '../store/affiliates.ts'
import type { Queryable } from '../store/database.ts'
import type { StoredOrder } from '../store/order-reads.ts'
import type { Program } from '../store/programs.ts'
import type { CorrectedCommission, SettlementCause } from './order-settlement.ts'

const KINDS = ['commission_reversed', 'commission_reinstated'] as const

/** One letter to each affiliate whose commissions an event of an order took back or gave back. */
export async function lettersOfCorrections(
  transaction: Queryable,
  origin: string,
  { programId, policy }: Program,
  order: StoredOrder,
  corrected: readonly CorrectedCommission[],
  cause: SettlementCause['kind'],
): Promise<Letter[]> {
  if (corrected.length === 0) return []
  const keys = [...new Set(corrected.map(({ affiliateId }) => affiliateId))]
  const { affiliates } = await affiliatesNamed(transaction, programId, { codes: [], ids: [], keys, siteKeys: [] })
  return affiliates.flatMap((affiliate) =>
    KINDS.flatMap((kind) => {
      const own = corrected.filter((one) => one.affiliateId === affiliate.affiliateId && one.kind === kind)
      const commissions = own.map(({ commissionId, line, amountMinor }) => ({ id: commissionId, title: titleOf(order, line), amountMinor }))
      return own.length === 0 ? [] : [commissionCorrected(policy, origin, order, affiliate, { kind, commissions }, cause)]
    }),
  )
}

const titleOf = ({ lines }: StoredOrder, line: number): string => lines.find((one) => one.line === line)?.title ?? ''
