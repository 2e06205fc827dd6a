import type { Offer } from '@tributary/protocol/offer'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { structuredData } from '@tributary/protocol/structured-data'
import { html, raw } from 'hono/html'
import { previewFacts } from '../core/link-preview.ts'
import { currencyDigits } from '../core/program.ts'
import type { Html } from './page.ts'

/** The address of an offer's page with who shared it. */
export const sharedAddress = ({ url }: Offer, via: string | undefined): string => (via ? `${url}?${new URLSearchParams({ via })}` : url)

/** The head of an offer's page for whoever shows its link elsewhere: networks and messengers, search engines, systems that embed. */
export function previewHead(offer: Offer, policy: ProgramPolicy, via: string | undefined): Html {
  const address = sharedAddress(offer, via)
  const embed = new URL(`/oembed?${new URLSearchParams({ url: address, format: 'json' })}`, offer.url)
  return html`<link rel="canonical" href="${offer.url}">
<link rel="alternate" type="application/json+oembed" href="${embed.href}" title="${offer.title}">
${previewFacts(offer, policy, address).map(([property, content]) => html`<meta property="${property}" content="${content}">`)}
<meta name="twitter:card" content="summary_large_image">
<script type="application/ld+json">${raw(asScriptData(structuredData(offer, sellerOf(policy))))}</script>`
}

const sellerOf = ({ name, currency }: ProgramPolicy) => ({ name, currency: { code: currency, digits: currencyDigits(currency) } })

// Nothing in it can end the element that it stands in.
const asScriptData = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')
