import type { Deal, Milestone } from '@tributary/protocol/milestone'
import { timesMinor } from '@tributary/protocol/money'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { type Proposal, type ProposalDecision, timesOf } from '@tributary/protocol/proposal'
import { html } from 'hono/html'
import { amount } from './amounts.ts'
import { day } from './day.ts'
import { errorSummary, type FieldErrors, type Fields, field, textArea } from './form.ts'
import type { Html } from './page.ts'

/** Everything about the proposal of one request that its page shows. `action` is where the customer's decision goes; without it there is nothing to decide here. */
export interface ProposalView {
  readonly proposals: readonly Proposal[]
  readonly decisions: readonly ProposalDecision[]
  readonly deal: Deal | undefined
  readonly action: string | undefined
  readonly notice: string
  readonly fields: Fields
  readonly errors: FieldErrors
}

/** The proposal with the form to decide about it, or what was agreed with what became of each part; nothing before something was proposed. */
export function proposalPanel(policy: ProgramPolicy, view: ProposalView): Html {
  const [latest, ...older] = view.proposals
  if (!latest) return html``
  return html`<div class="panel" id="proposal">
${view.deal ? agreed(policy, view, view.deal) : proposed(policy, view, latest)}
${older.length === 0 ? '' : html`<details><summary>Earlier versions</summary>${older.map((version) => html`<h3>Version ${version.version}, ${WORDS[version.state]}</h3>${content(policy, version)}`)}</details>`}
</div>`
}

const WORDS: Record<Proposal['state'], string> = {
  open: 'open',
  superseded: 'replaced by a later one',
  lapsed: 'not valid any more',
  accepted: 'accepted',
  declined: 'declined',
}

const proposed = (policy: ProgramPolicy, view: ProposalView, latest: Proposal): Html => html`
<h2>${latest.version === 1 ? 'Proposal' : `Proposal, version ${latest.version}`}</h2>
${view.notice === '' ? '' : html`<p class="notice bad" role="alert">${view.notice}</p>`}
<p>${view.action === undefined ? `It is ${WORDS[latest.state]}; it can be accepted until ${day(policy, latest.validUntil)}.` : whatNow(policy, latest)}</p>
${content(policy, latest)}
${latest.state === 'open' && view.action !== undefined ? decisionForm(policy, view.action, view, latest) : ''}`

function whatNow(policy: ProgramPolicy, { state, validUntil }: Proposal): string {
  const contact = `To have it renewed, write below or to ${policy.contact}.`
  switch (state) {
    case 'open':
      return `You can accept it until ${day(policy, validUntil)}. Nothing is owed until you do.`
    case 'declined':
      return 'You declined this version. Write below what should be different.'
    default:
      return `It was good until ${day(policy, validUntil)}. ${contact}`
  }
}

const content = (policy: ProgramPolicy, { lines, milestones, totals, terms, taxBasisPoints }: Proposal): Html => html`<table>
<tbody>
${lines.map(
  ({ title, quantity, unitMinor }) =>
    html`<tr><th scope="row">${quantity === 1 ? '' : `${quantity} × `}${title}</th><td>${amount(policy, timesMinor(unitMinor, quantity))}</td></tr>`,
)}
${totals.taxIncluded || totals.taxMinor === 0 ? '' : html`<tr><th scope="row">Tax, ${taxBasisPoints / 100} %</th><td>${amount(policy, totals.taxMinor)}</td></tr>`}
</tbody>
<tfoot><tr class="sum"><th scope="row">Total</th><td>${amount(policy, totals.totalMinor)}</td></tr>
${totals.taxIncluded ? html`<tr><th scope="row" class="muted">Tax in it, ${taxBasisPoints / 100} %</th><td class="muted">${amount(policy, totals.taxMinor)}</td></tr>` : ''}</tfoot>
</table>
<h3>When it is paid</h3>
<ol class="milestones">${milestones.map(
  (milestone) => html`<li><span><strong>${milestone.title}</strong><br><span class="muted">${dueText(policy, milestone)}</span></span>
