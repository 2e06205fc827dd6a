import { OFFERS_PER_REQUEST, type Offer, type OffersAnswer, type OffersQuery } from '@tributary/protocol/offer'
import { offersQuery } from '@tributary/protocol/offer.schema'
import { sealKeyOf } from '../core/keyring.ts'
import { publicOffer } from '../core/offer.ts'
import { programFacts } from '../core/program.ts'
import { type KeptAnswer, keptAnswer, keptResponse } from '../http/kept-answer.ts'
import { parseQuery } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { type FoundOffer, facetsOf, type OfferSearch, offersFound } from '../store/offer-search.ts'
import { type OfferCursor, type OfferRow, offersByName, offersPage } from '../store/offers.ts'
import type { Program } from '../store/programs.ts'
import { createMemo } from './memo.ts'
import type { Parent, PublicRoute, SiteAccess } from './route.ts'

const PAGE_SIZE = 24

// Stock and prices may be this old in a page; the order decides by what is true then.
const CACHE_CONTROL = 'public, max-age=15, stale-while-revalidate=60'
const KEPT_MS = 1_000

/** `GET /v1/offers`: by ids or handles in one request, by collection, by search text, or all; page by page. */
export function getOffers(parent: Parent): PublicRoute {
  const memo = createMemo<KeptAnswer>(KEPT_MS)
  return async (call) => {
    const query = parseQuery(call.url, offersQuery)
    if (!query.ok) return query.error
    const access = await parent.findSite(call, query.value.site)
    if (!access.ok) return access.error
    const after = readCursor(query.value.cursor)
    if (after === 'invalid') {
      return problemResponse('request_invalid', { errors: [{ pointer: '?cursor', detail: 'Use `next` of the page before.' }] })
    }

    const wanted = { ...query.value, after }
    const kept = await memo.get(call.url.search, async () => keptAnswer(await offersAnswer(parent, access.value, wanted)))
    return keptResponse(call.request, kept, CACHE_CONTROL)
  }
}

/** Offers as pages get them, for the parent's own: the named ones, or the first hundred, of a collection where one is named. */
export async function publishedOffers(
  parent: Parent,
  program: Program,
  names?: readonly string[],
  collection?: string,
): Promise<{ offers: Offer[] }> {
  const rows = names
    ? await offersByName(parent.database, program.programId, names, parent.now())
    : await offersPage(parent.database, program.programId, { collection }, OFFERS_PER_REQUEST, parent.now())
  return { offers: rows.map((row) => publicOffer(parent.origin, row)) }
}

interface Wanted extends Omit<OffersQuery, 'site' | 'cursor'> {
  readonly after?: OfferCursor | undefined
}

/** What `GET /v1/offers` answers this site. */
export async function offersAnswer(parent: Parent, { program, site }: SiteAccess, wanted: Wanted): Promise<OffersAnswer> {
  const { ids, collection, facets, limit = PAGE_SIZE } = wanted
  const rows = await read(parent, program.programId, wanted, limit + 1)
  const found = facets ? await facetsOf(parent.database, program.programId, collection, parent.now()) : undefined
  const shown = ids ? rows : rows.slice(0, limit)
  const last = shown.at(-1)
  const [sealKey] = (await parent.keyring(program.programId)).seal
  if (!sealKey) throw new Error(`expected a seal key of program ${program.id}, received none`)
  const known = new Set(shown.flatMap(({ id, handle }) => [id as string, handle]))
  return {
    program: programFacts(program, sealKeyOf(sealKey)),
    site: { key: site.key, test: site.test },
    offers: shown.map((row) => publicOffer(parent.origin, row)),
    unknown: (ids ?? []).filter((name) => !known.has(name)),
    ...(found && { facets: found }),
    ...(last && shown.length < rows.length && { next: writeCursor(last) }),
  }
}

// Most pages are of the catalogue's own order, and read an index only.
async function read(parent: Parent, programId: number, wanted: Wanted, limit: number): Promise<readonly (OfferRow | FoundOffer)[]> {
  const { database } = parent
  const { ids, collection, q: search, after, sort = 'given', available = false, option, maxMinor } = wanted
  if (ids) return offersByName(database, programId, ids, parent.now())
  if (sort === 'given' && !available && option === undefined && maxMinor === undefined) {
    return offersPage(database, programId, { collection, search, after }, limit, parent.now())
  }
  const narrowed = { collection, search, after, sort, available, option: optionOf(option), maxMinor }
  return offersFound(database, programId, narrowed, limit, parent.now())
}

function optionOf(text: string | undefined): OfferSearch['option'] {
  const colon = text?.indexOf(':') ?? 0
  return text === undefined ? undefined : { name: text.slice(0, colon), value: text.slice(colon + 1) }
}

const writeCursor = (row: OfferRow | FoundOffer): string => `${'key' in row ? row.key : row.position}.${row.offerId}`

function readCursor(text: string | undefined): OfferCursor | 'invalid' | undefined {
  if (text === undefined) return undefined
  const [, key, offerId] = /^(\d{1,15})\.(\d{1,15})$/.exec(text) ?? []
  return key === undefined ? 'invalid' : { key: Number(key), offerId: Number(offerId) }
}
