import type { CartDiscount } from '@tributary/protocol/discount'
import { formatMoney, timesMinor } from '@tributary/protocol/money'
import type { ProgramPolicy } from '@tributary/protocol/program'
import type { Totals } from '@tributary/protocol/quote'
import { html } from 'hono/html'
import { discountName, freeShipping } from '../core/discount.ts'
import { currencyDigits } from '../core/program.ts'
import type { Html } from './page.ts'

/** An amount of the program's currency, for a person. */
export const amount = ({ currency, locale }: Pick<ProgramPolicy, 'currency' | 'locale'>, amountMinor: number): string =>
  formatMoney({ currency, amountMinor }, currencyDigits(currency), locale)

/** What the sums of a cart or an order are made of. */
interface Sums {
  readonly totals: Totals
  readonly discount?: CartDiscount | null | undefined
}

/** Lines and sums of a cart or an order, as a table. Lines are what they cost before the discount, which has a row of its own. */
export const cartTable = (
  policy: Pick<ProgramPolicy, 'currency' | 'locale'>,
  lines: readonly {
    readonly title: string
    readonly variant: string
    readonly quantity: number
    readonly unitMinor: number
    readonly remark?: string
  }[],
  shippingTitle: string,
  { totals, discount }: Sums,
): Html => html`<table>
<tbody>
${lines.map(
  ({ title, variant, quantity, unitMinor, remark = '' }) => html`<tr>
<th scope="row">${quantity} × ${title}${variant === '' ? '' : ` (${variant})`}${remark === '' ? '' : html`<br><span class="muted">${remark}</span>`}</th>
<td>${amount(policy, timesMinor(unitMinor, quantity))}</td></tr>`,
)}
${totals.discountMinor === 0 ? '' : html`<tr><th scope="row">${discountName({ discount })}</th><td>${amount(policy, -totals.discountMinor)}</td></tr>`}
<tr><th scope="row">Shipping: ${[shippingTitle, ...freeShipping({ discount, totals })].join(', ')}</th><td>${amount(policy, totals.shippingMinor)}</td></tr>
${totals.taxIncluded ? '' : html`<tr><th scope="row">Tax</th><td>${amount(policy, totals.taxMinor)}</td></tr>`}
</tbody>
<tfoot>
<tr class="sum"><th scope="row">Total</th><td>${amount(policy, totals.totalMinor)}</td></tr>
${totals.taxIncluded ? html`<tr><th scope="row" class="muted">Tax in it</th><td class="muted">${amount(policy, totals.taxMinor)}</td></tr>` : ''}
</tfoot>
</table>`