<span class="amount">${timesOf(milestone) === 1 ? '' : `${timesOf(milestone)} × `}${amount(policy, milestone.amountMinor)}</span></li>`,
)}</ol>
${totals.taxIncluded || totals.taxMinor === 0 ? '' : html`<p class="muted">The tax is added to each part.</p>`}
${terms === '' ? '' : html`<h3>Terms</h3><p class="as-written">${terms}</p>`}`

function dueText(policy: ProgramPolicy, { condition, dueOn, months }: Proposal['milestones'][number]): string {
  const on = dueOn === undefined ? '' : day(policy, dueOn)
  if (months === undefined) return [condition, on].filter((part) => part !== '').join(', ')
  return [condition, `every month for ${months} months, first on ${on}`].filter((part) => part !== '').join(', ')
}

// The button says what it costs, and that it binds.
const decisionForm = (policy: ProgramPolicy, action: string, { fields, errors }: ProposalView, { id, totals }: Proposal): Html => html`
<form method="post" action="${action}" class="decide">
${errorSummary(errors)}
<input type="hidden" name="proposal" value="${id}">
${field('name', 'Your name', fields, errors, { autocomplete: 'name', help: 'As it should stand under the agreement.' })}
<button name="decision" value="accepted">Accept with obligation to pay ${amount(policy, totals.totalMinor)}</button>
<details ${fields['decision'] === 'declined' ? 'open' : ''}><summary>Not quite right?</summary>
${textArea('note', 'What should be different? (optional)', fields, errors)}
<button name="decision" value="declined" class="secondary">Decline this version</button></details>
</form>`

function agreed(policy: ProgramPolicy, view: ProposalView, deal: Deal): Html {
  const { proposals, decisions } = view
  const version = proposals.find((one) => one.version === deal.version)
  const record = decisions.find((one) => one.version === deal.version && one.decision === 'accepted')
  const name = record?.parts.find((part) => part.name === 'name')?.value
  return html`<h2>What was agreed</h2>
${view.notice === '' ? '' : html`<p class="notice bad" role="alert">${view.notice}</p>`}
<p>Accepted on ${day(policy, deal.wonAt)}${typeof name === 'string' ? ` by ${name}` : ''}, version ${deal.version}. ${paidText(policy, deal, view.action !== undefined)}</p>
<ol class="milestones">${deal.milestones.map((milestone) => milestoneRow(policy, milestone, view.action !== undefined))}</ol>
${version ? html`<details><summary>What the agreement says</summary>${content(policy, version)}</details>` : ''}
${record ? html`<p class="muted after">The record of this agreement has the hash <code>${record.hash}</code>. It proves later that nothing was rewritten.</p>` : ''}`
}

function paidText(policy: ProgramPolicy, { totalMinor, paidMinor, refundedMinor }: Deal, isCustomer: boolean): string {
  const back = refundedMinor > 0 ? `; ${amount(policy, refundedMinor)} went back${isCustomer ? ' to you' : ''}` : ''
  return paidMinor === 0
    ? `${amount(policy, totalMinor)} in all.`
    : `${amount(policy, paidMinor)} of ${amount(policy, totalMinor)} is paid${back}.`
}

const milestoneRow = (
  policy: ProgramPolicy,
  milestone: Milestone,
  isCustomer: boolean,
): Html => html`<li class="${milestone.state}"><span><strong>${milestone.title}</strong><br>
<span class="muted">${milestoneText(policy, milestone, isCustomer)}</span></span><span class="amount">${amount(policy, milestone.totalMinor)}</span></li>`

function milestoneText(
  policy: ProgramPolicy,
  { state, condition, dueOn, invoicedAt, paidAt, order }: Milestone,
  isCustomer: boolean,
): string {
  const due = [condition, dueOn === undefined ? '' : day(policy, dueOn)].filter((part) => part !== '').join(', ')
  switch (state) {
    case 'due':
      return due
    case 'invoiced':
      return `Invoiced${invoicedAt === undefined ? '' : ` on ${day(policy, invoicedAt)}`}${isCustomer ? '; please pay it' : ''}`
    case 'paid':
      return `Paid${paidAt === undefined ? '' : ` on ${day(policy, paidAt)}`}${order && order.refundedMinor > 0 ? `; ${amount(policy, order.refundedMinor)} went back${isCustomer ? ' to you' : ''}` : ''}`
    case 'cancelled':
      return 'Cancelled; nothing is due'
  }
}
