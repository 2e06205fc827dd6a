import type { OrderStatus } from '@tributary/protocol/order'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { html } from 'hono/html'
import { day } from './day.ts'
import type { Html } from './page.ts'

/** On the page of an order: how to cancel it or withdraw from it, and what became of withdrawals. */
export function withdrawalPanel(policy: ProgramPolicy, status: OrderStatus, base: string): Html {
  const { may, returns = [] } = status
  return html`<section class="panel">
<h2>Cancel, withdraw, return</h2>
${returns.map(({ state, announcedAt, lines, steps }) => {
  const reason = steps.findLast(({ to }) => to === state)?.reason ?? ''
  return html`<p><strong>${STATES[state]}</strong>: ${lines.map(({ sku, quantity }) => `${quantity} × ${pieceTitle(status, sku)}`).join(', ')}
<br><span class="muted">You withdrew on ${day(policy, announcedAt)}.${reason === '' ? '' : ` ${reason}`}</span></p>`
})}
${
  may?.cancel
    ? html`<p>Nothing is shipped yet.</p>
<p><a class="button secondary" href="${base}/cancel">Cancel this order</a></p>`
    : ''
}
${
  may?.withdraw
    ? html`<p>You can withdraw from the contract without giving a reason${may.withdraw.until ? ` up to and with ${day(policy, may.withdraw.until)}` : ''}.</p>
<p><a class="button secondary" href="${base}/withdrawal">Withdraw from contract here</a></p>`
    : ''
}
<p><a href="${policy.links.returns}">How returns work</a></p>
</section>`
}

const STATES = {
  announced: 'Withdrawal received; please send the pieces back',
  received: 'Withdrawal settled',
  refunded: 'Received, and refunded',
  refused: 'Refused',
} as const

/** What an article of an order is called. */
export function pieceTitle({ lines }: OrderStatus, sku: string): string {
  const { title = sku, variant = '' } = lines.find((line) => line.sku === sku) ?? {}
  return variant === '' ? title : `${title} (${variant})`
}
