import { html } from 'hono/html'
import { problemResponse } from '../http/problem-response.ts'
import type { Parent } from '../routes/route.ts'
import { latestMessages, messageById } from '../store/messages.ts'
import type { Program } from '../store/programs.ts'
import { page } from './page.ts'

const MOST_SHOWN = 200

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** Mails hold personal data, so they are shown only on a parent that is reached by a loopback name, and only to a request that uses one. */
export const isMailShown = ({ origin }: Parent, url: URL): boolean => LOOPBACK.test(new URL(origin).hostname) && LOOPBACK.test(url.hostname)

/** `/dev/mail`: every mail that was queued, newest first. */
export async function showMails(parent: Parent, { programId, policy }: Program): Promise<Response> {
  const messages = await latestMessages(parent.database, programId, MOST_SHOWN)
  const rows = messages.map(
    ({ messageId, recipient, subject, state, failure, createdAt, test }) => html`<tr>
<th scope="row"><a href="/dev/mail/${messageId}">${subject}</a><br><span class="muted">to ${recipient}, ${createdAt.toISOString().slice(0, 16).replace('T', ' ')} UTC</span></th>
<td>${test ? 'test, never sent' : state}${failure === null ? '' : html`<br><span class="error">${failure}</span>`}</td></tr>`,
  )
  const empty = html`<p>No mail yet. It appears here when an order comes.</p>`
  const body = html`<div class="panel"><h1>Mails</h1>
<p class="muted">What customers, affiliates and staff are told. With <code>SMTP_URL</code> set it is really sent; test mails never are.</p>
${rows.length === 0 ? empty : html`<table><tbody>${rows}</tbody></table>`}</div>`
  return page(body, { title: 'Mails', policy, isPrivate: true })
}

/** `/dev/mail/:id`: one mail, as HTML in a frame that can do nothing, and as text. */
export async function showMail(parent: Parent, { programId, policy }: Program, messageId: number): Promise<Response> {
  const message = Number.isSafeInteger(messageId) ? await messageById(parent.database, programId, messageId) : undefined
  if (!message) return problemResponse('not_found')
  const body = html`<div class="panel"><h1>${message.subject}</h1>
<p class="muted">to ${message.recipient}</p>
<iframe class="letter" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/dev/mail/${messageId}/html" title="The mail as HTML"></iframe>
<h2>As text</h2><pre>${message.text}</pre>
<p><a href="/dev/mail">All mails</a></p></div>`
  return page(body, { title: message.subject, policy, isPrivate: true, allow: { 'frame-src': "'self'" } })
}

/** `/dev/mail/:id/html`: the HTML part alone, for the frame. */
export async function showMailHtml(parent: Parent, { programId }: Program, messageId: number): Promise<Response> {
  const message = Number.isSafeInteger(messageId) ? await messageById(parent.database, programId, messageId) : undefined
  if (!message) return problemResponse('not_found')
  return new Response(message.html.replace('<head>', '<head><base target="_blank">'), {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-popups-to-escape-sandbox",
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
    },
  })
}
