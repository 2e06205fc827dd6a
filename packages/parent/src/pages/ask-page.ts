import { POST_CHARACTERS } from '@tributary/protocol/conversation'
import { asker } from '@tributary/protocol/conversation.schema'
import { newId } from '@tributary/protocol/id'
import { html } from 'hono/html'
import { fieldProblems } from '../http/problem-response.ts'
import { askAboutOffer } from '../routes/questions.ts'
import type { Parent } from '../routes/route.ts'
import { errorSummary, type FieldErrors, type Fields, field, fieldMessage } from './form.ts'
import type { Visit } from './offer-page.ts'
import { type Html, page } from './page.ts'
import { postOf } from './reply.ts'

/** `GET /ask/:handle`: a question about an offer, before anything is ordered. The page carries the id of the question: pressing twice asks once. */
export async function showAsk(
  parent: Parent,
  { program, offer, test }: Visit,
  fields: Fields,
  errors: FieldErrors = {},
  status = 200,
): Promise<Response> {
  const { policy } = program
  const via = fields['via'] ?? ''
  const sender = via.trim() === '' ? undefined : (await parent.findSender(program.programId, via)).affiliate
  const answerer = sender?.state === 'active' ? sender.name : policy.name
  const body = html`<div class="narrow"><div class="panel">
<p class="back"><a href="/o/${offer.handle}${via === '' ? '' : `?${new URLSearchParams({ via })}`}">← ${offer.title}</a></p>
<h1>Ask about ${offer.title}</h1>
<p><strong>${answerer}</strong> answers${answerer === policy.name ? '' : ` for ${policy.name}`}, on a page that only you have. The link to it comes by mail.</p>
${errorSummary(errors)}
<form method="post" action="/ask/${offer.handle}">
<input type="hidden" name="via" value="${via}">
<input type="hidden" name="post" value="${fields['post'] ?? newId('post')}">
${questionField('Your question', fields, errors)}
${field('name', 'Your name', fields, errors, { autocomplete: 'name', isNeeded: true })}
${field('email', 'E-mail', fields, errors, { type: 'email', autocomplete: 'email', isNeeded: true, help: answerer === policy.name ? 'You are told here when somebody answers.' : `You are told here when somebody answers. ${answerer} does not see it.` })}
<button>Send the question</button>
<p class="muted">Here is the <a href="${policy.links.privacy}">privacy notice</a>.</p>
</form></div></div>`
  return page(body, { title: `Ask about ${offer.title} · ${policy.name}`, policy, status, test, isPrivate: true })
}

/** `POST /ask/:handle`: opens the conversation and leads to the customer's page of it. */
export async function askByForm(parent: Parent, visit: Visit, fields: Fields): Promise<Response> {
  const { program, offer, test } = visit
  const who = asker.safeParse({ name: fields['name'] ?? '', email: (fields['email'] ?? '').trim() })
  const post = postOf(fields)
  if (!who.success || !post.ok) {
    const errors = {
      ...(!post.ok && { body: post.error.detail ?? '' }),
      ...(!who.success && Object.fromEntries(fieldProblems(who.error).map(({ pointer, detail }) => [pointer.slice(1), detail]))),
    }
    return showAsk(parent, visit, post.ok ? fields : { ...fields, post: newId('post') }, errors, 422)
  }
  const asked = await askAboutOffer(parent, program, { offer, via: fields['via'] ?? '', ...who.data, post: post.value, test })
  if (asked.ok) return new Response(null, { status: 303, headers: { Location: `${asked.value}?asked=1`, 'Cache-Control': 'no-store' } })
  const { detail = '', retryAfterSeconds } = asked.error
  const isFlood = retryAfterSeconds !== undefined
  const again = await showAsk(parent, visit, isFlood ? fields : { ...fields, post: newId('post') }, { body: detail }, isFlood ? 429 : 422)
  if (isFlood) again.headers.set('Retry-After', String(retryAfterSeconds))
  return again
}

/** The field of a question. A line break at its beginning is typed text; HTML drops the first one, hence ours. */
export const questionField = (label: string, fields: Fields, errors: FieldErrors): Html => html`<label class="field" for="body">${label}
<textarea id="body" name="body" rows="4" maxlength="${POST_CHARACTERS}" required ${errors['body'] ? html`aria-invalid="true" aria-describedby="body-error"` : ''}>
${fields['body'] ?? ''}</textarea>${fieldMessage(errors['body'], 'body')}</label>`
