import type { LeadContact } from '@tributary/protocol/lead'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { html } from 'hono/html'
import { leadUrl } from '../core/lead.ts'
import { showsContact } from '../core/lead-view.ts'
import { answererOf } from '../routes/conversation-letters.ts'
import { readConversation } from '../routes/conversations.ts'
import type { Parent } from '../routes/route.ts'
import type { StoredConversation } from '../store/conversations.ts'
import type { StoredLead } from '../store/leads.ts'
import type { Program } from '../store/programs.ts'
import { type SiteRow, siteByKey } from '../store/sites.ts'
import { moment } from './account-parts.ts'
import { day } from './day.ts'
import { answerList } from './lead-answers.ts'
import { type Html, page } from './page.ts'
import { type Decision, readProposalPanel } from './proposal-decision.ts'
import { conversationPanel, EMPTY_REPLY, type Reply } from './thread.ts'

/** What a request's page is made for. */
export interface RequestVisit {
  readonly program: Program
  readonly lead: StoredLead
  readonly conversation: StoredConversation
  /** The address of the page without its origin. */
  readonly base: string
}

/** The forms of a request's page as they are shown again: the answer, the decision about a proposal. */
export interface RequestForms {
  readonly reply?: Reply
  readonly decision?: Decision
  readonly status?: number
}

/** `GET /request/:id/:secret`: the customer's page of one request. */
export async function showRequest(
  parent: Parent,
  visit: RequestVisit,
  { reply = EMPTY_REPLY, decision = {}, status = 200 }: RequestForms,
): Promise<Response> {
  const { program, lead, conversation, base } = visit
  const { policy } = program
  const read = await readConversation(parent, program, conversation, true)
  const site = lead.siteKey === null ? undefined : await siteByKey(parent.database, lead.siteKey)
  const answerer = answererOf(program, conversation)
  const body = html`<div class="split wide-first"><div class="stack">
<section class="panel"><h1>${lead.title}</h1>
<p class="muted">Your request ${lead.number} at ${policy.name}</p>
${steps(policy, lead, answerer)}
</section>
${await readProposalPanel(parent, program, lead, `${base}/proposal`, decision)}
${conversationPanel(policy, read, { me: 'customer', base, now: parent.now(), reply, empty: `Nothing was written yet. ${answerer} answers here, and you get a mail; you can add something meanwhile.` })}
</div><div class="stack">
${answererPanel(policy, conversation, answerer, site)}
<section class="panel"><h2>What you asked</h2>
${answerList(policy, lead.questions, lead.contact.answers, read.attachments, base)}
${sentAs(lead.contact)}
</section>
<section class="panel"><h2>Keep this page</h2>
<p>Its address shows your request to whoever has it; it is in each of our mails too.</p>
<pre>${leadUrl(parent.origin, await parent.keyring(program.programId), lead.id)}</pre>
</section>
</div></div>`
  return page(body, { title: `${lead.title} · ${policy.name}`, policy, status, test: lead.test, isPrivate: true })
}

function steps(policy: ProgramPolicy, { state, stateSince, receivedAt, answerBy, answeredAt }: StoredLead, answerer: string): Html {
  const ended = ENDINGS[state]
  const isProposed = state === 'proposed' || state === 'won'
  const promised = answerBy ? html`by ${moment(policy, answerBy.toISOString())}` : 'You get a mail as soon as it is there.'
  return html`${ended === undefined ? '' : html`<p class="notice">${ended} (${day(policy, stateSince.toISOString())}).</p>`}
<ol class="steps">
<li class="done"><div><strong>Received</strong><br>${moment(policy, receivedAt.toISOString())}</div></li>
<li class="${answeredAt ? 'done' : ''}"><div><strong>${answeredAt ? 'Answered' : `${answerer} answers`}</strong><br>${answeredAt ? moment(policy, answeredAt.toISOString()) : promised}</div></li>
<li class="${isProposed ? 'done' : ''}"><div><strong>${isProposed ? 'Proposal' : 'Then comes the proposal'}</strong><br>${isProposed ? day(policy, stateSince.toISOString()) : 'What it costs and when, here on this page. Nothing is agreed until you accept it.'}</div></li>
</ol>`
}

// What ended is told in the customer's words; why, staff and affiliate know.
const ENDINGS: Readonly<Partial<Record<StoredLead['state'], string>>> = {
  won: 'You agreed on the proposal',
  lost: 'This request was closed. If you still want it, write below',
  expired: 'Nothing happened here for long, so this request was closed. If you still want it, write below',
}

function answererPanel(policy: ProgramPolicy, { affiliateId }: StoredConversation, answerer: string, site: SiteRow | undefined): Html {
  const isParent = answerer === policy.name
  const own = !isParent && site?.affiliateId === affiliateId ? site?.origins[0] : undefined
  return html`<section class="panel"><h2>Who answers</h2>
<p><strong>${answerer}</strong>${isParent ? '' : ` for ${policy.name}`}${own ? html`<br><a href="${own}" rel="noreferrer">${new URL(own).host}</a>` : ''}</p>
<p class="muted">${isParent ? html`You can also write to <a href="mailto:${policy.contact}">${policy.contact}</a>.` : `${policy.name} reads along and does the work. ${showsContact(policy) ? `${answerer} sees how to reach you.` : `Your address is not shown to ${answerer}.`}`}</p>
</section>`
}

const sentAs = ({ name, email, phone, company, consents }: LeadContact): Html => html`<h3>Sent as</h3>
<p>${[name, company, email, phone].filter(Boolean).map((line, index) => html`${index === 0 ? '' : html`<br>`}${line}`)}</p>
${consents.length === 0 ? '' : html`<h3>You agreed</h3><ul class="plain muted">${consents.map((text) => html`<li>${text}</li>`)}</ul>`}`
