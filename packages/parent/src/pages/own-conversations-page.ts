import type { ConversationSummary } from '@tributary/protocol/conversation'
import { conversationsQuery } from '@tributary/protocol/conversation.schema'
import { html } from 'hono/html'
import { mayAnswer } from '../routes/conversation-letters.ts'
import { readConversation, readConversations } from '../routes/conversations.ts'
import type { Parent } from '../routes/route.ts'
import { ago, backLink, type Words } from './account-parts.ts'
import { failurePage, type Html, page } from './page.ts'
import type { Door } from './reply.ts'
import type { SignedIn } from './signed-in.ts'
import { conversationPanel, type Reply } from './thread.ts'

/** `GET /affiliate/conversations`: what customers asked about products, the last spoken first. Requests about services have their own list. */
export async function showOwnConversations(parent: Parent, { program, affiliate, context }: SignedIn): Promise<Response> {
  const { policy } = program
  const query = conversationsQuery.omit({ about: true, limit: true }).safeParse(context.req.query())
  const read = query.success
    ? await readConversations(parent, program, { ...query.data, about: 'product', limit: 50 }, affiliate.affiliateId)
    : undefined
  if (!read?.ok) return failurePage(policy, 'This address does not fit', 'Begin again on your page.', 400)
  const { conversations, next } = read.value
  const body = html`<div class="narrow">${backLink}<div class="panel"><h1>Questions about products</h1>
${conversations.length === 0 ? html`<p>Nobody asked yet. Customers find “Ask a question” beside each product, and on the page of each order.</p>` : html`<table class="pipeline"><tbody>${conversations.map((one) => row(policy, one, parent.now()))}</tbody></table>`}
${next === undefined ? '' : html`<p class="after"><a href="/affiliate/conversations?cursor=${next}">Earlier ones</a></p>`}
</div></div>`
  return page(body, { title: `Questions · ${policy.name}`, policy, isPrivate: true })
}

const row = (words: Words, { id, subject, customer, last, openedAt, closedAt, test }: ConversationSummary, now: Date): Html => html`<tr>
<th scope="row"><a href="/affiliate/conversations/${id}">${subject}</a>${test ? ' (test)' : ''}<br><span class="muted"><bdi>${customer.name}</bdi> · ${ago(words, last?.at ?? openedAt, now)}</span></th>
<td>${closedAt !== undefined ? html`<span class="muted">closed</span>` : last?.author === 'customer' ? html`<strong>Waits for you</strong>` : html`<span class="muted">answered</span>`}</td></tr>`

/** `GET /affiliate/conversations/:id`: one of them. */
export async function showOwnConversation(
  parent: Parent,
  { program, conversation, base }: Omit<Door, 'show'>,
  reply: Reply,
  status = 200,
): Promise<Response> {
  const { policy } = program
  const read = await readConversation(parent, program, conversation, false)
  const { name } = conversation.customer
  const body = html`<div class="narrow"><p class="back"><a href="/affiliate/conversations">← Questions</a></p>
<section class="panel"><h1>${conversation.subject}</h1>
<p>Asked by <bdi>${name}</bdi>. <span class="muted">The address stays with ${policy.name}; what you write here reaches them.</span></p></section>
${conversationPanel(policy, read, { me: 'affiliate', base, now: parent.now(), reply, isReadOnly: !mayAnswer(conversation), empty: 'Nothing was written yet.' })}
${mayAnswer(conversation) ? '' : html`<p class="notice">You are ${conversation.affiliateState}: you may read here, and not write.</p>`}</div>`
  return page(body, { title: `${conversation.subject} · ${policy.name}`, policy, status, test: conversation.test, isPrivate: true })
}
