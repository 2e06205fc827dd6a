import type { Offer, Variant } from '@tributary/protocol/offer'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { html } from 'hono/html'
import { usualDelivery } from '../core/shipping.ts'
import { amount } from './amounts.ts'
import type { Html } from './page.ts'

/** What a product costs, or from what price on, what a stated quantity of it costs, and what it cost before. */
export function priceLine(policy: ProgramPolicy, { variants }: Pick<Offer, 'variants'>): Html {
  const amounts = variants.map(({ amountMinor }) => amountMinor)
  const lowest = Math.min(...amounts)
  const cheapest = variants.find(({ amountMinor }) => amountMinor === lowest)
  return html`<p class="price">${lowest < Math.max(...amounts) ? 'From ' : ''}${amount(policy, lowest)}${cheapest?.regularMinor === undefined ? '' : html` <del>${amount(policy, cheapest.regularMinor)}</del>`}</p>
${cheapest?.unit ? html`<p class="muted">${unitText(policy, cheapest.unit)}</p>` : ''}`
}

/** What a stated quantity costs: `€17.20 / 1 l`. */
export const unitText = (policy: ProgramPolicy, { amountMinor, base }: NonNullable<Variant['unit']>): string =>
  `${amount(policy, amountMinor)} / ${base}`

/** What the law wants beside a price: tax, how long it takes, and how it is given back. */
export function conditionsLine(policy: ProgramPolicy): Html {
  const days = usualDelivery(policy.shipping)
  return html`<p class="muted">${policy.tax.included ? 'Tax included, plus shipping.' : 'Plus tax and shipping.'}${days ? ` Arrives in ${dayRange(days)}.` : ''}
<a href="${policy.links.returns}">Returns and withdrawal</a></p>`
}

const dayRange = ({ min, max }: { readonly min: number; readonly max: number }): string =>
  min === max ? `${max} working ${max === 1 ? 'day' : 'days'}` : `${min} to ${max} working days`
