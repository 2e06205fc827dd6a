import { releasedAt, type SettlingOrder } from '@tributary/parent/core/commission'
import type { Sale } from '@tributary/parent/core/earning'
import { earn } from '@tributary/parent/core/plan'
import type { Plan } from '@tributary/protocol/plan'
import { COMPRESSIONS, LEVEL_BASES } from '@tributary/protocol/plan'
import fc from 'fast-check'
import { describe, test } from 'vitest'
import { PaperLedger } from '../../support/paper-ledger.ts'
import { buildEarner, buildLine, buildPlan, buildSale } from '../../support/plan.ts'

const CASES = 100_000
const NOW = new Date('2026-03-02T10:00:00Z')
const HOLD_DAYS = 14

const share = fc.integer({ min: 0, max: 4_000 }).map((basisPoints) => ({ basisPoints }))
const fixed = fc.integer({ min: 0, max: 900 }).map((amountMinor) => ({ fixedMinor: { EUR: amountMinor } }))
const levels = fc.array(fc.oneof({ weight: 5, arbitrary: share }, { weight: 1, arbitrary: fixed }), { minLength: 1, maxLength: 5 })
const limit = fc.option(fc.integer({ min: 0, max: 3_000 }), { nil: undefined })

const plan: fc.Arbitrary<Plan> = fc
  .record({
    levels,
    levelBase: fc.constantFrom(...LEVEL_BASES),
    compression: fc.constantFrom(...COMPRESSIONS),
    depth: fc.integer({ min: 0, max: 8 }),
    orderBasisPoints: limit,
    orderMinor: limit,
    affiliateOrderMinor: limit,
    minimumMinor: fc.option(fc.integer({ min: 0, max: 200 }), { nil: undefined }),
  })
  .map(({ orderBasisPoints, orderMinor, affiliateOrderMinor, minimumMinor, ...more }) => ({
    ...TEMPLATE,
    ...more,
    caps: {
      orderBasisPoints,
      orderMinor: orderMinor === undefined ? undefined : { EUR: orderMinor },
      affiliateOrderMinor: affiliateOrderMinor === undefined ? undefined : { EUR: affiliateOrderMinor },
    },
    minimumMinor: minimumMinor === undefined ? undefined : { EUR: minimumMinor },
  }))
const TEMPLATE = buildPlan({ holdDays: HOLD_DAYS })

const earner = fc.record({
  isActive: fc.boolean(),
  qualifiedDepth: fc.integer({ min: 0, max: 6 }),
  isCustomer: fc.integer({ min: 0, max: 19 }).map((die) => die === 0),
})
const line = fc.record({ baseMinor: fc.integer({ min: 0, max: 20_000 }), quantity: fc.integer({ min: 1, max: 5 }) })
const sale: fc.Arbitrary<Sale> = fc
  .record({ lines: fc.array(line, { minLength: 1, maxLength: 3 }), upline: fc.array(earner, { maxLength: 7 }) })
  .map(({ lines, upline }) =>
    buildSale({
      lines: lines.map((one, index) => buildLine({ ...one, line: index + 1 })),
      upline: upline.map((one, index) => buildEarner(index + 2, one)),
    }),
  )

// Shares of what is then left, so that any sequence of refunds is possible.
const events = fc.array(
  fc.record({
    line: fc.nat(2),
    permille: fc.integer({ min: 1, max: 1_000 }),
    after: fc.constantFrom('nothing', 'deliver', 'release', 'pay out'),
  }),
  { maxLength: 5 },
)

const DELIVERY = { line: 0, amountMinor: 0 }

/** Gross totals of the lines: the base and a tax on top, as the order has it. */
const totals = ({ lines }: Sale): Map<number, number> =>
  new Map(lines.map(({ line, baseMinor }) => [line, baseMinor + Math.floor(baseMinor / 5)]))
const orderOf = (remaining: ReadonlyMap<number, number>, isDelivered: boolean): SettlingOrder => ({
  isPaid: true,
  holdDays: HOLD_DAYS,
  lines: [...remaining].map(([line, remainingMinor]) => ({ line, remainingMinor, deliveredAt: isDelivered ? NOW : undefined })),
})
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

