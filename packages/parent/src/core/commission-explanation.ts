import type { CommissionExplanation, CommissionStep, MissedReason, MissedShare } from '@tributary/protocol/commission'
import type { PlanId } from '@tributary/protocol/id'
import { formatMoney } from '@tributary/protocol/money'
import type { Plan } from '@tributary/protocol/plan'
import { commissionView, type ViewedCommission } from './commission-view.ts'
import type { CapKind, Earning, Earnings, Missed, Sale } from './earning.ts'
import { type AttributionRecord, winningReason } from './explanation.ts'
import { currencyDigits } from './program.ts'

/** Everything that explains a commission. */
export interface ExplainedCommission extends ViewedCommission {
  readonly affiliateId: number
  readonly ofMinor: number
  readonly planId: PlanId
  readonly planVersion: number
  readonly plan: Plan
  readonly explanation: Earnings & { readonly sale: Sale }
  readonly attribution: AttributionRecord
  readonly quantity: number
  readonly unitMinor: number
  readonly discountMinor: number
  readonly totalMinor: number
  readonly releasedMinor: number
  readonly taxMinor: number
  readonly taxBasisPoints: number
  readonly taxIncluded: boolean
  readonly isChargedBack: boolean
  readonly codes: Readonly<Record<string, string>>
  readonly transactions: CommissionExplanation['transactions']
}

const CAPS: Record<CapKind, string> = {
  line_base: 'All commissions of a line together may be at most its base',
  order_share: 'All commissions of an order together may be at most a share of its base',
  order_amount: 'All commissions of an order together are limited by the plan',
  affiliate_order: 'What one affiliate earns from one order is limited by the plan',
  affiliate_month: 'What one affiliate earns in a month is limited by the plan, and this is what was left of it',
}

const MISSED: Record<MissedReason, string> = {
  above_limit: 'nothing was left under the limits of the plan',
  below_minimum: 'the amount is below the least that the plan pays',
  network_purchase: 'the customer is of the affiliate’s own household or network; only sales to others pay',
  no_rate: 'the plan gives this level nothing here',
  nobody_left: 'nobody is left further up; the parent keeps it',
  not_active: 'suspended or closed when it was earned',
  not_qualified: 'had not sold enough to customers in the days before the sale',
  own_purchase: 'is the customer, or of one household with the customer; nobody earns by an order of their own',
  too_deep: 'is further up than the plan looks',
}

/** The whole explanation: each step is one that a pocket calculator can repeat. */
export function explainCommission(row: ExplainedCommission): CommissionExplanation {
  const { affiliateId, level, line, explanation, codes, plan } = row
  const earning = explanation.earned.find((one) => one.line === line && one.level === level && one.affiliateId === affiliateId)
  if (!earning) throw new Error(`expected the earning of ${row.id} in its explanation, received none`)
  const direct = codes[explanation.sale.direct.affiliateId] ?? ''
  return {
    commission: commissionView(row),
    attribution: { affiliate: direct, why: winningReason(row.attribution.reason) },
    plan: {
      id: row.planId,
      version: row.planVersion,
      name: plan.name,
      ...(earning.rule !== undefined && { rule: earning.rule }),
      rate: earning.rate,
    },
    distance: earning.distance,
    steps: [...baseSteps(row), ...rateSteps(row, earning), ...capSteps(row, earning), ...reversalSteps(row)],
    missed: explanation.missed.filter((missed) => missed.line === line).map((missed) => missedShare(missed, codes)),
    transactions: row.transactions.map(({ at, ...transaction }) => ({ ...transaction, at: new Date(at).toISOString() })),
  }
}

/** Why nothing was earned, as half a sentence. */
export const whyMissed = (reason: MissedReason): string => MISSED[reason]

