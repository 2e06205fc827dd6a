import type { CommissionExplanation } from '@tributary/protocol/commission'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { html } from 'hono/html'
import { readOwnExplanation } from '../routes/commissions.ts'
import type { Parent } from '../routes/route.ts'
import { backLink, levelWords, moneyIn, stateWords } from './account-parts.ts'
import { day } from './day.ts'
import { failurePage, type Html, page } from './page.ts'
import type { SignedIn } from './signed-in.ts'

const KINDS: Readonly<Record<string, string>> = {
  commission_created: 'earned',
  commission_delivered: 'delivered: the hold began',
  commission_released: 'the hold is over: payable',
  commission_reversed: 'taken back',
  commission_reinstated: 'given back',
}

/** `GET /affiliate/why/:id`: every step of a commission's arithmetic, to be checked with a pocket calculator. */
export async function showWhy(parent: Parent, { program, affiliate, context }: SignedIn): Promise<Response> {
  const { policy } = program
  const why = await readOwnExplanation(parent, program, affiliate.affiliateId, context.req.param('id') ?? '')
  if (!why) return failurePage(policy, 'There is no such commission', 'The link was cut, or it is not one of yours.', 404)
  const { commission, attribution, plan } = why
  const money = (amountMinor: number) => moneyIn(policy, commission.currency, amountMinor)
  const title = `Why ${money(commission.amountMinor)}`
  const rule = plan.rule === undefined ? '' : `, rule “${plan.rule}”`
  const isOwn = attribution.affiliate === affiliate.code
  const body = html`<div class="narrow">${backLink}<div class="panel">
<h1>${title}</h1>
<p>${commission.title}, order <a href="/affiliate/commissions?order=${commission.order}">${commission.order}</a>, ${levelWords(commission.level)}.
It is ${stateWords(policy, commission)}.</p>
<p>The order is attributed to ${isOwn ? 'you' : attribution.affiliate}: ${attribution.why}. The plan that counted when it was placed is version ${plan.version}, “${plan.name}”${rule}.</p>
${stepTable(why, money)}
</div>
${missedPanel(why)}
${ledgerPanel(policy, why, money)}
</div>`
  return page(body, { title: `${title} · ${policy.name}`, policy, test: commission.test, isPrivate: true })
}

const stepTable = ({ commission, steps }: CommissionExplanation, money: (amountMinor: number) => string): Html => html`<table>
<tbody>${steps.map(({ what, afterMinor }) => html`<tr><th scope="row">${what}</th><td>${money(afterMinor)}</td></tr>`)}</tbody>
<tfoot><tr class="sum"><th scope="row">You earn</th><td>${money(commission.amountMinor)}</td></tr></tfoot>
</table>`

const missedPanel = ({ missed, commission }: CommissionExplanation) =>
  missed.length === 0
    ? ''
    : html`<div class="panel"><h2>Who did not earn from this line</h2>
<ul class="plain">${missed.map(({ affiliate, level, why }) => html`<li>${affiliate === commission.affiliate ? 'You' : level === undefined ? 'Somebody else' : `Level ${level}`}: ${why}</li>`)}</ul></div>`

const ledgerPanel = (
  policy: ProgramPolicy,
  { transactions }: CommissionExplanation,
  money: (amountMinor: number) => string,
): Html => html`<div class="panel"><h2>In the ledger</h2>
${
  transactions.length === 0
    ? html`<p class="muted">Nothing: test orders move no money.</p>`
    : html`<table><tbody>${transactions.map(
        ({ kind, at, amountMinor }) =>
          html`<tr><th scope="row">${KINDS[kind] ?? kind.replaceAll('_', ' ')}<br><span class="muted">${day(policy, at)}</span></th><td>${money(kind === 'commission_reversed' ? -amountMinor : amountMinor)}</td></tr>`,
      )}</tbody></table>`
}</div>`
