import type { Plan } from '@tributary/protocol/plan'
import type { Reversal } from '@tributary/protocol/refund'
import {
  type Advance,
  advance,
  type LivingCommission,
  type Posting,
  releasedAt,
  reversedMinor,
  type SettlingOrder,
} from '../core/commission.ts'
import { orderCause, transactionsOf, writeOffEntries } from '../core/settlement.ts'
import { affiliatesNamed } from '../store/affiliates.ts'
import { lockCommissions, moveCommissions } from '../store/commissions.ts'
import type { Queryable } from '../store/database.ts'
import { type EarningLine, type EarningOrder, lockAffiliates, orderForEarning } from '../store/earnings.ts'
import { balanceOf, postTransactions } from '../store/ledger.ts'
import type { OrderKey } from '../store/order-changes.ts'
import { planByKey } from '../store/plans.ts'
import type { Program } from '../store/programs.ts'
import { earnFrom, remainingOf } from './order-earnings.ts'

/** What happened to an order that may move commissions. `id` is unique in the program: the same cause settles nothing twice. */
export interface SettlementCause {
  readonly kind: 'pay' | 'confirm' | 'ship' | 'deliver' | 'cancel' | 'refund' | 'chargeback' | 'win_back' | 'accept' | 'clock'
  readonly id: string
  readonly at: Date
}

/** A line of an order as it would be after a refund: what is left of its total, which commissions are kept for. */
export interface RemainingLine {
  readonly line: number
  readonly totalMinor: number
  readonly remainingMinor: number
}

/** A commission that was taken back, in part or whole, or given back after that. */
export interface CorrectedCommission {
  readonly kind: 'commission_reversed' | 'commission_reinstated'
  readonly commissionId: string
  readonly affiliateId: number
  readonly line: number
  readonly amountMinor: number
}

/**
 * Brings the commissions of an order up to what the order is now: earns them the first time that the plan says so, reverses what is not sold any more,
 * and moves them along. Called inside the transaction that changed the order and holds its lock. Test orders earn without moving money.
 * Answers what was taken back or given back, for whoever tells the affiliates.
 */
export async function settleOrder(
  transaction: Queryable,
  program: Program,
  order: OrderKey,
  cause: SettlementCause,
): Promise<CorrectedCommission[]> {
  const { programId } = program
  await lockCommissions(transaction, programId, order.orderKey)
  const facts = await orderForEarning(transaction, programId, order.orderKey)
  if (!facts) return []
  const { plan } = await planByKey(transaction, programId, facts.planKey)
  if (!facts.isEarned && !isEarnedNow(plan, facts)) return []

  const created = facts.isEarned ? [] : await earnFrom(transaction, program, order, facts, plan, cause.at)
  const commissions = facts.isEarned ? facts.commissions.map(asLiving) : created
  const settling = settlingOrder(plan, facts)
  const advances = commissions.map((commission) => advance(commission, settling, cause.at))
  const changed = advances.filter(({ commission }, index) => isChanged(commission, commissions[index]))
  await moveCommissions(
    transaction,
    programId,
    changed.map(({ commission }) => ({
      ...commission,
      releasedAt: commission.deliveredAt && releasedAt(commission.deliveredAt, plan.holdDays),
    })),
  )
  const corrected = advances.flatMap(correctionsOf)
  if (order.test) return corrected
  const births = transactionsOf(orderCause(order.id), order.id, facts.currency, created.map(birth))
  const moves = transactionsOf(
    `${cause.kind}:${cause.id}`,
    order.id,
    facts.currency,
    advances.flatMap(({ postings }) => postings),
  )
  await postTransactions(transaction, programId, cause.at, [...births, ...moves])
  const owing = advances.flatMap(({ postings }) => postings).filter(({ debit }) => debit === 'affiliate_payable')
  await writeOff(transaction, program, facts.currency, [...new Set(owing.map(({ affiliateId }) => affiliateId))], cause)
  return corrected
}

const correctionsOf = ({ commission: { line }, postings }: Advance): CorrectedCommission[] =>
  postings.flatMap(({ kind, commissionId, affiliateId, amountMinor }) =>
    kind === 'commission_reversed' || kind === 'commission_reinstated' ? [{ kind, commissionId, affiliateId, line, amountMinor }] : [],
  )

