import { newId } from '@tributary/protocol/id'
import { html } from 'hono/html'
import { customerUrl } from '../core/conversation.ts'
import { answererOf } from '../routes/conversation-letters.ts'
import type { Parent } from '../routes/route.ts'
import { conversationOfOrder } from '../store/conversations.ts'
import { sellerOf } from '../store/order-sellers.ts'
import type { Program } from '../store/programs.ts'
import { questionField } from './ask-page.ts'
import { errorSummary, type FieldErrors, type Fields } from './form.ts'
import type { Html } from './page.ts'

/** A question as it is shown again, with what is wrong with it. */
export interface QuestionForm {
  readonly fields: Fields
  readonly errors: FieldErrors
}

/** On the page of an order: the way to ask whoever sold it, or to the conversation that was begun. */
export async function questionPanel(
  parent: Parent,
  program: Program,
  order: { readonly orderKey: number; readonly number: string },
  base: string,
  { fields, errors }: QuestionForm,
): Promise<Html> {
  const { policy, programId } = program
  const conversation = await conversationOfOrder(parent.database, programId, order.orderKey)
  if (conversation) {
    const url = customerUrl('', await parent.keyring(programId), conversation)
    return html`<section class="panel" id="question"><h2>Your questions</h2>
<p><a href="${url}">Your conversation with ${answererOf(program, conversation)}</a> about order ${order.number}.</p></section>`
  }
  const { name, isActive } = await sellerOf(parent.database, programId, order.orderKey)
  const answerer = isActive && name !== null ? name : policy.name
  return html`<section class="panel no-print" id="question"><h2>Ask ${answerer === policy.name ? policy.name : 'the shop that sold it'}</h2>
<p>${answerer === policy.name ? '' : html`<strong>${answerer}</strong> sold you this and answers. `}You get a mail with the answer${answerer === policy.name ? '' : '; your address is not shown to them'}.</p>
<form method="post" action="${base}/question">${errorSummary(errors)}
<input type="hidden" name="post" value="${fields['post'] ?? newId('post')}">
${questionField('Your question', fields, errors)}
<button class="secondary">Send the question</button></form></section>`
}
