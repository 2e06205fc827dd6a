import { newId } from '@tributary/protocol/id'
import type { OfferImage, OfferOption, ServiceFacts } from '@tributary/protocol/offer'
import type { Queryable } from './database.ts'

/** An offer of a catalogue file, as it is stored. */
export interface ImportedOffer {
  readonly handle: string
  /** The file states the handle; else another will do where it is taken. */
  readonly isHandleStated: boolean
  readonly kind: string
  readonly title: string
  readonly description: string
  readonly images: readonly OfferImage[]
  readonly options: readonly OfferOption[]
  readonly collections: readonly string[]
  /** Of a service only. */
  readonly service?: ServiceFacts
  readonly line: number
  readonly variants: readonly ImportedVariant[]
}

/** A variant of a catalogue file. `stock`: `null` is not counted. */
export interface ImportedVariant {
  readonly sku: string
  readonly options: readonly string[]
  readonly amountMinor: number
  readonly saleMinor: number | null
  readonly saleStartsAt: string | null
  readonly saleEndsAt: string | null
  readonly taxClass: string
  readonly weightGrams: number
  readonly image: number | null
  readonly stock: number | null
  readonly backorder: boolean
  readonly line: number
}

/** What became of an offer of the file. `isChanged` is about what it says, not about its place among the others. */
export interface StoredOffer {
  readonly offerId: number
  readonly isNew: boolean
  readonly isChanged: boolean
}

// The whole file is one value, so that a catalogue costs a handful of statements. What was there before is read by the same statement, as it
// was when the statement began.
const UPSERT_OFFERS = `
  with files as (
    select *
      from jsonb_to_recordset($2::jsonb) as file (
             id text, handle text, kind text, title text, description text, images jsonb, options jsonb, collections text[], service jsonb,
             position integer)
  ), stored as (
    insert into offers as old (
      program_id, id, handle, kind, title, description, images, options, collections, service, source, position, published)
    select $1, id, handle, kind, title, description, images, options, collections, service, $3, position, true
      from files
        on conflict on constraint offer_handle_is_unique do update
       set kind = excluded.kind, title = excluded.title, description = excluded.description, images = excluded.images,
           options = excluded.options, collections = excluded.collections, service = excluded.service, position = excluded.position,
           published = true, changed_at = now()
     where (old.kind, old.title, old.description, old.images, old.options, old.collections, old.service, old.position, old.published)
           is distinct from
           (excluded.kind, excluded.title, excluded.description, excluded.images, excluded.options, excluded.collections, excluded.service,
            excluded.position, true)
    returning offer_id, handle
  )
  select coalesce(before.offer_id, stored.offer_id) as "offerId", before.offer_id is null as "isNew",
         (before.kind, before.title, before.description, before.images, before.options, before.collections, before.service,
          before.published)
         is distinct from
         (files.kind, files.title, files.description, files.images, files.options, files.collections, files.service, true) as "isChanged"
    from files
    left join offers before on before.program_id = $1 and before.handle = files.handle
    left join stored on stored.handle = files.handle
   order by files.position`

const UPSERT_VARIANTS = `
  with files as (
    select *
      from jsonb_to_recordset($2::jsonb) as file (
             "offerId" bigint, sku text, position integer, options text[], "amountMinor" bigint, "saleMinor" bigint, "saleStartsAt" timestamptz,
             "saleEndsAt" timestamptz, "taxClass" text, "weightGrams" integer, image integer)
  ), stored as (
    insert into variants as old (
      program_id, offer_id, sku, position, options, amount_minor, sale_minor, sale_starts_at, sale_ends_at, tax_class, weight_grams, image,
      published)
    select $1, "offerId", sku, position, options, "amountMinor", "saleMinor", "saleStartsAt", "saleEndsAt", "taxClass", "weightGrams", image,
           true
      from files
        on conflict on constraint sku_is_unique do update
       set offer_id = excluded.offer_id, position = excluded.position, options = excluded.options, amount_minor = excluded.amount_minor,
           sale_minor = excluded.sale_minor, sale_starts_at = excluded.sale_starts_at, sale_ends_at = excluded.sale_ends_at,
           tax_class = excluded.tax_class, weight_grams = excluded.weight_grams, image = excluded.image, published = true
     where (old.offer_id, old.position, old.options, old.amount_minor, old.sale_minor, old.sale_starts_at, old.sale_ends_at, old.tax_class,
            old.weight_grams, old.image, old.published)
           is distinct from
           (excluded.offer_id, excluded.position, excluded.options, excluded.amount_minor, excluded.sale_minor, excluded.sale_starts_at,
            excluded.sale_ends_at, excluded.tax_class, excluded.weight_grams, excluded.image, true)
  )
  select distinct unnest(array[files."offerId", before.offer_id]) as "offerId"
    from files
    left join variants before on before.program_id = $1 and before.sku = files.sku
   where (before.offer_id, before.position, before.options, before.amount_minor, before.sale_minor, before.sale_starts_at, before.sale_ends_at,
          before.tax_class, before.weight_grams, before.image, before.published)
         is distinct from
         (files."offerId", files.position, files.options, files."amountMinor", files."saleMinor", files."saleStartsAt", files."saleEndsAt",
          files."taxClass", files."weightGrams", files.image, true)`

const UNPUBLISH_VARIANTS = `
  update variants
     set published = false
   where program_id = $1 and offer_id = any ($2) and published and not sku = any ($3)
  returning offer_id as "offerId"`

/** Adds or changes the offers themselves, without their variants; answers what became of each, in the file's order. */
export const storeOffers = (
  transaction: Queryable,
  programId: number,
  source: string,
  offers: readonly ImportedOffer[],
): Promise<StoredOffer[]> => {
  const files = offers.map(({ variants: _, ...offer }, position) => ({ ...offer, id: newId('offer'), position }))
  return transaction.query<StoredOffer>(UPSERT_OFFERS, [programId, JSON.stringify(files), source])
}

/** Makes the variants of these offers what the file says; those that it does not name are unpublished. Answers the offers that it changed. */
export async function storeVariants(
  transaction: Queryable,
  programId: number,
  offers: readonly { readonly offerId: number; readonly variants: readonly ImportedVariant[] }[],
  namedSkus: readonly string[],
): Promise<number[]> {
  const files = offers.flatMap(({ offerId, variants }) => variants.map((variant, index) => ({ ...variant, offerId, position: index + 1 })))
  const changed = await transaction.query<Pick<StoredOffer, 'offerId'>>(UPSERT_VARIANTS, [programId, JSON.stringify(files)])
  const offerIds = offers.map(({ offerId }) => offerId)
  const gone = await transaction.query<Pick<StoredOffer, 'offerId'>>(UNPUBLISH_VARIANTS, [programId, offerIds, namedSkus])
  return [...changed, ...gone].map(({ offerId }) => offerId)
}
