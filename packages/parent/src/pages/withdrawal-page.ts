import { isId, newId } from '@tributary/protocol/id'
import type { OrderStatus } from '@tributary/protocol/order'
import type { CartLine } from '@tributary/protocol/quote'
import type { Withdrawal } from '@tributary/protocol/return'
import { withdrawal } from '@tributary/protocol/withdrawal.schema'
import { html } from 'hono/html'
import { limitsOf } from '../core/limit.ts'
import { ownOrder, statusOf } from '../routes/order-status.ts'
import type { Parent } from '../routes/route.ts'
import { cancelOwnOrder, withdraw } from '../routes/withdrawals.ts'
import type { StoredOrder } from '../store/order-reads.ts'
import { firstProgram, type Program } from '../store/programs.ts'
import { errorSummary, type FieldErrors, type Fields, field, textArea } from './form.ts'
import { type Html, page } from './page.ts'
import { showStatus } from './status-page.ts'
import { pieceTitle } from './withdrawal-panel.ts'

/** An order whose page was opened by its secret. */
interface Opened {
  readonly program: Program
  readonly order: StoredOrder
  readonly status: OrderStatus
}

const seeOther = (location: string): Response =>
  new Response(null, { status: 303, headers: { Location: location, 'Cache-Control': 'no-store' } })

/** `GET /order/:id/:secret/cancel`: asks once more before a whole order is cancelled. */
export async function askToCancel(parent: Parent, id: string, secret: string): Promise<Response> {
  const opened = await open(parent, id, secret)
  if (!opened?.status.may?.cancel) return showStatus(parent, id, secret)
  const { program, status } = opened
  const base = `/order/${id}/${secret}`
  return answer(
    opened,
    `Cancel order ${status.number}`,
    html`<p>The whole order is cancelled and nothing is shipped. ${status.payment === 'unpaid' ? 'You owe nothing.' : 'You get back what you paid, the way you paid it.'} This cannot be undone.</p>
${pieces(status, status.lines)}
<p class="muted">${program.policy.name} is told at once, and you get a mail.</p>
<form method="post" action="${base}/cancel"><button>Cancel the order now</button> <a class="button secondary" href="${base}">Keep the order</a></form>`,
  )
}

/** `POST /order/:id/:secret/cancel`: cancels it. What had been shipped meanwhile is said on the order's page. */
export async function cancelByForm(parent: Parent, id: string, secret: string, address: string | undefined): Promise<Response> {
  const opened = await open(parent, id, secret)
  if (!opened) return showStatus(parent, id, secret)
  const refused = await limited(parent, opened.program, address)
  if (refused) return showStatus(parent, id, secret, refused)
  const done = await cancelOwnOrder(parent, opened.program, id)
  return done.ok ? seeOther(`/order/${id}/${secret}`) : showStatus(parent, id, secret, done.error.detail ?? done.error.title)
}

/** `GET /order/:id/:secret/withdrawal`: the statement, filled in as far as it is known. */
export async function showWithdrawal(parent: Parent, id: string, secret: string): Promise<Response> {
  const opened = await open(parent, id, secret)
  if (!opened?.status.may?.withdraw) return showStatus(parent, id, secret)
  const { customer } = opened.order
  const known = { id: newId('return'), name: customer.delivery.name, email: customer.email }
  const everything = Object.fromEntries(opened.status.may.withdraw.lines.map(({ sku, quantity }) => [`q:${sku}`, String(quantity)]))
  return statementPage(opened, `/order/${id}/${secret}`, { ...known, ...everything }, {})
}

/** `POST /order/:id/:secret/withdrawal`: first shows the statement as it would be made; with `step=confirm` makes it. */
export async function withdrawByForm(
  parent: Parent,
  id: string,
  secret: string,
  fields: Fields,
  address: string | undefined,
): Promise<Response> {
  const opened = await open(parent, id, secret)
  if (!opened) return showStatus(parent, id, secret)
  const base = `/order/${id}/${secret}`
  const read = readStatement(fields, secret)
  if ('errors' in read) return statementPage(opened, base, fields, read.errors)
  if (fields['step'] === 'edit') return statementPage(opened, base, fields, {})
  if (fields['step'] !== 'confirm') return reviewPage(opened, base, fields, read.statement)
  const refused = await limited(parent, opened.program, address)
  if (refused) return statementPage(opened, base, fields, { lines: refused })
  const done = await withdraw(parent, opened.program, id, read.statement)
  if (done.ok) return seeOther(`${base}?withdrawn`)
  return statementPage(opened, base, { ...fields, id: newId('return') }, { lines: done.error.detail ?? done.error.title })
}

