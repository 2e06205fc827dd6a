import type { CommissionExplanation, MissedReason } from '@tributary/protocol/commission'
import type { Balance, Downline, NextPayout, OwnOrder } from '@tributary/protocol/own-account'
import type { Plan } from '@tributary/protocol/plan'
import type { ProgramPolicy } from '@tributary/protocol/program'
import type { AccountSplit } from '@tributary/protocol/statement'
import { whyMissed } from './commission-explanation.ts'
import { dayOf, nextMonth, startOfDay } from './period.ts'

/** What is held and becomes payable at a known instant. */
export interface Coming {
  readonly currency: string
  readonly releasedAt: Date
  readonly amountMinor: number
}

/** An order as it is stored, of which an affiliate sees a part. */
export interface ViewedOrder extends Omit<OwnOrder, 'placedAt' | 'customer' | 'why'> {
  readonly placedAt: Date
  readonly earnedOn: Plan['earnedOn'] | null
  readonly hasCommission: boolean
  readonly isEarned: boolean
  readonly missed: MissedReason | null
  readonly isDirect: boolean
  readonly customerName: string
  readonly customerCountry: string
}

/** A balance with the payout that comes next. */
export function balanceView(
  policy: ProgramPolicy,
  { currency, ...split }: AccountSplit & { readonly currency: string },
  coming: readonly Coming[],
  now: Date,
): Balance {
  const own = coming.filter((one) => one.currency === currency)
  return { currency, ...split, nextPayout: nextPayout(policy, currency, split.payableMinor, own, now) }
}

/** The next payout as far as it is known: what is payable now, and what is released by its day. A day of the program's time zone that is today counts. */
export function nextPayout(
  { payout = {}, timeZone }: Pick<ProgramPolicy, 'payout' | 'timeZone'>,
  currency: string,
  payableMinor: number,
  coming: readonly Pick<Coming, 'releasedAt' | 'amountMinor'>[],
  now: Date,
): NextPayout {
  const minimumMinor = payout.minimumMinor?.[currency] ?? 0
  const on = payout.dayOfMonth === undefined ? undefined : nextDay(payout.dayOfMonth, dayOf(now, timeZone))
  const until = on === undefined ? now : startOfDay(on, timeZone)
  const released = coming.filter(({ releasedAt }) => releasedAt <= until)
  const amountMinor = released.reduce((sum, one) => sum + one.amountMinor, payableMinor)
  return { ...(on !== undefined && { on }), amountMinor, minimumMinor, isCarried: amountMinor <= 0 || amountMinor < minimumMinor }
}

function nextDay(dayOfMonth: number, today: string): string {
  const day = String(dayOfMonth).padStart(2, '0')
  const month = today.slice(0, 7)
  return today.slice(8) <= day ? `${month}-${day}` : `${nextMonth(month)}-${day}`
}

/** An order as an affiliate may see it: of the customer what the program allows, and only where it sold the order itself. */
export function ownOrder({ affiliatesSee = 'nothing' }: Pick<ProgramPolicy, 'affiliatesSee'>, order: ViewedOrder): OwnOrder {
  const { number, placedAt, state, payment, level, currency, amountMinor, test, isDirect, customerName, customerCountry } = order
  const why = whyNothing(order)
  const customer = { country: customerCountry, ...(affiliatesSee === 'name' && { name: customerName }) }
  return {
    number,
    placedAt: placedAt.toISOString(),
    state,
    payment,
    level: isDirect ? 0 : level,
    currency,
    amountMinor,
    ...(why !== undefined && { why }),
    ...(isDirect && affiliatesSee !== 'nothing' && { customer }),
    test,
  }
}

function whyNothing({ hasCommission, isEarned, missed, earnedOn, state }: ViewedOrder): string | undefined {
  if (hasCommission) return undefined
  if (isEarned) return missed ? `You earn nothing from it: ${whyMissed(missed)}.` : 'You earn nothing from it.'
  if (state === 'cancelled') return 'It was cancelled before anything was earned.'
  if (earnedOn === null) return 'No plan of commissions counted for it when it was placed.'
  return `Nothing is earned yet: it waits for its ${earnedOn}.`
}

/** An explanation as the affiliate itself may read it: who else did not earn is told without a name. */
export const ownExplanation = (explanation: CommissionExplanation): CommissionExplanation => ({
  ...explanation,
  missed: explanation.missed.map(({ affiliate, ...missed }) =>
    affiliate === explanation.commission.affiliate ? { affiliate, ...missed } : missed,
  ),
})

/** A network by level, with what was earned from each. */
export function downlineView(
  levels: readonly Omit<Downline['levels'][number], 'earnedMinor'>[],
  earnings: readonly { readonly level: number; readonly currency: string; readonly amountMinor: number }[],
  newest: readonly {
    readonly code: string
    readonly level: number
    readonly state: Downline['newest'][number]['state']
    readonly name: string | null
    readonly joinedAt: Date
  }[],
): Downline {
  return {
    levels: levels.map((one) => ({
      ...one,
      earnedMinor: Object.fromEntries(
        earnings.filter(({ level }) => level === one.level).map(({ currency, amountMinor }) => [currency, amountMinor]),
      ),
    })),
    newest: newest.map(({ name, joinedAt, ...member }) => ({
      ...member,
      ...(name !== null && { name }),
      joinedAt: joinedAt.toISOString(),
    })),
  }
}
