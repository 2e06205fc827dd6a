import type { OrderStatus } from '@tributary/protocol/order'
import type { ProgramPolicy } from '@tributary/protocol/program'
import type { Refund, RefundKind } from '@tributary/protocol/refund'
import { html } from 'hono/html'
import { amount } from './amounts.ts'
import { day } from './day.ts'
import type { Html } from './page.ts'

const BECAUSE: Readonly<Record<RefundKind, string>> = {
  refund: 'refund',
  cancellation: 'for what was cancelled',
  goodwill: 'as goodwill',
}

/** The state of the money in words, and each refund with its day and what it was for. `dueMinor` is what the order costs after cancellations. */
export const paymentPanel = (policy: ProgramPolicy, status: OrderStatus, dueMinor: number): Html => html`<div class="panel">
<h2>Payment</h2>
<p>${inWords(policy, status, dueMinor)}</p>
${status.refunds.length === 0 ? '' : html`<table><tbody>${status.refunds.map((refund) => refundRow(policy, status, refund))}</tbody></table>`}
</div>`

function inWords(policy: ProgramPolicy, { payment, state, refunds, totals }: OrderStatus, dueMinor: number): string {
  const back = amount(
    policy,
    refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
  )
  switch (payment) {
    case 'unpaid':
      if (state === 'cancelled') return 'Nothing was paid, and nothing is owed.'
      return dueMinor < totals.totalMinor
        ? `Not paid yet. ${amount(policy, dueMinor)} is to be paid, after what was cancelled.`
        : `Not paid yet. ${amount(policy, dueMinor)} is to be paid.`
    case 'paid':
      return 'Paid, thank you.'
    case 'partly_refunded':
      return `Paid. ${back} of it went back to you.`
    case 'refunded':
      return `Everything that you paid, ${back}, went back to you.`
    case 'charged_back':
      return `Your bank took the payment back. If that is a mistake, write to ${policy.contact}.`
  }
}

function refundRow(policy: ProgramPolicy, status: OrderStatus, refund: Refund): Html {
  const parts = refund.lines.map(({ sku, quantity }) => {
    const title = status.lines.find((line) => line.sku === sku)?.title ?? sku
    return quantity > 0 ? `${quantity} × ${title}` : title
  })
  const what = [...parts, ...(refund.shippingMinor > 0 ? ['shipping'] : [])].join(', ')
  return html`<tr>
<th scope="row">${day(policy, refund.at)}: ${BECAUSE[refund.kind]}<br><span class="muted">${what}.${refund.reason === '' ? '' : ` ${refund.reason}`}</span></th>
<td>${amount(policy, refund.amountMinor)}</td></tr>`
}