// What an affiliate owes from reversals after its payouts is carried, down to the program's floor. Its row is locked before the balance is read: two refunds at
// once would each count without the other, and write off too little.
async function writeOff(
  transaction: Queryable,
  { programId, policy }: Program,
  currency: string,
  affiliateIds: readonly number[],
  { kind, id, at }: SettlementCause,
): Promise<void> {
  const floorMinor = policy.payout?.floorMinor?.[currency]
  if (floorMinor === undefined) return
  await lockAffiliates(transaction, programId, affiliateIds)
  const account = 'affiliate_payable'
  const below = []
  for (const affiliateId of affiliateIds) {
    const balanceMinor = await balanceOf(transaction, programId, { account, affiliateId, currency })
    if (balanceMinor < -floorMinor) below.push({ affiliateId, amountMinor: -floorMinor - balanceMinor })
  }
  if (below.length > 0) await postTransactions(transaction, programId, at, [writeOffEntries(`${kind}:${id}`, currency, below)])
}

const isChanged = (now: LivingCommission, before: LivingCommission | undefined): boolean =>
  now.state !== before?.state || now.reversedMinor !== before.reversedMinor

/** What `settleOrder` would take back of commissions if the lines were left so. Reads only. */
export async function previewSettlement(
  database: Queryable,
  program: Program,
  order: OrderKey,
  lines: readonly RemainingLine[],
): Promise<Reversal[]> {
  const facts = await orderForEarning(database, program.programId, order.orderKey)
  if (!facts) return []
  const keys = facts.commissions.map(({ affiliateId }) => affiliateId)
  const { affiliates } = await affiliatesNamed(database, program.programId, { codes: [], ids: [], keys, siteKeys: [] })
  return facts.commissions.flatMap((commission) => {
    const { affiliateId, line, level, earnedMinor, ofMinor } = commission
    const remainingMinor = lines.find((one) => one.line === line)?.remainingMinor ?? 0
    const amountMinor = reversedMinor(earnedMinor, remainingMinor, ofMinor) - commission.reversedMinor
    const affiliate = affiliates.find((one) => one.affiliateId === affiliateId)?.code ?? ''
    const why = `${earnedMinor} earned on ${ofMinor}, of which ${remainingMinor} would be left; ${commission.reversedMinor} reversed before`
    return amountMinor > 0 ? [{ affiliate, line, level, amountMinor, why }] : []
  })
}

const isPaid = ({ payment }: EarningOrder): boolean => payment !== 'unpaid' && payment !== 'charged_back'

function isEarnedNow({ earnedOn }: Plan, order: EarningOrder): boolean {
  const isConfirmed = order.state === 'confirmed' || order.state === 'shipped' || order.state === 'delivered'
  return isPaid(order) || (earnedOn === 'confirmation' && isConfirmed)
}

function settlingOrder(plan: Plan, facts: EarningOrder): SettlingOrder {
  const isLost = facts.payment === 'charged_back'
  return {
    isPaid: isPaid(facts),
    holdDays: plan.holdDays,
    lines: facts.lines.map((line) => ({
      line: line.line,
      remainingMinor: isLost ? 0 : remainingOf(line),
      deliveredAt: deliveredAt(plan, facts, line),
    })),
  }
}

// The last parcel of a line counts (`MONEY.md`, dates).
function deliveredAt(plan: Plan, facts: EarningOrder, line: EarningLine): Date | undefined {
  if (facts.deliveredAt) return facts.deliveredAt
  const isWhole = line.quantity === line.shippedQuantity + line.cancelledQuantity && 0 < line.shippedQuantity
  return isWhole && line.lastShippedAt !== null ? releasedAt(new Date(line.lastShippedAt), plan.assumedDeliveryDays) : undefined
}

const asLiving = (stored: EarningOrder['commissions'][number]): LivingCommission => ({
  ...stored,
  deliveredAt: stored.deliveredAt === null ? null : new Date(stored.deliveredAt),
})

const birth = ({ commissionKey, id, affiliateId, earnedMinor }: LivingCommission): Posting => ({
  kind: 'commission_created',
  commissionKey,
  commissionId: id,
  affiliateId,
  debit: 'commission_expense',
  credit: 'affiliate_pending',
  amountMinor: earnedMinor,
})
