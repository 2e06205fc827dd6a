import type { OrderStatus } from '@tributary/protocol/order'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { html } from 'hono/html'
import { amountDueMinor } from '../core/given-back.ts'
import { leadUrl } from '../core/lead.ts'
import { isStatusSecret } from '../core/order.ts'
import { problemResponse } from '../http/problem-response.ts'
import { changeOrder, type OrderEvent } from '../routes/order-changes.ts'
import { ownOrder, statusOf } from '../routes/order-status.ts'
import type { Parent } from '../routes/route.ts'
import { leadOfOrder } from '../store/milestones.ts'
import { firstProgram } from '../store/programs.ts'
import { amount, cartTable } from './amounts.ts'
import { day } from './day.ts'
import { type QuestionForm, questionPanel } from './order-question.ts'
import { failurePage, type Html, page } from './page.ts'
import { paymentPanel } from './payment-panel.ts'
import { withdrawalPanel } from './withdrawal-panel.ts'

// What the customer may press while an order waits for them.
const DECISIONS: Readonly<Record<string, OrderEvent>> = {
  accept: { kind: 'accept' },
  decline: { kind: 'cancel', reason: 'You declined the changed price.' },
}

/** `GET /order/:id/:secret`: the customer's page of one order. `notice` says what a press has just done; a question is shown as it was typed. */
export async function showStatus(
  parent: Parent,
  id: string,
  secret: string,
  notice = '',
  shown: { readonly question: QuestionForm; readonly status: number } = { question: { fields: {}, errors: {} }, status: 200 },
): Promise<Response> {
  const program = await firstProgram(parent.database)
  if (!program) return problemResponse('not_found')
  const { policy } = program
  const keyring = await parent.keyring(program.programId)
  const order = await ownOrder(parent, program, id, secret)
  if (!order) {
    return failurePage(
      policy,
      'This order cannot be found',
      `The link may have been cut. Use the whole link of your mail, or write to ${policy.contact}.`,
      404,
    )
  }
  // What was paid of a deal is shown where the deal is.
  const lead = await leadOfOrder(parent.database, program.programId, order.orderKey)
  if (lead) return new Response(null, { status: 303, headers: { Location: leadUrl('', keyring, lead), 'Cache-Control': 'no-store' } })
  const status = await statusOf(parent, program, order)
  const title = `Order ${status.number}`
  const body = html`<div class="narrow">
<div class="panel">
<h1>${title}</h1>
${notice === '' ? '' : html`<p class="notice" role="status">${notice}</p>`}
${status.state === 'awaiting_customer' ? decisionForm(policy, status, order.expectedTotalMinor, `/order/${id}/${secret}`) : steps(policy, status)}
</div>
<div class="panel">
<h2>What you ordered</h2>
${cartTable(
  policy,
  status.lines.map((line) => ({ ...line, remark: remark(line) })),
  status.shippingTitle,
  status,
)}
</div>
${status.state === 'awaiting_customer' ? '' : paymentPanel(policy, status, amountDueMinor(order))}
${status.state === 'awaiting_customer' ? '' : withdrawalPanel(policy, status, `/order/${id}/${secret}`)}
${await questionPanel(parent, program, order, `/order/${id}/${secret}`, shown.question)}
<div class="panel">
<p>Sold and shipped by ${policy.name}. Questions: <a href="mailto:${policy.contact}">${policy.contact}</a>; please give your order number ${status.number}.</p>
<p class="muted">Keep this page’s address: it shows your order to whoever has it.</p>
</div>
</div>`
  return page(body, { title: `${title} · ${policy.name}`, policy, status: shown.status, test: status.test, isPrivate: true })
}

/** `POST /order/:id/:secret`: the customer accepts or declines a changed price. */
export async function decide(parent: Parent, id: string, secret: string, decision: string): Promise<Response> {
  const program = await firstProgram(parent.database)
  if (!program || !isStatusSecret(await parent.keyring(program.programId), id, secret)) return showStatus(parent, id, secret)
  const event = DECISIONS[decision]
  if (!event) return showStatus(parent, id, secret)
  const changed = await changeOrder(parent, program, id, event, 'customer')
  if (!changed.ok) return showStatus(parent, id, secret, changed.error.detail ?? changed.error.title)
  return new Response(null, { status: 303, headers: { Location: `/order/${id}/${secret}`, 'Cache-Control': 'no-store' } })
}

const decisionForm = (policy: ProgramPolicy, { totals }: OrderStatus, expectedMinor: number, action: string): Html => html`
<p class="notice">The price changed before your order arrived. You expected ${amount(policy, expectedMinor)}; it is now
<strong>${amount(policy, totals.totalMinor)}</strong>. Nothing is shipped and nothing is owed until you accept. Without an answer it
cancels itself after 7 days.</p>
<form method="post" action="${action}">
<button name="decision" value="accept">Accept and pay ${amount(policy, totals.totalMinor)}</button>
<button name="decision" value="decline" class="secondary">Decline and cancel the order</button>
</form>`

function steps(policy: ProgramPolicy, status: OrderStatus): Html {
  if (status.state === 'cancelled') {
    return html`<p class="notice">This order was cancelled on ${day(policy, at(status, 'cancelled'))}. Nothing more will be shipped.</p>`
  }
  const isShipped = status.state === 'shipped' || status.state === 'delivered'
  const isDelivered = status.state === 'delivered'
  const arrival = `${day(policy, status.arrives.from)} – ${day(policy, status.arrives.to)}`
  return html`<ol class="steps">
<li class="done"><div><strong>Received</strong><br>${day(policy, status.placedAt)}${status.state === 'placed' ? '' : ', confirmed'}</div></li>
<li class="${isShipped ? 'done' : ''}"><div><strong>${isShipped ? 'Shipped' : status.shipments.length > 0 ? 'Shipped in part' : 'Will be shipped'}</strong>
${status.shipments.length === 0 ? html`<br>${policy.name} prepares your parcel.` : status.shipments.map((parcel) => parcelLine(policy, parcel))}</div></li>
<li class="${isDelivered ? 'done' : ''}"><div><strong>${isDelivered ? 'Delivered' : 'Arrives'}</strong><br>
${isDelivered ? day(policy, at(status, 'delivered')) : html`${arrival} <span class="muted">(an estimate)</span>`}</div></li>
</ol>`
}

const parcelLine = (policy: ProgramPolicy, { carrier, tracking, trackingUrl, shippedAt }: OrderStatus['shipments'][number]): Html =>
  html`<br>${day(policy, shippedAt)} with ${carrier}${tracking === '' ? '' : html`, ${trackingUrl ? html`<a href="${trackingUrl}">${tracking}</a>` : tracking}`}`

const at = ({ transitions }: OrderStatus, state: string): string => transitions.findLast(({ to }) => to === state)?.at ?? ''

function remark({ quantity, shippedQuantity, cancelledQuantity, refundedQuantity }: OrderStatus['lines'][number]): string {
  const parts = [
    0 < shippedQuantity && shippedQuantity < quantity ? `${shippedQuantity} shipped` : '',
    0 < cancelledQuantity ? `${cancelledQuantity} cancelled` : '',
    0 < refundedQuantity ? `${refundedQuantity} refunded` : '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}
