import { allotMinor, portion, sumMinor } from '@tributary/protocol/money'
import type { Plan } from '@tributary/protocol/plan'
import type { CapKind, Earning, Sale } from './earning.ts'

/**
 * Cuts commissions to the caps of a plan. Under each cap all parts are scaled alike, floored, the remainder from the left. No line ever pays more
 * than its base, whatever the plan says: the parent never pays a cent that it did not receive.
 */
export function capEarnings({ caps }: Plan, sale: Sale, earned: readonly Earning[]): Earning[] {
  const { currency, lines } = sale
  const orderBase = { currency, amountMinor: sumMinor(lines.map(({ baseMinor }) => baseMinor)) }
  const byAffiliate = [...new Set(earned.map(({ affiliateId }) => affiliateId))]
  const monthLimit = caps.affiliateMonthMinor?.[currency]

  let parts = [...earned]
  for (const { line, baseMinor } of lines) parts = cut(parts, 'line_base', baseMinor, (one) => one.line === line)
  if (caps.orderBasisPoints !== undefined) parts = cut(parts, 'order_share', portion(orderBase, caps.orderBasisPoints).amountMinor)
  parts = cut(parts, 'order_amount', caps.orderMinor?.[currency])
  for (const affiliateId of byAffiliate) {
    const isTheirs = (one: Earning): boolean => one.affiliateId === affiliateId
    parts = cut(parts, 'affiliate_order', caps.affiliateOrderMinor?.[currency], isTheirs)
    const before = [sale.direct, ...sale.upline].find((one) => one.affiliateId === affiliateId)?.monthMinor ?? 0
    parts = cut(parts, 'affiliate_month', monthLimit === undefined ? undefined : Math.max(0, monthLimit - before), isTheirs)
  }
  return parts
}

function cut(earned: Earning[], kind: CapKind, limitMinor: number | undefined, isUnder: (one: Earning) => boolean = () => true): Earning[] {
  const under = earned.filter(isUnder)
  if (limitMinor === undefined || sumMinor(under.map(({ earnedMinor }) => earnedMinor)) <= limitMinor) return earned
  const shares = allotMinor(
    limitMinor,
    under.map(({ earnedMinor }) => earnedMinor),
  )
  return earned.map((one) => {
    const index = under.indexOf(one)
    if (index === -1) return one
    const afterMinor = shares[index] ?? 0
    return { ...one, earnedMinor: afterMinor, caps: [...one.caps, { kind, limitMinor, beforeMinor: one.earnedMinor, afterMinor }] }
  })
}
