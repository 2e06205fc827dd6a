import type { Offer } from '@tributary/protocol/offer'
import { priceRange } from '@tributary/protocol/offer'
import { html } from 'hono/html'
import type { Program } from '../store/programs.ts'
import { amount } from './amounts.ts'
import { page } from './page.ts'

/** `/` and `/?collection=…`: what the parent sells, as links to the hosted pages. */
export const showHome = ({ policy }: Program, offers: readonly Offer[], collection?: string): Promise<Response> =>
  page(
    html`<h1>${policy.name}</h1>
${
  offers.length === 0
    ? collection
      ? html`<p>Nothing of “${collection}” is sold at the moment. <a href="/">See everything</a></p>`
      : html`<p>Nothing is sold here yet. Staff: import a catalogue with <code>tributary import</code>.</p>`
    : html`${collection ? html`<p>${collection} · <a href="/">See everything</a></p>` : ''}<ul class="offers">${offers.map(
        (
          offer,
        ) => html`<li><a href="/o/${offer.handle}">${offer.images[0] ? html`<img src="${offer.images[0].src}" alt="" loading="lazy">` : ''}${offer.title}</a><br>
<span class="muted">${amount(policy, priceRange(offer).fromMinor)}</span></li>`,
      )}</ul>`
}`,
    { title: policy.name, policy },
  )
