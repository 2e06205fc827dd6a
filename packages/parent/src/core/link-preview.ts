import { toDecimal } from '@tributary/protocol/money'
import { type Offer, priceRange } from '@tributary/protocol/offer'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { currencyDigits } from './program.ts'

/** One `<meta property content>` of a page. */
export type PreviewFact = readonly [property: string, content: string]

const LONGEST_DESCRIPTION = 200

/**
 * What networks and messengers show of a link to an offer (Open Graph, ogp.me). `address` is the link with who shared it: some lead to `og:url` in
 * place of what was shared, and whoever shared it must not lose the sale by that.
 */
export function previewFacts(offer: Offer, policy: Pick<ProgramPolicy, 'name' | 'currency'>, address: string): PreviewFact[] {
  const [image] = offer.images
  const priceMinor = shownPrice(offer)
  return [
    ['og:type', offer.kind === 'product' ? 'product' : 'website'],
    ['og:site_name', policy.name],
    ['og:title', offer.title],
    ['og:description', shortened(offer.description)],
    ['og:url', address],
    ...(image ? pictureFacts(image) : []),
    ...(priceMinor === undefined ? [] : priceFacts(policy.currency, priceMinor)),
  ]
}

const pictureFacts = ({ src, alt, width, height }: Offer['images'][number]): PreviewFact[] => [
  ['og:image', src],
  ...(alt === '' ? [] : [['og:image:alt', alt] as const]),
  ...(width && height ? [['og:image:width', String(width)] as const, ['og:image:height', String(height)] as const] : []),
]

const priceFacts = (currency: string, priceMinor: number): PreviewFact[] => [
  ['product:price:amount', toDecimal(priceMinor, currencyDigits(currency))],
  ['product:price:currency', currency],
]

/** What search engines read of an offer (schema.org, as JSON-LD). Prices are decimals, as the vocabulary wants them. */
export function structuredData(offer: Offer, { name, currency }: Pick<ProgramPolicy, 'name' | 'currency'>): Record<string, unknown> {
  const seller = { '@type': 'Organization', name }
  const common = {
    '@context': 'https://schema.org',
    name: offer.title,
    description: offer.description,
    image: offer.images.map(({ src }) => src),
    url: offer.url,
  }
  const price = (amountMinor: number): string => toDecimal(amountMinor, currencyDigits(currency))
  if (offer.service) {
    const priceMinor = shownPrice(offer)
    const offers = priceMinor === undefined ? {} : { offers: { '@type': 'Offer', priceCurrency: currency, price: price(priceMinor) } }
    return { ...common, '@type': 'Service', provider: seller, ...(offer.service.area && { areaServed: offer.service.area }), ...offers }
  }
  const { fromMinor, toMinor } = priceRange(offer)
  const availability = `https://schema.org/${offer.variants.some(({ available }) => available) ? 'InStock' : 'OutOfStock'}`
  const [only, ...more] = offer.variants
  const terms = { priceCurrency: currency, availability, url: offer.url, seller }
  const offers =
    more.length === 0
      ? { '@type': 'Offer', price: price(fromMinor), ...terms }
      : { '@type': 'AggregateOffer', lowPrice: price(fromMinor), highPrice: price(toMinor), offerCount: offer.variants.length, ...terms }
  return { ...common, '@type': 'Product', ...(only && more.length === 0 && { sku: only.sku }), offers }
}

// What a service costs before anybody has asked may be unknown.
function shownPrice(offer: Offer): number | undefined {
  if (!offer.service) return priceRange(offer).fromMinor
  return offer.service.price.kind === 'on_request' ? undefined : offer.service.price.amountMinor
}

// Cut between words.
function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= LONGEST_DESCRIPTION ? line : `${line.slice(0, LONGEST_DESCRIPTION).replace(/\s+\S*$/, '')} …`
}
