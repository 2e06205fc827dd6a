import { formatMoney } from '@tributary/protocol/money'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { type Letter, writeLetter } from './letter.ts'
import { currencyDigits } from './program.ts'
import { becauseOf } from './statement.ts'

/** Commissions of one order that were taken back from an affiliate, or given back to it. Amounts positive, minor units. */
export interface Correction {
  readonly kind: 'commission_reversed' | 'commission_reinstated'
  readonly commissions: readonly { readonly id: string; readonly title: string; readonly amountMinor: number }[]
}

/** To the affiliate: money of yours moved, how much, and why. What staff wrote to the customer is not told: it may be about a person. */
export function commissionCorrected(
  policy: ProgramPolicy,
  origin: string,
  order: { readonly number: string; readonly currency: string; readonly test: boolean },
  affiliate: { readonly name: string; readonly email: string },
  { kind, commissions }: Correction,
  cause: string,
): Letter {
  const money = (amountMinor: number) =>
    formatMoney({ currency: order.currency, amountMinor }, currencyDigits(order.currency), policy.locale)
  const sum = money(commissions.reduce((total, { amountMinor }) => total + amountMinor, 0))
  const verb = kind === 'commission_reversed' ? 'taken back' : 'given back'
  const [only, ...others] = commissions
  const path = only && others.length === 0 ? `why/${only.id}` : `commissions?order=${order.number}`
  return writeLetter({
    kind,
    recipient: affiliate.email,
    subject: `${sum} of your commission ${verb}: order ${order.number}`,
    paragraphs: [
      `${affiliate.name}, ${sum} of your commission on order ${order.number} ${commissions.length === 1 ? 'was' : 'were'} ${verb}.`,
      `The reason: ${becauseOf(cause)}.`,
    ],
    rows: [...commissions.map(({ title, amountMinor }): [string, string] => [title, money(amountMinor)]), [`${capital(verb)} in all`, sum]],
    hasSum: true,
    link: { label: 'See the arithmetic', url: `${origin}/affiliate/${path}` },
    footer: `${policy.name} · ${policy.contact}`,
    test: order.test,
  })
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
