import { html } from 'hono/html'
import type { Parent } from '../routes/route.ts'
import { listConversations } from '../store/conversations.ts'
import { leadCounts } from '../store/own-leads.ts'
import type { Html } from './page.ts'
import type { SignedIn } from './signed-in.ts'

const MOST_COUNTED = 100

/** What waits for the affiliate's answer, with the way there. */
export async function requestsPanel({ database }: Parent, { program: { programId }, affiliate: { affiliateId } }: SignedIn): Promise<Html> {
  const counts = await leadCounts(database, programId, affiliateId)
  const fresh = counts.find(({ state }) => state === 'new')?.leads ?? 0
  const filter = { affiliateId, about: 'product', isUnanswered: true } as const
  const waiting = (await listConversations(database, programId, filter, MOST_COUNTED)).length
  return html`<section class="panel"><h2>Customers</h2>
<table><tbody>
<tr><th scope="row"><a href="/affiliate/leads">Requests about services</a></th><td>${fresh === 0 ? html`<span class="muted">none new</span>` : html`<strong>${fresh} new</strong>`}</td></tr>
<tr><th scope="row"><a href="/affiliate/conversations">Questions about products</a></th><td>${waiting === 0 ? html`<span class="muted">all answered</span>` : html`<strong>${waiting} ${waiting === 1 ? 'waits' : 'wait'}</strong>`}</td></tr>
</tbody></table></section>`
}
