import type { Balance } from '@tributary/protocol/own-account'
import type { PaymentDetails } from '@tributary/protocol/payment-details'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { type StatementList, totalOf } from '@tributary/protocol/statement'
import { html } from 'hono/html'
import { monthName } from '../core/statement-document.ts'
import { daysUntil, moneyIn, type Words } from './account-parts.ts'
import { day } from './day.ts'
import { type ChartMonth, earningsChart } from './earnings-chart.ts'
import type { Html } from './page.ts'

/** The next payout and what it is made of; each amount leads to what explains it. */
export function balancePanel(
  policy: ProgramPolicy,
  { currency, pendingMinor, heldMinor, payableMinor, nextPayout }: Balance,
  { month, today }: { readonly month: string; readonly today: string },
  paidTo: PaymentDetails | undefined,
): Html {
  const money = (amountMinor: number) => moneyIn(policy, currency, amountMinor)
  const { on, amountMinor, minimumMinor, isCarried } = nextPayout
  const date = on === undefined ? '' : html`, ${day(policy, on)} <span class="muted">(${daysUntil(policy, on, today)})</span>`
  return html`<section class="panel"><h2>Next payout${date}</h2>
<p class="figure">${money(Math.max(0, isCarried ? 0 : amountMinor))}</p>
${isCarried ? html`<p>${carried(money, amountMinor, minimumMinor)}</p>` : html`<p class="muted">If nothing is taken back until then.</p>`}
<table><tbody>
<tr><th scope="row">Payable<br><span class="muted">The hold is over and the order is paid.</span></th><td><a href="/affiliate/statements/${month}/${currency}">${money(payableMinor)}</a></td></tr>
<tr><th scope="row">Held<br><span class="muted">Delivered; the time to send it back runs.</span></th><td><a href="/affiliate/commissions?state=held">${money(heldMinor)}</a></td></tr>
<tr><th scope="row">Pending<br><span class="muted">Earned, not delivered yet.</span></th><td><a href="/affiliate/commissions?state=pending">${money(pendingMinor)}</a></td></tr>
</tbody></table>
<p class="muted after">${paidTo ? `Paid to ${paidTo.holder}, ${paidTo.account}.` : html`Nobody knows yet where to pay you. Tell ${policy.contact}.`}</p>
</section>`
}

function carried(money: (amountMinor: number) => string, amountMinor: number, minimumMinor: number): string {
  if (amountMinor < 0)
    return `${money(-amountMinor)} were taken back after they had been paid out; they are set off against what you earn next.`
  if (amountMinor === 0) return 'Nothing is payable by then.'
  return `${money(amountMinor)} will be payable; less than ${money(minimumMinor)} is not sent but carried to the payout after.`
}

/** Earnings by month, for each currency. */
export const monthsPanel = (words: Words, months: readonly { readonly currency: string; readonly months: readonly ChartMonth[] }[]): Html =>
  html`<section class="panel"><h2>What you earned</h2>
${months.length === 0 ? html`<p>Nothing yet. It appears here with the first order that is paid.</p>` : months.map(({ currency, months }) => earningsChart(words, currency, months))}
</section>`

/** The statements, newest first, with the month that is running. */
export function statementsPanel(words: Words, statements: StatementList['statements'], balances: readonly Balance[], month: string): Html {
  const closed = statements.toReversed()
  return html`<section class="panel"><h2>Statements</h2>
<table><tbody>
${balances.map(
  ({ currency, ...split }) =>
    html`<tr><th scope="row"><a href="/affiliate/statements/${month}/${currency}">${monthName(month, words.locale)}, so far</a></th><td>${moneyIn(words, currency, totalOf(split))}</td></tr>`,
)}
${closed.map(
  ({ period, currency, closing }) =>
    html`<tr><th scope="row"><a href="/affiliate/statements/${period}/${currency}">${monthName(period, words.locale)}</a></th><td>${moneyIn(words, currency, totalOf(closing))}</td></tr>`,
)}
</tbody></table>
<p class="muted after">${closed.length === 0 ? 'A month is closed by the shop once it is over.' : 'What each month closed with: pending, held and payable together.'}</p>
</section>`
}
