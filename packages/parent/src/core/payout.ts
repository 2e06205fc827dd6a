import { formatMoney } from '@tributary/protocol/money'
import { type PayoutEvent, type PayoutState, payoutStateAfter } from '@tributary/protocol/payout'
import { fail, ok, type Result } from '@tributary/protocol/result'
import type { Refusal } from './order.ts'
import { currencyDigits } from './program.ts'

/** What an affiliate is owed, as a batch decides about it. Amounts are minor units. */
export interface Candidate {
  readonly affiliateId: number
  readonly code: string
  readonly state: string
  readonly balanceMinor: number
  readonly commissionsMinor: number
  readonly isInPayout: boolean
}

/** What a batch does with an affiliate: pays it, or leaves it out and says why. */
export type Decision = { readonly amountMinor: number } | { readonly why: string }

/**
 * Who is paid how much: what the payable account holds, which is less than the commissions where something was reversed after an earlier payout.
 * Suspended affiliates are left out; closed ones are paid what they earned.
 */
export function decidePayout(candidate: Candidate, currency: string, minimumMinor: number): Decision {
  const { state, balanceMinor, isInPayout } = candidate
  const money = amountIn(currency)
  if (isInPayout) return { why: 'It is in another payout that was not sent yet.' }
  if (state === 'suspended') return { why: 'It is suspended. Resume it, then draft again.' }
  if (balanceMinor < 0) return { why: `It owes ${money(-balanceMinor)} from reversals after earlier payouts; that is carried.` }
  if (balanceMinor === 0) return { why: 'Nothing is payable.' }
  if (balanceMinor < minimumMinor)
    return { why: `${money(balanceMinor)} is below the least that is paid out, ${money(minimumMinor)}; it is carried.` }
  return { amountMinor: balanceMinor }
}

/** A payout as its changes see it. */
export interface ChangeablePayout {
  readonly id: string
  readonly state: PayoutState
  readonly currency: string
  readonly amountMinor: number
  readonly madeBy: string
  readonly affiliateCode: string
  readonly affiliateState: string
}

/** What moves a payout: who, and what is owed to the affiliate at this moment (for approving and sending). */
export interface PayoutStep {
  readonly event: PayoutEvent
  readonly actor: string
  readonly owedMinor: number
}

/**
 * The state that an event leads to. Approving takes another key than drafting, and approves what is owed at that moment; what was approved is sent
 * only while it is still owed.
 */
export function decideMove(
  payout: ChangeablePayout,
  { event, actor, owedMinor }: PayoutStep,
): Result<{ to: PayoutState; amountMinor: number }, Refusal> {
  const { id, state, currency, amountMinor, madeBy, affiliateCode, affiliateState } = payout
  const to = payoutStateAfter(state, event)
  const money = amountIn(currency)
  if (!to) return fail({ code: 'payout_transition_refused', detail: `Payout ${id} to ${affiliateCode} is ${state}; it cannot ${event}.` })
  if (event === 'withdraw' || event === 'settle' || event === 'fail') return ok({ to, amountMinor })
  if (affiliateState === 'suspended') {
    return fail({ code: 'affiliate_suspended', detail: `${affiliateCode} is suspended. Resume it, or withdraw payout ${id}.` })
  }
  if (event === 'approve') {
    if (actor === madeBy) {
      return fail({
        code: 'payout_needs_second_key',
        detail: `Payout ${id} was drafted with the key ${madeBy}. Approve it with another one: tributary key add --name …`,
      })
    }
    if (owedMinor <= 0)
      return fail({ code: 'payout_changed', detail: `Nothing is owed to ${affiliateCode} any more. Withdraw payout ${id}.` })
    return ok({ to, amountMinor: owedMinor })
  }
  return owedMinor === amountMinor
    ? ok({ to, amountMinor })
    : fail({
        code: 'payout_changed',
        detail: `${money(amountMinor)} was approved for ${affiliateCode}, ${money(owedMinor)} is owed now. Withdraw payout ${id} and draft it again.`,
      })
}

const amountIn =
  (currency: string) =>
  (amountMinor: number): string =>
    formatMoney({ currency, amountMinor }, currencyDigits(currency), 'en')
