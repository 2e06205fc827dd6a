import { newId } from '@tributary/protocol/id'
import { isStatusSecret } from '../core/order.ts'
import { askAboutOrder } from '../routes/questions.ts'
import type { Parent } from '../routes/route.ts'
import { firstProgram } from '../store/programs.ts'
import type { Fields } from './form.ts'
import { postOf } from './reply.ts'
import { showStatus } from './status-page.ts'

/** `POST /order/:id/:secret/question`: says it, in the order's one conversation, and leads there. */
export async function askOfOrder(parent: Parent, id: string, secret: string, fields: Fields): Promise<Response> {
  const program = await firstProgram(parent.database)
  if (!program || !isStatusSecret(await parent.keyring(program.programId), id, secret)) return showStatus(parent, id, secret)
  const post = postOf(fields)
  const asked = post.ok ? await askAboutOrder(parent, program, id, post.value) : post
  if (asked.ok) return new Response(null, { status: 303, headers: { Location: `${asked.value}?asked=1`, 'Cache-Control': 'no-store' } })
  const { code, detail = '', retryAfterSeconds } = asked.error
  const question = { fields: { ...fields, post: newId('post') }, errors: { body: detail } }
  const again = await showStatus(parent, id, secret, '', {
    question,
    status: code === 'rate_limited' ? 429 : code === 'conversation_closed' ? 409 : 422,
  })
  if (retryAfterSeconds !== undefined) again.headers.set('Retry-After', String(retryAfterSeconds))
  return again
}
