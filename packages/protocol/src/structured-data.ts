import { toDecimal } from './money.ts'
import { type Offer, priceRange } from './offer.ts'
import type { ProgramFacts } from './program.ts'

/** What search engines read of an offer (schema.org, as JSON-LD). Prices are decimals, as the vocabulary wants them. */
export function structuredData(offer: Offer, { name, currency }: Pick<ProgramFacts, 'name' | 'currency'>): Record<string, unknown> {
  const seller = { '@type': 'Organization', name }
  const common = {
    '@context': 'https://schema.org',
    name: offer.title,
    description: offer.description,
    image: offer.images.map(({ src }) => src),
    url: offer.url,
  }
  const price = (amountMinor: number): string => toDecimal(amountMinor, currency.digits)
  if (offer.service) {
    const priceMinor = shownPrice(offer)
    const offers = priceMinor === undefined ? {} : { offers: { '@type': 'Offer', priceCurrency: currency.code, price: price(priceMinor) } }
    return { ...common, '@type': 'Service', provider: seller, ...(offer.service.area && { areaServed: offer.service.area }), ...offers }
  }
  const { fromMinor, toMinor } = priceRange(offer)
  const availability = `https://schema.org/${offer.variants.some(({ available }) => available) ? 'InStock' : 'OutOfStock'}`
  const [only, ...more] = offer.variants
  const terms = { priceCurrency: currency.code, availability, url: offer.url, seller }
  const offers =
    more.length === 0
      ? { '@type': 'Offer', price: price(fromMinor), ...terms }
      : { '@type': 'AggregateOffer', lowPrice: price(fromMinor), highPrice: price(toMinor), offerCount: offer.variants.length, ...terms }
  return { ...common, '@type': 'Product', ...(only && more.length === 0 && { sku: only.sku }), offers }
}

/** The least that an offer costs; what a service costs before anybody has asked may be unknown. */
export function shownPrice(offer: Offer): number | undefined {
  if (!offer.service) return priceRange(offer).fromMinor
  return offer.service.price.kind === 'on_request' ? undefined : offer.service.price.amountMinor
}
