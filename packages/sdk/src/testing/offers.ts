import { type Offer, type OfferFacets, type OffersAnswer, type OffersQuery, priceRange } from '@tributary/protocol/offer'
import { offersQuery } from '@tributary/protocol/offer.schema'
import type { OfferSort } from '@tributary/protocol/offer-sort'
import { answer, bare, refuse } from './answer.ts'
import type { Call } from './endpoint.ts'
import { type Ground, judgeSite } from './ground.ts'
import { readQuery } from './read.ts'

const PAGE_SIZE = 24

/** `GET /v1/offers`: by ids or handles, by collection, by search text, or all; page by page. With an `ETag` of what is answered. */
export function getOffers(ground: Ground): (call: Call) => Promise<Response> {
  const tags = new Map<string, string>()
  const tagOf = (text: string): string => {
    if (!tags.has(text)) tags.set(text, `"${tags.size + 1}"`)
    return tags.get(text) as string
  }

  return async (call) => {
    const query = readQuery(call, offersQuery)
    if (!query.ok) return query.error
    const access = judgeSite(ground, call, query.value.site)
    if (!access.ok) return access.error
    if (!/^\d{0,9}$/.test(query.value.cursor ?? '')) {
      return refuse(call.name, 'request_invalid', { errors: [{ pointer: '?cursor', detail: 'Use `next` of the page before.' }] })
    }
    const { facts, site, isTest } = ground.settings
    const page = pageOf(ground, query.value)
    const program = { ...facts, sealKey: await ground.box.key() }
    const value: OffersAnswer = { program, site: { key: site, test: isTest }, ...page }
    const headers = { 'Cache-Control': 'public, max-age=15, stale-while-revalidate=60', ETag: tagOf(JSON.stringify(value)), Vary: 'Origin' }
    const known = (call.request.headers.get('If-None-Match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
    return known.includes(headers.ETag) ? bare(304, headers) : answer(call.name, 200, value, headers)
  }
}

function pageOf({ catalogue }: Ground, query: OffersQuery): Omit<OffersAnswer, 'program' | 'site'> {
  const { ids, collection, q, cursor, limit = PAGE_SIZE, sort = 'given' } = query
  const all = catalogue.offers()
  if (ids) {
    const isNamed = (offer: Offer, name: string) => offer.id === name || offer.handle === name
    const offers = all.filter((offer) => ids.some((name) => isNamed(offer, name)))
    return { offers, unknown: ids.filter((name) => !offers.some((offer) => isNamed(offer, name))) }
  }
  const start = Number(cursor ?? 0)
  const collected = all.filter(({ handle }) => collection === undefined || catalogue.isIn(handle, collection))
  const found = collected
    .filter(({ title, description }) => q === undefined || `${title}\n${description}`.toLowerCase().includes(q.toLowerCase()))
    .filter((offer) => isWanted(offer, query))
    .toSorted(ORDERS[sort])
  const end = start + limit
  return {
    offers: found.slice(start, end),
    unknown: [],
    ...(query.facets && collected.length > 0 && { facets: facetsOf(collected) }),
    ...(end < found.length && { next: String(end) }),
  }
}

const isWanted = (offer: Offer, { available, option, maxMinor = Number.POSITIVE_INFINITY }: OffersQuery): boolean => {
  const colon = option?.indexOf(':') ?? 0
  const place = offer.options.findIndex(({ name }) => name === option?.slice(0, colon))
  const fitting = offer.variants.filter(({ options }) => option === undefined || options[place] === option.slice(colon + 1))
  return (
    fitting.length > 0 &&
    (!available || fitting.some((variant) => variant.available)) &&
    priceRange({ ...offer, variants: fitting }).fromMinor <= maxMinor
  )
}

const priceOf = (offer: Offer): number => priceRange(offer).fromMinor

const ORDERS: Readonly<Record<OfferSort, (one: Offer, other: Offer) => number>> = {
  given: () => 0,
  price: (one, other) => priceOf(one) - priceOf(other),
  'price-down': (one, other) => priceOf(other) - priceOf(one),
  title: (one, other) => one.title.localeCompare(other.title),
}

function facetsOf(offers: readonly Offer[]): OfferFacets {
  const options = new Map<string, Set<string>>()
  for (const { name, values } of offers.flatMap((offer) => offer.options)) {
    options.set(name, new Set([...(options.get(name) ?? []), ...values]))
  }
  const ranges = offers.map(priceRange)
  return {
    options: [...options].map(([name, values]) => ({ name, values: [...values] })),
    fromMinor: Math.min(...ranges.map(({ fromMinor }) => fromMinor)),
    toMinor: Math.max(...ranges.map(({ toMinor }) => toMinor)),
  }
}
