import type { OfferFacets, OfferOption } from '@tributary/protocol/offer'
import type { OfferSort } from '@tributary/protocol/offer-sort'
import type { Queryable } from './database.ts'
import { type BareOffer, COLUMNS, type OfferCursor, type OfferRow, VARIANTS, withVariants } from './offers.ts'

/** What a page of offers is narrowed down to, and in which order it comes. */
export interface OfferSearch {
  readonly collection?: string | undefined
  readonly search?: string | undefined
  readonly sort: OfferSort
  /** Only what can be ordered. */
  readonly available: boolean
  readonly option?: { readonly name: string; readonly value: string } | undefined
  readonly maxMinor?: number | undefined
  readonly after?: OfferCursor | undefined
}

/** An offer on a page that is sorted, with what the cursor after it is made of. */
export interface FoundOffer extends OfferRow {
  readonly key: number
}

// What an order is called, the number that a cursor keeps of it, and what comes after a cursor ($8, $9). A title is too long for a cursor: it is read again.
const ORDERS: Readonly<Record<OfferSort, { readonly by: string; readonly key: string; readonly after: string }>> = {
  given: { by: 'position', key: 'position', after: '$8::bigint' },
  price: { by: '"fromMinor"', key: '"fromMinor"', after: '$8::bigint' },
  'price-down': { by: '-"fromMinor"', key: '"fromMinor"', after: '-$8::bigint' },
  title: {
    by: 'lower(title)',
    key: 'position',
    after: '(select lower(title) from offers where program_id = $1 and offer_id = $9 and $8::bigint is not null)',
  },
}

const IS_AVAILABLE = '(level is null or backorder or 0 < level)'

// $6 and $7: an option and its value. The variants that have it are the ones that count, for price and stock too.
const page = ({ by, key, after }: (typeof ORDERS)[OfferSort]): string => `
  select ${COLUMNS}, ${key} as key
    from offers f
    cross join lateral (
      select bool_or(${IS_AVAILABLE}) as "isAvailable",
             coalesce(min("amountMinor") filter (where ${IS_AVAILABLE}), min("amountMinor")) as "fromMinor"
        from (${VARIANTS} and v.offer_id = f.offer_id and v.published) v
       where $6::text is null
          or v.options[(select place from jsonb_array_elements(f.options) with ordinality as o (choice, place)
                         where choice ->> 'name' = $6 limit 1)] = $7
    ) priced
   where program_id = $1
     and published
     and ($3::text is null or $3 = any (collections))
     and ($4::text is null or title ilike $4 or description ilike $4)
     and "fromMinor" <= coalesce($5::bigint, "fromMinor")
     and ("isAvailable" or not $11)
     and ($8::bigint is null or (${by}, offer_id) > (${after}, $9::bigint))
   order by ${by}, offer_id
   limit $10`

const PAGES = Object.fromEntries(Object.entries(ORDERS).map(([sort, order]) => [sort, page(order)])) as Record<OfferSort, string>

const OFFERED = '(select offer_id from offers where program_id = $1 and published and ($3::text is null or $3 = any (collections)))'

const PRICES = `
  select coalesce(min("amountMinor") filter (where ${IS_AVAILABLE}), min("amountMinor")) as "fromMinor",
         coalesce(max("amountMinor") filter (where ${IS_AVAILABLE}), max("amountMinor")) as "toMinor"
    from (${VARIANTS} and v.published and v.offer_id in ${OFFERED}) v`

const CHOICES = `
  select name, array_agg(value order by place, nth) as values
    from (select choice ->> 'name' as name, value, min(position) as place, min(nth) as nth
            from offers,
                 jsonb_array_elements(options) as o (choice),
                 jsonb_array_elements_text(choice -> 'values') with ordinality as c (value, nth)
           where program_id = $1 and published and ($2::text is null or $2 = any (collections))
           group by choice ->> 'name', value) told
   group by name
   order by min(place), min(nth), name`

/** One page of published offers, narrowed down and in this order, priced at `now`. */
export async function offersFound(
  database: Queryable,
  programId: number,
  { collection, search, sort, available, option, maxMinor, after }: OfferSearch,
  limit: number,
  now: Date,
): Promise<FoundOffer[]> {
  const pattern = search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null
  const chosen = [option?.name ?? null, option?.value ?? null]
  const values = [
    programId,
    now,
    collection ?? null,
    pattern,
    maxMinor ?? null,
    ...chosen,
    after?.key ?? null,
    after?.offerId ?? null,
    limit,
    available,
  ]
  return withVariants(database, programId, await database.query<BareOffer & { readonly key: number }>(PAGES[sort], values), now)
}

/** By what a collection, or everything, can be filtered; nothing where nothing is sold. */
export async function facetsOf(
  database: Queryable,
  programId: number,
  collection: string | undefined,
  now: Date,
): Promise<OfferFacets | undefined> {
  const [prices] = await database.query<{ fromMinor: number | null; toMinor: number | null }>(PRICES, [programId, now, collection ?? null])
  if (prices?.fromMinor == null || prices.toMinor === null) return undefined
  const options = await database.query<OfferOption>(CHOICES, [programId, collection ?? null])
  return { options, fromMinor: prices.fromMinor, toMinor: prices.toMinor }
}
