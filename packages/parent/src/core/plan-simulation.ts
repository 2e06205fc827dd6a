import { sumMinor } from '@tributary/protocol/money'
import type { Plan } from '@tributary/protocol/plan'
import type { Difference, PastSale, SimulationReport } from '@tributary/protocol/sale'
import type { Earner } from './earning.ts'
import { monthOf } from './period.ts'
import { earn } from './plan.ts'
import { NOTHING_SOLD, SalesWindow, type SoldSums } from './sales-window.ts'
import { qualifiedDepth } from './settlement.ts'

interface Sums {
  baseMinor: number
  liveMinor: number
  draftMinor: number
  breakageMinor: number
}

/**
 * Replays past sales through a draft of a plan, one at a time, oldest first. Kept are one sum for each affiliate and month, and what was sold inside
 * the draft's qualification window: memory does not grow with the number of sales.
 */
export class Simulation {
  readonly #plan: Plan
  readonly #timeZone: string
  readonly #totals = new Map<string, Sums>()
  readonly #affiliates = new Map<string, { live: number; draft: number }>()
  readonly #months = new Map<string, number>()
  readonly #sold = new Map<string, SalesWindow>()
  readonly #unknown = new Map<string, number>()
  #month = ''
  #sales = 0

  constructor(plan: Plan, timeZone: string) {
    this.#plan = plan
    this.#timeZone = timeZone
  }

  /** Replays one sale. */
  add(sale: PastSale): void {
    this.#sales++
    const { currency, lines, direct, upline, isNetworkPurchase, earned } = sale
    const baseMinor = sumMinor(lines.map((line) => line.baseMinor))
    const live = sumMinor(Object.values(earned))
    const total = this.#totals.get(currency) ?? { baseMinor: 0, liveMinor: 0, draftMinor: 0, breakageMinor: 0 }
    this.#totals.set(currency, { ...total, baseMinor: total.baseMinor + baseMinor, liveMinor: total.liveMinor + live })
    for (const [affiliate, amountMinor] of Object.entries(earned)) this.#count(affiliate, currency, amountMinor, 0)
    if (!this.#plan.currencies.includes(currency)) {
      this.#unknown.set(currency, (this.#unknown.get(currency) ?? 0) + 1)
      return
    }
    const names = [direct, ...upline]
    this.#enterMonth(sale)
    const earners = names.map((name, index) => this.#earner(sale, name, index))
    const [first = this.#earner(sale, direct, 0), ...above] = earners
    const earnings = earn(this.#plan, { currency, lines, direct: first, upline: above, isNetworkPurchase })
    for (const { affiliateId, earnedMinor } of earnings.earned) {
      const name = names[affiliateId] ?? ''
      this.#count(name, currency, 0, earnedMinor)
      this.#months.set(`${name} ${currency}`, (this.#months.get(`${name} ${currency}`) ?? 0) + earnedMinor)
    }
    const now = this.#totals.get(currency) as Sums
    now.draftMinor += sumMinor(earnings.earned.map(({ earnedMinor }) => earnedMinor))
    now.breakageMinor += earnings.breakageMinor
    this.#sell(direct, currency, Date.parse(sale.placedAt), baseMinor)
  }

  /** What came of it so far; whoever loses most first. */
  report(): SimulationReport {
    const differences = [...this.#affiliates].map(([key, { live, draft }]): Difference => {
      const [affiliate = '', currency = ''] = key.split(' ')
      return { affiliate, currency, liveMinor: live, draftMinor: draft, differenceMinor: draft - live }
    })
    return {
      sales: this.#sales,
      totals: [...this.#totals].map(([currency, sums]) => ({ currency, ...sums })),
      unknownCurrency: Object.fromEntries(this.#unknown),
      differences: differences.sort((a, b) => a.differenceMinor - b.differenceMinor || (a.affiliate < b.affiliate ? -1 : 1)),
    }
  }

  // The position stands in for the internal key: earnings name their earner by it.
  #earner({ currency, inactive, customer, placedAt }: PastSale, name: string, position: number): Earner {
    const sold = this.#soldBy(name, currency, Date.parse(placedAt))
    return {
      affiliateId: position,
      isActive: !inactive.includes(name),
      qualifiedDepth: qualifiedDepth(this.#plan, currency, sold),
      isCustomer: name === customer,
      monthMinor: this.#months.get(`${name} ${currency}`) ?? 0,
    }
  }

  #soldBy(name: string, currency: string, now: number): SoldSums {
    return this.#sold.get(`${name} ${currency}`)?.before(now) ?? NOTHING_SOLD
  }

  #sell(name: string, currency: string, at: number, baseMinor: number): void {
    const { qualification } = this.#plan
    if (!qualification) return
    const key = `${name} ${currency}`
    const window = this.#sold.get(key) ?? new SalesWindow(qualification.days)
    window.add(at, baseMinor)
    this.#sold.set(key, window)
  }

  #enterMonth({ placedAt }: PastSale): void {
    if (!this.#plan.caps.affiliateMonthMinor) return
    const month = monthOf(new Date(placedAt), this.#timeZone)
    if (month !== this.#month) this.#months.clear()
    this.#month = month
  }

  #count(affiliate: string, currency: string, liveMinor: number, draftMinor: number): void {
    const key = `${affiliate} ${currency}`
    const { live, draft } = this.#affiliates.get(key) ?? { live: 0, draft: 0 }
    this.#affiliates.set(key, { live: live + liveMinor, draft: draft + draftMinor })
  }
}
