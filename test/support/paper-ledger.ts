import { advance, type LivingCommission, type Posting, type SettlingOrder } from '@tributary/parent/core/commission'
import type { Earnings } from '@tributary/parent/core/earning'
import { transactionsOf } from '@tributary/parent/core/settlement'
import { COMMISSION_ACCOUNTS } from '@tributary/protocol/commission'

/** A ledger on paper: what the core decides, entered by hand. Throws where a transaction does not balance or an entry is not positive. */
export class PaperLedger {
  readonly #balances = new Map<string, number>()
  readonly #paidOut = new Map<number, number>()
  commissions: LivingCommission[]
  #cause = 0

  constructor(earnings: Earnings, soldMinor: ReadonlyMap<number, number>) {
    this.commissions = earnings.earned.map(({ affiliateId, line, earnedMinor }, index) => ({
      commissionKey: index + 1,
      id: `com_${index + 1}`,
      affiliateId,
      line,
      state: 'pending',
      ofMinor: soldMinor.get(line) ?? 0,
      earnedMinor,
      reversedMinor: 0,
      deliveredAt: null,
    }))
    this.enter(this.commissions.map(birth))
  }

  /** Brings all commissions up to what the order is now. */
  settle(order: SettlingOrder, now: Date): void {
    const advances = this.commissions.map((commission) => advance(commission, order, now))
    this.commissions = advances.map(({ commission }) => commission)
    this.enter(advances.flatMap(({ postings }) => postings))
  }

  /** Pays out what is payable. */
  payOut(): void {
    const payable = this.commissions.filter(({ state }) => state === 'payable')
    for (const { commissionKey, affiliateId, earnedMinor, reversedMinor } of payable) {
      this.#paidOut.set(commissionKey, earnedMinor - reversedMinor)
      this.#pay(affiliateId, earnedMinor - reversedMinor)
    }
    this.commissions = this.commissions.map((one) => (one.state === 'payable' ? { ...one, state: 'paid' } : one))
  }

  enter(postings: readonly Posting[]): void {
    for (const { entries } of transactionsOf(`cause:${this.#cause++}`, 'ord_1', 'EUR', postings)) {
      let difference = 0
      for (const { account, affiliateId, side, amountMinor } of entries) {
        if (!(amountMinor > 0)) throw new Error(`expected a positive amount, received ${amountMinor}`)
        const signedMinor = side === 'credit' ? amountMinor : -amountMinor
        difference += signedMinor
        this.#add(`${account} ${affiliateId ?? ''}`, signedMinor)
      }
      if (difference !== 0 || entries.length === 0)
        throw new Error(`expected a balanced transaction, received one that is off by ${difference}`)
    }
  }

  /** Accounts that hold anything, by name: credits minus debits. */
  balances(): Record<string, number> {
    return shown(this.#balances)
  }

  /** The same a second way, from what is stored of the commissions and no entry: what is left of each stands where its state says. */
  balancesOfCommissions(): Record<string, number> {
    const balances = new Map<string, number>()
    const add = (name: string, amountMinor: number) => balances.set(name, (balances.get(name) ?? 0) + amountMinor)
    for (const { commissionKey, affiliateId, state, earnedMinor, reversedMinor } of this.commissions) {
      const paidMinor = this.#paidOut.get(commissionKey) ?? 0
      add(`${COMMISSION_ACCOUNTS[state]} ${affiliateId}`, earnedMinor - reversedMinor - paidMinor)
      add('bank ', paidMinor)
      add('commission_expense ', reversedMinor - earnedMinor)
    }
    return shown(balances)
  }

  #pay(affiliateId: number, amountMinor: number): void {
    if (amountMinor === 0) return
    this.#add(`affiliate_payable ${affiliateId}`, -amountMinor)
    this.#add('bank ', amountMinor)
  }

  #add(name: string, amountMinor: number): void {
    this.#balances.set(name, (this.#balances.get(name) ?? 0) + amountMinor)
  }
}

const shown = (balances: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries([...balances].filter(([, balance]) => balance !== 0).sort())

const birth = ({ commissionKey, id, affiliateId, earnedMinor }: LivingCommission): Posting => ({
  kind: 'commission_created',
  commissionKey,
  commissionId: id,
  affiliateId,
  debit: 'commission_expense',
  credit: 'affiliate_pending',
  amountMinor: earnedMinor,
})
