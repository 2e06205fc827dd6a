import type { Offer, OffersAnswer, OffersQuery } from '@tributary/protocol/offer'
import { offersQuery } from '@tributary/protocol/offer.schema'
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

function pageOf(
  { catalogue }: Ground,
  { ids, collection, q, cursor, limit = PAGE_SIZE }: OffersQuery,
): Omit<OffersAnswer, 'program' | 'site'> {
  const all = catalogue.offers()
  if (ids) {
    const isNamed = (offer: Offer, name: string) => offer.id === name || offer.handle === name
    const offers = all.filter((offer) => ids.some((name) => isNamed(offer, name)))
    return { offers, unknown: ids.filter((name) => !offers.some((offer) => isNamed(offer, name))) }
  }
  const start = Number(cursor ?? 0)
  const found = all
    .filter(({ handle }) => collection === undefined || catalogue.isIn(handle, collection))
    .filter(({ title, description }) => q === undefined || `${title}\n${description}`.toLowerCase().includes(q.toLowerCase()))
  const end = start + limit
  return { offers: found.slice(start, end), unknown: [], ...(end < found.length && { next: String(end) }) }
}