function baseSteps(row: ExplainedCommission): CommissionStep[] {
  const { quantity, unitMinor, discountMinor, totalMinor, ofMinor, taxIncluded, taxMinor, taxBasisPoints } = row
  const money = amountIn(row)
  const discount = discountMinor === 0 ? '' : ` less a discount of ${money(discountMinor)}`
  const steps: CommissionStep[] = [{ what: `${row.title}: ${quantity} × ${money(unitMinor)}${discount}`, afterMinor: totalMinor }]
  let base = totalMinor
  if (taxIncluded && 0 < taxMinor) {
    steps.push({
      what: `less the tax of ${taxBasisPoints / 100} % that it contains, ${money(taxMinor)}`,
      beforeMinor: base,
      afterMinor: base - taxMinor,
    })
    base -= taxMinor
  }
  const sold = row.explanation.sale.lines.find(({ line }) => line === row.line)
  if (ofMinor !== totalMinor) {
    const rest = sold?.whole?.baseMinor ?? sold?.baseMinor ?? base
    const what = `${money(totalMinor - ofMinor)} of ${money(totalMinor)} had been taken off before: ${money(base)} × ${money(ofMinor)} ÷ ${money(totalMinor)}, rounded down`
    steps.push({ what, beforeMinor: base, afterMinor: rest })
  }
  if (sold?.whole) {
    const { baseMinor, shareBasisPoints } = sold.whole
    const what = `staff took the request over, so ${shareBasisPoints / 100} % of ${money(baseMinor)} counts, rounded down`
    steps.push({ what, beforeMinor: baseMinor, afterMinor: sold.baseMinor })
  }
  return steps
}

function rateSteps(row: ExplainedCommission, { rate, of, grossMinor, level }: Earning): CommissionStep[] {
  const money = amountIn(row)
  const isOfDirect = level > 0 && row.plan.levelBase === 'direct'
  const who = level === 0 ? 'the direct affiliate' : `level ${level}`
  if ('fixedMinor' in rate) {
    return [{ what: `${who} earns ${money(rate.fixedMinor[row.currency] ?? 0)} for each of ${of} pieces`, afterMinor: grossMinor }]
  }
  const exact = (BigInt(of) * BigInt(rate.basisPoints)) % 10_000n === 0n
  const what = `${who} earns ${rate.basisPoints / 100} % of ${isOfDirect ? 'the direct commission of ' : ''}${money(of)}${exact ? '' : ', rounded down'}`
  return [{ what, beforeMinor: of, afterMinor: grossMinor }]
}

const capSteps = (row: ExplainedCommission, { caps }: Earning): CommissionStep[] =>
  caps.map(({ kind, limitMinor, beforeMinor, afterMinor }) => ({
    what: `${CAPS[kind]}: ${amountIn(row)(limitMinor)}; all parts were lowered alike`,
    beforeMinor,
    afterMinor,
  }))

function reversalSteps(row: ExplainedCommission): CommissionStep[] {
  const { earnedMinor, reversedMinor, ofMinor, totalMinor, releasedMinor, isChargedBack } = row
  if (reversedMinor === 0) return []
  const money = amountIn(row)
  const remaining = isChargedBack ? 0 : totalMinor - releasedMinor
  const what = isChargedBack
    ? 'the payment was charged back, so all of it is reversed'
    : `of ${money(ofMinor)} that were sold ${money(remaining)} still are: ${money(earnedMinor)} × ${money(remaining)} ÷ ${money(ofMinor)}, rounded down`
  return [{ what, beforeMinor: earnedMinor, afterMinor: earnedMinor - reversedMinor }]
}

const missedShare = ({ reason, affiliateId, level }: Missed, codes: ExplainedCommission['codes']): MissedShare => {
  const affiliate = affiliateId === undefined ? undefined : codes[affiliateId]
  return { reason, why: MISSED[reason], ...(affiliate !== undefined && { affiliate }), ...(level !== undefined && { level }) }
}

const amountIn =
  ({ currency }: ExplainedCommission) =>
  (amountMinor: number): string =>
    formatMoney({ currency, amountMinor }, currencyDigits(currency), 'en')
