import { createHash } from 'node:crypto'
import { OFFERS_PER_REQUEST, type Offer, type OffersAnswer } from '@tributary/protocol/offer'
import { offersQuery } from '@tributary/protocol/offer.schema'
import { sealKeyOf } from '../core/keyring.ts'
import { publicOffer } from '../core/offer.ts'
import { programFacts } from '../core/program.ts'
import { type Compressible, compressible, encodedFor } from '../http/compressed.ts'
import { parseQuery } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { type OfferCursor, type OfferRow, offersByName, offersPage } from '../store/offers.ts'
import type { Program } from '../store/programs.ts'
import { createMemo } from './memo.ts'
import type { Parent, PublicRoute, SiteAccess } from './route.ts'

const PAGE_SIZE = 24

// Stock and prices may be this old in a page; the order decides by what is true then.
const CACHE_CONTROL = 'public, max-age=15, stale-while-revalidate=60'
const KEPT_MS = 1_000

interface Encoded {
  readonly body: Compressible
  readonly etag: string
}

/** `GET /v1/offers`: by ids or handles in one request, by collection, by search text, or all; page by page. */
export function getOffers(parent: Parent): PublicRoute {
  const memo = createMemo<Encoded>(KEPT_MS)
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
    const { body, etag } = await memo.get(call.url.search, async () => encode(await answer(parent, access.value, wanted)))
    const { headers: asked } = call.request
    const headers = { 'Content-Type': 'application/json', 'Cache-Control': CACHE_CONTROL, ETag: etag, Vary: 'Origin, Accept-Encoding' }
    if (isKnown(asked.get('If-None-Match'), etag)) return new Response(null, { status: 304, headers })
    const { bytes, encoding } = await encodedFor(body, asked.get('Accept-Encoding'))
    return new Response(bytes, { headers: { ...headers, ...(encoding && { 'Content-Encoding': encoding }) } })
  }
}

/** Offers as pages get them, for the parent's own: the named ones, or the first hundred. */
export async function publishedOffers(parent: Parent, program: Program, names?: readonly string[]): Promise<{ offers: Offer[] }> {
  const rows = names
    ? await offersByName(parent.database, program.programId, names, parent.now())
    : await offersPage(parent.database, program.programId, {}, OFFERS_PER_REQUEST, parent.now())
  return { offers: rows.map((row) => publicOffer(parent.origin, row)) }
}

interface Wanted {
  readonly ids?: readonly string[] | undefined
  readonly collection?: string | undefined
  readonly q?: string | undefined
  readonly after?: OfferCursor | undefined
  readonly limit?: number | undefined
}

async function answer(parent: Parent, { program, site }: SiteAccess, wanted: Wanted): Promise<OffersAnswer> {
  const { ids, collection, q: search, after, limit = PAGE_SIZE } = wanted
  const rows = ids
    ? await offersByName(parent.database, program.programId, ids, parent.now())
    : await offersPage(parent.database, program.programId, { collection, search, after }, limit + 1, parent.now())
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
    ...(last && shown.length < rows.length && { next: writeCursor(last) }),
  }
}

const encode = (value: OffersAnswer): Encoded => {
  const body = JSON.stringify(value)
  return { body: compressible(body), etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` }
}

// A list of tags; what compresses on the way marks them weak, which says nothing about what they stand for.
const isKnown = (ifNoneMatch: string | null, etag: string): boolean =>
  (ifNoneMatch ?? '').split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')))

const writeCursor = ({ position, offerId }: OfferRow): string => `${position}.${offerId}`

function readCursor(text: string | undefined): OfferCursor | 'invalid' | undefined {
  if (text === undefined) return undefined
  const [, position, offerId] = /^(\d{1,9})\.(\d{1,15})$/.exec(text) ?? []
  return position === undefined ? 'invalid' : { position: Number(position), offerId: Number(offerId) }
}