describe('for any tree, plan, sale and sequence of refunds', () => {
  test(`parts keep to the caps, entries balance and replay to what is stored, and a full refund in parts returns every account to nothing (${CASES} cases)`, {
    timeout: 240_000,
  }, () => {
    fc.assert(
      fc.property(plan, sale, events, (document, sold, steps) => {
        const earnings = earn(document, sold)
        keepsToItsCaps(document, sold, earnings)
        const whole = totals(sold)
        const remaining = new Map(whole)
        const ledger = new PaperLedger(earnings, whole)
        let [isDelivered, now] = [false, NOW]
        let paidOut = false
        for (const { line, permille, after } of steps) {
          const left = remaining.get(line + 1)
          if (left !== undefined) remaining.set(line + 1, left - Math.floor((left * permille) / 1_000))
          if (after !== 'nothing') isDelivered = true
          if (after === 'release' || after === 'pay out') now = releasedAt(NOW, HOLD_DAYS)
          ledger.settle(orderOf(remaining, isDelivered), now)
          if (after === 'pay out') {
            ledger.payOut()
            paidOut = true
          }
          replaysToWhatIsStored(ledger)
        }
        for (const number of remaining.keys()) remaining.set(number, 0)
        ledger.settle(orderOf(remaining, isDelivered), now)
        replaysToWhatIsStored(ledger)
        if (ledger.commissions.some(({ earnedMinor, reversedMinor }) => earnedMinor !== reversedMinor))
          throw new Error('not all was reversed')
        const balances = ledger.balances()
        if (balances['commission_expense ']) throw new Error('the parent still bears an expense')
        // What was paid out before the refund is owed by exactly those who got it; otherwise every account is as before the sale.
        const owed = sum(Object.entries(balances).map(([name, balance]) => (name.startsWith('bank') ? 0 : balance)))
        if (owed !== -(balances['bank '] ?? 0) || (!paidOut && Object.keys(balances).length > 0)) throw new Error(JSON.stringify(balances))
      }),
      { numRuns: CASES, seed: 20_261_123 },
    )
  })

  test(`the order of refunds, and when the delivery comes between them, does not matter (${CASES} cases)`, { timeout: 240_000 }, () => {
    const refund = fc.record({ line: fc.nat(2), amountMinor: fc.integer({ min: 1, max: 9_000 }) })
    fc.assert(
      fc.property(plan, sale, fc.array(refund, { minLength: 2, maxLength: 5 }), fc.nat(5), (document, sold, refunds, position) => {
        const steps = refunds.toSpliced(position, 0, DELIVERY)
        const earnings = earn(document, sold)
        const ends = [steps, steps.toReversed()].map((sequence) => {
          const remaining = totals(sold)
          const ledger = new PaperLedger(earnings, totals(sold))
          let isDelivered = false
          for (const step of sequence) {
            const left = remaining.get(step.line + 1)
            if (step === DELIVERY) isDelivered = true
            else if (left !== undefined) remaining.set(step.line + 1, Math.max(0, left - step.amountMinor))
            ledger.settle(orderOf(remaining, isDelivered), NOW)
          }
          return JSON.stringify(ledger.balances())
        })
        if (ends[0] !== ends[1]) throw new Error(ends.join(' and '))
      }),
      { numRuns: CASES, seed: 20_261_123 },
    )
  })
})

function replaysToWhatIsStored(ledger: PaperLedger): void {
  const [replayed, stored] = [JSON.stringify(ledger.balances()), JSON.stringify(ledger.balancesOfCommissions())]
  if (replayed !== stored) throw new Error(`the entries replay to ${replayed}, the commissions say ${stored}`)
}

function keepsToItsCaps({ caps, minimumMinor }: Plan, { lines }: Sale, { earned, breakageMinor }: ReturnType<typeof earn>): void {
  const total = sum(earned.map(({ earnedMinor }) => earnedMinor))
  const base = sum(lines.map(({ baseMinor }) => baseMinor))
  const limits = [
    base,
    caps.orderMinor?.['EUR'],
    caps.orderBasisPoints === undefined ? undefined : Math.floor((base * caps.orderBasisPoints) / 10_000),
  ]
  for (const limitMinor of limits)
    if (limitMinor !== undefined && limitMinor < total) throw new Error(`${total} was paid, ${limitMinor} is the limit`)
  for (const { line, baseMinor } of lines) {
    const paid = sum(earned.filter((one) => one.line === line).map(({ earnedMinor }) => earnedMinor))
    if (baseMinor < paid) throw new Error(`line ${line} paid ${paid} of ${baseMinor}`)
  }
  const most = caps.affiliateOrderMinor?.['EUR']
  for (const { affiliateId, earnedMinor } of earned) {
    const own = sum(earned.filter((one) => one.affiliateId === affiliateId).map((one) => one.earnedMinor))
    if (most !== undefined && most < own) throw new Error(`affiliate ${affiliateId} earned ${own} of at most ${most}`)
    if (earnedMinor < Math.max(1, minimumMinor?.['EUR'] ?? 0)) throw new Error(`${earnedMinor} is below the minimum`)
  }
  if (breakageMinor < 0) throw new Error(`a breakage of ${breakageMinor}`)
}