async function open(parent: Parent, id: string, secret: string): Promise<Opened | undefined> {
  const program = await firstProgram(parent.database)
  const order = program && (await ownOrder(parent, program, id, secret))
  return program && order ? { program, order, status: await statusOf(parent, program, order) } : undefined
}

async function limited(parent: Parent, { programId }: Program, address: string | undefined): Promise<string | undefined> {
  const wait = parent.limiter.admit(programId, limitsOf(await parent.keyring(programId), 'change', { address }))
  return wait === undefined ? undefined : 'Too many requests came from your network. Try again later; nothing was changed.'
}

function readStatement(fields: Fields, secret: string): { readonly statement: Withdrawal } | { readonly errors: FieldErrors } {
  const lines = linesOf(fields)
  const { id = '', name = '', email = '', reason = '' } = fields
  const parsed = withdrawal.safeParse({ id, secret, name, email, ...(reason !== '' && { reason }), lines })
  if (parsed.success) return { statement: parsed.data }
  const errors = Object.fromEntries(parsed.error.issues.map(({ path: [at = ''], message }) => [String(at), message]))
  return { errors: { ...errors, ...(lines.length === 0 && { lines: 'Say how many pieces it is about.' }) } }
}

// A field of pieces is named by its article, `q:mug-blue`; an empty one or 0 is not part of it.
const linesOf = (fields: Fields): CartLine[] =>
  Object.entries(fields).flatMap(([name, value]) => {
    const quantity = Number(value)
    return name.startsWith('q:') && value.trim() !== '' && quantity !== 0 ? [{ sku: name.slice(2), quantity }] : []
  })

const statementPage = (opened: Opened, base: string, fields: Fields, errors: FieldErrors): Promise<Response> => {
  const { status } = opened
  const id = isId('return', fields['id'] ?? '') ? fields['id'] : newId('return')
  return answer(
    opened,
    `Withdraw from the contract: order ${status.number}`,
    html`<p>Say what you withdraw from. You are shown it once more before it counts, and you need not give a reason.</p>
<form method="post" action="${base}/withdrawal">${errorSummary(errors)}
<input type="hidden" name="id" value="${id}">
<fieldset><legend>How many pieces</legend>
${status.may?.withdraw?.lines.map(
  ({ sku, quantity }) =>
    html`<label class="field" for="q:${sku}">${pieceTitle(status, sku)} <small>up to ${quantity}</small>
<input id="q:${sku}" name="q:${sku}" type="number" inputmode="numeric" min="0" max="${quantity}" value="${fields[`q:${sku}`] ?? '0'}"></label>`,
)}
</fieldset>
${field('name', 'Your name', fields, errors, { autocomplete: 'name', isNeeded: true })}
${field('email', 'E-mail address for the receipt', fields, errors, { autocomplete: 'email', type: 'email', isNeeded: true })}
${textArea('reason', 'Anything that you want to tell (optional)', fields, errors)}
<button>Continue</button> <a class="button secondary" href="${base}">Back to the order</a></form>`,
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

const reviewPage = (
  opened: Opened,
  base: string,
  fields: Fields,
  { name, email, lines = [], reason = '' }: Withdrawal,
): Promise<Response> =>
  answer(
    opened,
    'Confirm your withdrawal',
    html`<p>I, <strong><bdi>${name}</bdi></strong>, withdraw from the contract about order ${opened.status.number} for:</p>
${pieces(opened.status, lines)}
${reason === '' ? '' : html`<blockquote>${reason}</blockquote>`}
<p>The receipt goes to <strong><bdi>${email}</bdi></strong>.</p>
<form method="post" action="${base}/withdrawal">
${Object.entries(fields).map(([field, value]) => (field === 'step' ? '' : html`<input type="hidden" name="${field}" value="${value}">`))}
<button name="step" value="confirm">Confirm withdrawal</button> <button name="step" value="edit" class="secondary">Change something</button></form>`,
  )

const pieces = (status: OrderStatus, lines: readonly CartLine[]): Html =>
  html`<ul>${lines.map(({ sku, quantity }) => html`<li>${quantity} × ${pieceTitle(status, sku)}</li>`)}</ul>`

const answer = ({ program: { policy }, status }: Opened, title: string, body: Html, code = 200): Promise<Response> =>
  page(html`<div class="narrow"><div class="panel"><h1>${title}</h1>${body}</div></div>`, {
    title: `${title} · ${policy.name}`,
    policy,
    status: code,
    test: status.test,
    isPrivate: true,
  })
