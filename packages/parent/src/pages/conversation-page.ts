import { html } from 'hono/html'
import { statusUrl } from '../core/order.ts'
import { answererOf } from '../routes/conversation-letters.ts'
import { readConversation } from '../routes/conversations.ts'
import type { Parent } from '../routes/route.ts'
import type { StoredConversation } from '../store/conversations.ts'
import { orderByName } from '../store/order-reads.ts'
import type { Program } from '../store/programs.ts'
import { type Html, page } from './page.ts'
import { conversationPanel, type Reply } from './thread.ts'

/** `GET /conversation/:id/:secret`: the customer's page of a conversation about a product. */
export async function showConversation(
  parent: Parent,
  { program, conversation, base }: { readonly program: Program; readonly conversation: StoredConversation; readonly base: string },
  reply: Reply,
  status = 200,
): Promise<Response> {
  const { policy } = program
  const read = await readConversation(parent, program, conversation, true)
  const answerer = answererOf(program, conversation)
  const body = html`<div class="narrow"><section class="panel"><h1>${conversation.subject}</h1>
<p><strong>${answerer}</strong> answers${answerer === policy.name ? '' : ` for ${policy.name}. Your address is not shown to ${answerer}`}. When something is written here, you get a mail.</p>
${await aboutLine(parent, program, conversation)}
</section>
${conversationPanel(policy, read, { me: 'customer', base, now: parent.now(), reply, empty: 'Nothing was written yet.' })}
<p class="muted after">Keep this page’s address: it shows the conversation to whoever has it. It is in each of our mails too.</p></div>`
  return page(body, { title: `${conversation.subject} · ${policy.name}`, policy, status, test: conversation.test, isPrivate: true })
}

async function aboutLine(parent: Parent, { programId }: Program, { orderNumber, offerHandle }: StoredConversation): Promise<Html | ''> {
  if (offerHandle !== null) return html`<p><a href="/o/${offerHandle}">See it in the shop</a></p>`
  const order = orderNumber === null ? undefined : await orderByName(parent.database, programId, '', orderNumber)
  return order ? html`<p><a href="${statusUrl('', await parent.keyring(programId), order.id)}">See your order</a></p>` : ''
}
