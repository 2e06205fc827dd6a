import type { MissedReason } from '@tributary/protocol/commission'
import { portion, sumMinor, timesMinor } from '@tributary/protocol/money'
import type { LevelRate, Plan, PlanRule } from '@tributary/protocol/plan'
import type { Earner, Earning, Earnings, Missed, Sale, SaleLine } from './earning.ts'
import { capEarnings } from './plan-cap.ts'

/**
 * What each affiliate earns from a sale: a pure function of the sale, its frozen upline, the plan version and the volumes. Each part is floored on its
 * own; the remainder stays with the parent. Other kinds of plan answer the same question.
 */
export function earn(plan: Plan, sale: Sale): Earnings {
  const lines = sale.lines.map((line) => earnLine(plan, sale, line))
  const capped = capEarnings(
    plan,
    sale,
    lines.flatMap(({ earned }) => earned),
  )
  const minimumMinor = plan.minimumMinor?.[sale.currency] ?? 0
  const [earned, small] = partition(capped, ({ earnedMinor }) => 0 < earnedMinor && minimumMinor <= earnedMinor)
  const missed = [...lines.flatMap((line) => line.missed), ...small.map(asMissed)]
  const grossMinor =
    sumMinor(capped.map((one) => one.grossMinor)) + sumMinor(lines.flatMap((line) => line.missed).map(({ amountMinor = 0 }) => amountMinor))
  return { earned, missed, breakageMinor: grossMinor - sumMinor(earned.map(({ earnedMinor }) => earnedMinor)) }
}

/** The levels of a plan for one line, and the rule that they are from. */
export function levelsFor({ rules, levels }: Plan, line: SaleLine): { readonly rule?: string; readonly levels: readonly LevelRate[] } {
  const rule = rules.find((one) => isFor(one, line))
  return rule ? { rule: rule.id, levels: rule.levels } : { levels }
}

const isFor = ({ offers, collections, kind }: PlanRule, line: SaleLine): boolean =>
  (!offers || offers.includes(line.handle)) &&
  (!collections || collections.some((one) => line.collections.includes(one))) &&
  (!kind || kind === line.kind)

type LineEarnings = Pick<Earnings, 'earned' | 'missed'>

function earnLine(plan: Plan, sale: Sale, line: SaleLine): LineEarnings {
  const { rule, levels } = levelsFor(plan, line)
  const earned: Earning[] = []
  const missed: Missed[] = []
  const directMinor = amountOf(levels[0], line.baseMinor, line, sale.currency).grossMinor
  const amountAt = (level: number) =>
    amountOf(levels[level], level > 0 && plan.levelBase === 'direct' ? directMinor : line.baseMinor, line, sale.currency)

  const give = (earner: Earner, level: number, distance: number): void => {
    const { affiliateId } = earner
    const reason = sale.isNetworkPurchase && plan.ownPurchases === 'exclude' ? 'network_purchase' : standing(plan, earner, level)
    const { rate, of, grossMinor } = amountAt(level)
    if (reason || !rate)
      missed.push({ line: line.line, affiliateId, level, distance, reason: reason ?? 'no_rate', amountMinor: grossMinor })
    else {
      const place = { line: line.line, affiliateId, level, distance, ...(rule !== undefined && { rule }) }
      earned.push({ ...place, rate, of, grossMinor, caps: [], earnedMinor: grossMinor })
    }
  }

  give(sale.direct, 0, 0)
  let level = 1
  for (const [index, earner] of sale.upline.entries()) {
    const distance = index + 1
    if (levels.length <= level) break
    const { affiliateId } = earner
    if (plan.depth < distance) {
      missed.push({ line: line.line, affiliateId, distance, reason: 'too_deep' })
      break
    }
    const reason = sale.isNetworkPurchase ? undefined : standing(plan, earner, level)
    const isPassedOver = reason !== undefined && plan.compression !== 'none'
    if (isPassedOver) missed.push({ line: line.line, affiliateId, distance, reason })
    else give(earner, level++, distance)
  }
  for (; level < levels.length; level++) {
    missed.push({ line: line.line, level, reason: 'nobody_left', amountMinor: amountAt(level).grossMinor })
  }
  return { earned, missed }
}

// Level 0 made the sale: it needs no qualification.
function standing(plan: Plan, { isActive, isCustomer, qualifiedDepth }: Earner, level: number): MissedReason | undefined {
  if (!isActive) return 'not_active'
  if (isCustomer && plan.ownPurchases === 'exclude') return 'own_purchase'
  if (level === 0) return undefined
  const needed = plan.compression === 'dynamic' ? level : 1
  return qualifiedDepth < needed ? 'not_qualified' : undefined
}

function amountOf(rate: LevelRate | undefined, baseMinor: number, { quantity }: SaleLine, currency: string) {
  if (!rate) return { rate: undefined, of: 0, grossMinor: 0 }
  if ('basisPoints' in rate) {
    return { rate, of: baseMinor, grossMinor: portion({ currency, amountMinor: baseMinor }, rate.basisPoints).amountMinor }
  }
  return { rate, of: quantity, grossMinor: timesMinor(rate.fixedMinor[currency] ?? 0, quantity) }
}

const asMissed = ({ line, affiliateId, level, distance, rate, caps, earnedMinor }: Earning): Missed => {
  const isNoRate = 'basisPoints' in rate && rate.basisPoints === 0
  const reason = isNoRate ? 'no_rate' : earnedMinor === 0 && caps.length > 0 ? 'above_limit' : 'below_minimum'
  return { line, affiliateId, level, distance, reason }
}

function partition<Value>(values: readonly Value[], isFirst: (value: Value) => boolean): [Value[], Value[]] {
  return [values.filter(isFirst), values.filter((value) => !isFirst(value))]
}
