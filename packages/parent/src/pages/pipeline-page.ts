import { DEAL_TRANSITIONS, type DealState } from '@tributary/protocol/deal'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { html } from 'hono/html'
import type { Parent } from '../routes/route.ts'
import { leadCounts, leadsInStates, type OwnLeadRow } from '../store/own-leads.ts'
import { ago, backLink, moneyIn, type Words } from './account-parts.ts'
import { failurePage, type Html, page } from './page.ts'
import type { SignedIn } from './signed-in.ts'

const SHOWN = 100

/** What a person calls the states of a request. */
export const STATE_NAMES: Readonly<Record<DealState, string>> = {
  new: 'New',
  contacted: 'In contact',
  proposed: 'Proposed',
  won: 'Won',
  lost: 'Lost',
  expired: 'Expired',
}

const STATES = Object.keys(STATE_NAMES) as DealState[]

// What is still to be worked on, in the order in which it is.
const OPEN: readonly DealState[] = ['new', 'contacted', 'proposed']

/** `GET /affiliate/leads`: an affiliate's requests by state, the open ones first; with `?state=` those of one state. */
export async function showPipeline(parent: Parent, { program, affiliate, context }: SignedIn): Promise<Response> {
  const { policy, programId } = program
  const state = context.req.query('state')
  const cursor = context.req.query('cursor')
  if ((state !== undefined && !isState(state)) || (cursor !== undefined && !/^\d{1,15}$/.test(cursor))) {
    return failurePage(policy, 'This address does not fit', 'Begin again on your page.', 400)
  }
  const counts = new Map((await leadCounts(parent.database, programId, affiliate.affiliateId)).map((one) => [one.state, one.leads]))
  const states = state === undefined ? OPEN : [state]
  const before = cursor === undefined ? undefined : Number(cursor)
  const rows = await leadsInStates(parent.database, programId, affiliate.affiliateId, states, before, SHOWN + 1)
  const shown = rows.slice(0, SHOWN)
  const last = shown.at(-1)
  const groups = states
    .map((one) => ({ state: one, leads: shown.filter((lead) => lead.state === one) }))
    .filter(({ leads }) => leads.length > 0)
  const body = html`<div class="narrow">${backLink}<div class="panel"><h1>Requests</h1>
${filters(state, counts)}
${
  groups.length === 0
    ? empty(state, counts)
    : groups.map(
        ({ state: one, leads }) => html`<h2>${STATE_NAMES[one]}</h2>
<table class="pipeline"><tbody>${leads.map((lead) => leadRow(policy, lead, parent.now()))}</tbody></table>`,
      )
}
${SHOWN < rows.length && last ? html`<p class="after"><a href="/affiliate/leads?${new URLSearchParams({ ...(state && { state }), cursor: String(last.leadKey) })}">Earlier ones</a></p>` : ''}
</div></div>`
  return page(body, { title: `Requests · ${policy.name}`, policy, isPrivate: true })
}

const isState = (text: string): text is DealState => Object.hasOwn(DEAL_TRANSITIONS, text)

function filters(state: DealState | undefined, counts: ReadonlyMap<DealState, number>): Html {
  const open = OPEN.reduce((sum, one) => sum + (counts.get(one) ?? 0), 0)
  const link = (value: DealState | undefined, label: string, count: number) =>
    html`<a href="/affiliate/leads${value === undefined ? '' : `?state=${value}`}" ${value === state ? html`aria-current="page"` : ''}>${label} <span class="count">${count}</span></a>`
  return html`<nav class="filters" aria-label="By state">${link(undefined, 'Open', open)}${STATES.filter(
    (one) => one === state || counts.has(one),
  ).map((one) => link(one, STATE_NAMES[one], counts.get(one) ?? 0))}</nav>`
}

const empty = (state: DealState | undefined, counts: ReadonlyMap<DealState, number>): Html =>
  counts.size === 0
    ? html`<p>Nobody asked yet. The first step: show a service on your website; who asks there is your customer.</p>`
    : html`<p>${state === undefined ? 'Nothing is open. Everything was won, lost or expired.' : 'There are none.'}</p>`

const leadRow = (words: ProgramPolicy, lead: OwnLeadRow, now: Date): Html => html`<tr>
<th scope="row"><a href="/affiliate/leads/${lead.number}">${lead.title}</a>${lead.test ? ' (test)' : ''}<br><span class="muted"><bdi>${lead.customerName}</bdi> · ${lead.number} · ${ago(words, lead.stateSince.toISOString(), now)}</span></th>
<td>${0 < lead.valueMinor ? html`${moneyIn(words, words.currency, lead.valueMinor)}<br>` : ''}${clock(words, lead, now)}</td></tr>`

/** How the response clock of a lead stands: who must answer by when, or that it ran out. */
export function clock(words: Words, lead: Pick<OwnLeadRow, 'state' | 'answerBy' | 'answeredAt' | 'handledBy'>, now: Date): Html | string {
  const { state, answerBy, answeredAt, handledBy } = lead
  if (handledBy === 'staff') return html`<span class="muted">taken over by the shop</span>`
  if (state !== 'new' || answeredAt !== null || answerBy === null) return ''
  const when = ago(words, answerBy.toISOString(), now)
  return answerBy < now ? html`<strong class="overdue">Overdue</strong>, <span class="muted">was due ${when}</span>` : html`answer ${when}`
}
