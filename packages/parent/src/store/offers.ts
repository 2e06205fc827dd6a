import type { OfferId } from '@tributary/protocol/id'
import type { Offer, OfferImage, OfferOption, ServiceFacts } from '@tributary/protocol/offer'
import type { Queryable } from './database.ts'

/** A variant as it is priced: its amount at the moment asked for, what is left of it (`null`: not counted). */
export interface PricedVariant {
  readonly variantId: number
  readonly offerId: number
  readonly sku: string
  /** Of the offer: services are not ordered. */
  readonly kind: Offer['kind']
  readonly handle: string
  readonly title: string
  readonly options: readonly string[]
  readonly amountMinor: number
  /** The regular price, while the price is reduced. */
  readonly regularMinor: number | null
  readonly taxClass: string
  readonly weightGrams: number
  readonly measure: { readonly amount: number; readonly base: number; readonly label: string } | null
  readonly image: number | null
  readonly published: boolean
  readonly level: number | null
  readonly backorder: boolean
}

/** A published offer with its published variants, in the catalogue's order. */
export interface OfferRow {
  readonly offerId: number
  readonly position: number
  readonly id: OfferId
  readonly handle: string
  readonly kind: Offer['kind']
  readonly title: string
  readonly description: string
  readonly images: readonly OfferImage[]
  readonly options: readonly OfferOption[]
  readonly service: ServiceFacts | null
  readonly variants: readonly PricedVariant[]
}

/** Where a page of offers goes on: after this offer, which stood at this position, or had this price where prices say the order. */
export interface OfferCursor {
  readonly key: number
  readonly offerId: number
}

/** An offer whose variants are not read yet. */
export type BareOffer = Omit<OfferRow, 'variants'>

const IS_REDUCED = `v.sale_minor is not null and coalesce(v.sale_starts_at <= $2, true) and coalesce($2 < v.sale_ends_at, true)`

/** The variants of a program ($1), priced at a moment ($2). */
export const VARIANTS = `
  select v.variant_id as "variantId", v.offer_id as "offerId", v.sku, o.kind, o.handle, o.title, v.options,
         case when ${IS_REDUCED} then v.sale_minor else v.amount_minor end as "amountMinor",
         case when ${IS_REDUCED} then v.amount_minor end as "regularMinor",
         v.tax_class as "taxClass", v.weight_grams as "weightGrams", v.measure, v.image, v.published and o.published as published,
         s.level, coalesce(s.backorder, false) as backorder
    from variants v
    join offers o using (program_id, offer_id)
    left join stocks s using (program_id, variant_id)
   where v.program_id = $1`

const BY_SKU = `${VARIANTS} and v.sku = any ($3)`

const OF_OFFERS = `${VARIANTS} and v.offer_id = any ($3) and v.published order by v.offer_id, v.position`

/** The columns of an offer without its variants. */
export const COLUMNS = 'offer_id as "offerId", position, id, handle, kind, title, description, images, options, service'

const BY_NAMES = `select ${COLUMNS} from offers where program_id = $1 and published and (id = any ($2) or handle = any ($2))`

const OF_SERVICE = `
  select variant_id as "variantId", tax_class as "taxClass"
    from variants
   where program_id = $1 and offer_id = $2
   order by published desc, position
   limit 1`

const PAGE = `
  select ${COLUMNS}
    from offers
   where program_id = $1
     and published
     and ($2::text is null or $2 = any (collections))
     and ($3::text is null or title ilike $3 or description ilike $3)
     and ($4::bigint is null or (position, offer_id) > ($4, $5::bigint))
   order by position, offer_id
   limit $6`

const COLLECTIONS = `
  select distinct name
    from offers, unnest(collections) as name
   where program_id = $1 and published
   order by name
   limit 500`

/** The names of the collections in which something is sold, at most 500, in the order of the alphabet. */
export const collectionNames = async (database: Queryable, programId: number): Promise<string[]> =>
  (await database.query<{ name: string }>(COLLECTIONS, [programId], 'collection_names')).map(({ name }) => name)

/** The variants with these skus, published or not, priced at `now`. */
export const variantsBySku = (database: Queryable, programId: number, skus: readonly string[], now: Date): Promise<PricedVariant[]> =>
  database.query<PricedVariant>(BY_SKU, [programId, now, skus], 'variants_by_sku')

/** The one variant that a service is sold as, published or not: what was asked for once can be agreed on later. */
export async function variantOfService(
  database: Queryable,
  programId: number,
  offerId: number,
): Promise<{ readonly variantId: number; readonly taxClass: string }> {
  const [variant] = await database.query<{ variantId: number; taxClass: string }>(OF_SERVICE, [programId, offerId])
  if (!variant) throw new Error(`expected a variant of service ${offerId}, received none`)
  return variant
}

/** Published offers by id or handle; what is not sold is missing. */
export async function offersByName(database: Queryable, programId: number, names: readonly string[], now: Date): Promise<OfferRow[]> {
  return withVariants(database, programId, await database.query<BareOffer>(BY_NAMES, [programId, names]), now)
}

/** One page of published offers: of a collection, matching a search text, or all. */
export async function offersPage(
  database: Queryable,
  programId: number,
  wanted: { readonly collection?: string | undefined; readonly search?: string | undefined; readonly after?: OfferCursor | undefined },
  limit: number,
  now: Date,
): Promise<OfferRow[]> {
  const { collection = null, search, after } = wanted
  const pattern = search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null
  const values = [programId, collection, pattern, after?.key ?? null, after?.offerId ?? null, limit]
  return withVariants(database, programId, await database.query<BareOffer>(PAGE, values), now)
}

/** Offers with their published variants, priced at `now`. */
export async function withVariants<Bare extends BareOffer>(
  database: Queryable,
  programId: number,
  offers: readonly Bare[],
  now: Date,
): Promise<(Bare & Pick<OfferRow, 'variants'>)[]> {
  if (offers.length === 0) return []
  const variants = await database.query<PricedVariant>(OF_OFFERS, [programId, now, offers.map(({ offerId }) => offerId)])
  return offers.map((offer) => ({ ...offer, variants: variants.filter(({ offerId }) => offerId === offer.offerId) }))
}
