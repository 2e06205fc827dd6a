import { newId } from '@tributary/protocol/id'
import { shareMinor } from '@tributary/protocol/money'
import type { Plan } from '@tributary/protocol/plan'
import type { LivingCommission } from '../core/commission.ts'
import type { Earner, Sale, SaleLine } from '../core/earning.ts'
import { monthStart } from '../core/period.ts'
import { earn } from '../core/plan.ts'
import { qualifiedDepth } from '../core/settlement.ts'
import { addEarnings } from '../store/commissions.ts'
import type { Queryable } from '../store/database.ts'
import { buyersOf, type EarningLine, type EarningOrder, earnersOf, flagNetworkOrder } from '../store/earnings.ts'
import type { OrderKey } from '../store/order-changes.ts'
import type { Program } from '../store/programs.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
const ALL_BASIS_POINTS = 10_000

/** What of a line's total is still sold: neither cancelled nor refunded. */
export const remainingOf = ({ totalMinor, releasedMinor }: EarningLine): number => totalMinor - releasedMinor

/** Earns the commissions of an order once, by the plan and the upline that were frozen with it, and stores them with what explains them. */
export async function earnFrom(
  transaction: Queryable,
  program: Program,
  order: OrderKey,
  facts: EarningOrder,
  plan: Plan,
  now: Date,
): Promise<LivingCommission[]> {
  const { orderKey, test } = order
  const sale = await saleOf(transaction, program, order, facts, plan, now)
  if (isOfNetwork(sale)) await flagNetworkOrder(transaction, program.programId, orderKey)
  const earnings = earn(plan, sale)
  const remaining = new Map(facts.lines.map((line) => [line.line, remainingOf(line)]))
  const commissions = earnings.earned.map(({ line, affiliateId, level, earnedMinor }) => ({
    id: newId('commission'),
    line,
    affiliateId,
    level,
    ofMinor: remaining.get(line) ?? 0,
    earnedMinor,
  }))
  const stored = await addEarnings(transaction, program.programId, {
    orderKey,
    planKey: facts.planKey,
    currency: facts.currency,
    explanation: { ...earnings, sale },
    commissions,
    decidedAt: now,
    test,
  })
  const keys = new Map(stored.map(({ id, commissionKey }) => [id, commissionKey]))
  return commissions.map((commission) => ({
    ...commission,
    commissionKey: keys.get(commission.id) as number,
    state: 'pending',
    reversedMinor: 0,
    deliveredAt: null,
  }))
}

const isOfNetwork = ({ direct, upline, isNetworkPurchase }: Sale): boolean =>
  isNetworkPurchase || [direct, ...upline].some(({ isCustomer }) => isCustomer)

async function saleOf(
  transaction: Queryable,
  { programId, policy }: Program,
  { orderKey }: OrderKey,
  facts: EarningOrder,
  plan: Plan,
  now: Date,
): Promise<Sale> {
  const { affiliateId, upline, currency, placedAt } = facts
  const isAsked = plan.qualification !== undefined || plan.caps.affiliateMonthMinor !== undefined
  const from = new Date(placedAt.getTime() - (plan.qualification?.days ?? 0) * DAY_MS)
  const question = isAsked ? { currency, from, before: placedAt, monthStart: monthStart(now, policy.timeZone) } : undefined
  const rows = await earnersOf(transaction, programId, [affiliateId, ...upline], question)
  const buyers = await buyersOf(transaction, programId, orderKey)
  const isBuyer = (key: number): boolean => buyers.some((buyer) => buyer.affiliateId === key)
  const earners = new Map<number, Earner>(
    rows.map(({ retailCount, retailMinor, ...row }) => [
      row.affiliateId,
      {
        ...row,
        isCustomer: isBuyer(row.affiliateId),
        qualifiedDepth: qualifiedDepth(plan, currency, { count: retailCount, volumeMinor: retailMinor }),
      },
    ]),
  )
  const earner = (key: number): Earner => {
    const found = earners.get(key)
    if (!found) throw new Error(`expected affiliate ${key} of the upline, received no row`)
    return found
  }
  return {
    currency,
    lines: facts.lines.map((line) => saleLine(facts, line)),
    direct: earner(affiliateId),
    upline: upline.toReversed().map(earner),
    isNetworkPurchase: isBuyer(affiliateId) || buyers.some(({ path }) => path.includes(affiliateId)),
  }
}

// What was cancelled before anybody earned was never sold. The base: after discounts, net of tax, without shipping.
function saleLine({ taxIncluded, shareBasisPoints }: EarningOrder, line: EarningLine): SaleLine {
  const { totalMinor, taxMinor, quantity, cancelledQuantity, handle, collections, kind } = line
  const wholeMinor = taxIncluded ? totalMinor - taxMinor : totalMinor
  const remainingMinor = remainingOf(line)
  const baseMinor = remainingMinor === totalMinor ? wholeMinor : Number((BigInt(wholeMinor) * BigInt(remainingMinor)) / BigInt(totalMinor))
  return { line: line.line, ...sharedBase(baseMinor, shareBasisPoints), quantity: quantity - cancelledQuantity, handle, collections, kind }
}

// Where staff took a request over, the program says which share of the base is left for the affiliate and its upline.
const sharedBase = (baseMinor: number, shareBasisPoints: number): Pick<SaleLine, 'baseMinor' | 'whole'> =>
  shareBasisPoints === ALL_BASIS_POINTS
    ? { baseMinor }
    : { baseMinor: shareMinor(baseMinor, shareBasisPoints, ALL_BASIS_POINTS), whole: { baseMinor, shareBasisPoints } }
