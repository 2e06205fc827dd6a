import { COMMISSION_ACCOUNTS, COMMISSION_TRANSITIONS, type CommissionState } from '@tributary/protocol/commission'
import type { AccountKind, TransactionKind } from '@tributary/protocol/ledger'
import { toMinor } from '@tributary/protocol/money'

const DAY_MS = 24 * 60 * 60 * 1_000

/** A commission as its life goes on. Amounts are minor units; `payoutKey` reserves it for a payout. */
export interface LivingCommission {
  readonly commissionKey: number
  readonly id: string
  readonly affiliateId: number
  readonly line: number
  readonly state: CommissionState
  /** What of the line was still sold when it was earned. */
  readonly ofMinor: number
  readonly earnedMinor: number
  readonly reversedMinor: number
  readonly deliveredAt: Date | null
}

/** What of an order matters to its commissions, by line. */
export interface SettlingLine {
  readonly line: number
  /** What of the line's total is still sold: not cancelled, not refunded, not charged back. */
  readonly remainingMinor: number
  /** When the line was delivered, or counts as delivered; `undefined` while it is not. */
  readonly deliveredAt: Date | undefined
}

/** An order as its commissions see it. */
export interface SettlingOrder {
  readonly isPaid: boolean
  readonly holdDays: number
  readonly lines: readonly SettlingLine[]
}

/** Money of one commission that moves between two accounts. */
export interface Posting {
  readonly kind: TransactionKind
  readonly commissionKey: number
  readonly commissionId: string
  readonly affiliateId: number
  readonly debit: AccountKind
  readonly credit: AccountKind
  readonly amountMinor: number
}

/** What becomes of a commission: its new state and the money that moves. */
export interface Advance {
  readonly commission: LivingCommission
  readonly postings: readonly Posting[]
}

/**
 * How much of a commission is reversed so far: earned − floor(earned × remaining ÷ original). Always from the whole, so that refunds in any number of
 * parts sum exactly and never exceed what was earned. Of 1000 earned on 9999, with 6666 left, 334 are reversed.
 */
export function reversedMinor(earnedMinor: number, remainingMinor: number, originalMinor: number): number {
  if (originalMinor === 0) return 0
  const kept = (BigInt(earnedMinor) * BigInt(Math.min(remainingMinor, originalMinor))) / BigInt(originalMinor)
  return toMinor(BigInt(earnedMinor) - kept)
}

/** What becomes of a commission now: reversed or reinstated as its line says, then moved as far along as it may go. */
export function advance(commission: LivingCommission, order: SettlingOrder, now: Date): Advance {
  const line = order.lines.find((one) => one.line === commission.line)
  if (!line) throw new Error(`expected line ${commission.line} of the order of ${commission.id}, received none`)
  const postings: Posting[] = []
  let living = commission

  const target = reversedMinor(commission.earnedMinor, line.remainingMinor, commission.ofMinor)
  const account = COMMISSION_ACCOUNTS[commission.state]
  const difference = target - commission.reversedMinor
  if (difference > 0) postings.push(posting(commission, 'commission_reversed', account, 'commission_expense', difference))
  if (difference < 0) postings.push(posting(commission, 'commission_reinstated', 'commission_expense', account, -difference))
  living = { ...living, reversedMinor: target }

  const restMinor = living.earnedMinor - living.reversedMinor
  const move = (event: 'deliver' | 'release', kind: TransactionKind): void => {
    const to = nextState(living.state, event)
    if (!to) throw new Error(`expected a commission that can ${event}, received one that is ${living.state}`)
    if (restMinor > 0) postings.push(posting(living, kind, COMMISSION_ACCOUNTS[living.state], COMMISSION_ACCOUNTS[to], restMinor))
    living = { ...living, state: to }
  }
  if (living.state === 'pending' && line.deliveredAt && line.deliveredAt <= now) {
    living = { ...living, deliveredAt: line.deliveredAt }
    move('deliver', 'commission_delivered')
  }
  if (living.state === 'held' && living.deliveredAt && order.isPaid && releasedAt(living.deliveredAt, order.holdDays) <= now) {
    move('release', 'commission_released')
  }
  return { commission: living, postings }
}

/** When the hold of a commission ends. */
export const releasedAt = (deliveredAt: Date, holdDays: number): Date => new Date(deliveredAt.getTime() + holdDays * DAY_MS)

/** The state that an event leads to, or `undefined` where the table refuses it. */
export const nextState = (state: CommissionState, event: string): CommissionState | undefined =>
  (COMMISSION_TRANSITIONS[state] as Readonly<Record<string, CommissionState>>)[event]

const posting = (
  { commissionKey, id, affiliateId }: LivingCommission,
  kind: TransactionKind,
  debit: AccountKind,
  credit: AccountKind,
  amountMinor: number,
): Posting => ({ kind, commissionKey, commissionId: id, affiliateId, debit, credit, amountMinor })
