import type { OfferImage, OfferOption, ServiceFacts } from '@tributary/protocol/offer'
import type { Queryable } from './database.ts'
import type { StagingKey } from './staging-key.ts'

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
  readonly measure?: { readonly amount: number; readonly base: number; readonly label: string } | undefined
  readonly image: number | null
  readonly stock: number | null
  readonly backorder: boolean
  readonly line: number
}

/** What became of an offer of the file. `isChanged` is about what it says, not about its place among the others. */
export interface StoredOffer {
  /** Its place in the file. */
  readonly position: number
  readonly offerId: number
  readonly handle: string
  readonly isNew: boolean
  readonly isChanged: boolean
}

// What was there before is read by the same statement, as it was when the statement began.
const UPSERT_OFFERS = `
  with files as (
    select position, id, handle, kind, title, description, images, options, collections, service
      from import_offers
      join import_handles using (program_id, import_key, position)
     where program_id = $1 and import_key = $2
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
  select files.position, files.handle, coalesce(before.offer_id, stored.offer_id) as "offerId", before.offer_id is null as "isNew",
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
    select o.offer_id, v.sku, v.position, v.options, v.amount_minor, v.sale_minor, v.sale_starts_at, v.sale_ends_at, v.tax_class,
           v.weight_grams, v.measure, v.image
      from import_variants v
      join import_handles h on h.program_id = $1 and h.import_key = $2 and h.position = v.offer_position
      join offers o on o.program_id = $1 and o.handle = h.handle
     where v.program_id = $1 and v.import_key = $2
  ), stored as (
    insert into variants as old (
      program_id, offer_id, sku, position, options, amount_minor, sale_minor, sale_starts_at, sale_ends_at, tax_class, weight_grams, measure,
      image, published)
    select $1, offer_id, sku, position, options, amount_minor, sale_minor, sale_starts_at, sale_ends_at, tax_class, weight_grams, measure,
           image, true
      from files
        on conflict on constraint sku_is_unique do update
       set offer_id = excluded.offer_id, position = excluded.position, options = excluded.options, amount_minor = excluded.amount_minor,
           sale_minor = excluded.sale_minor, sale_starts_at = excluded.sale_starts_at, sale_ends_at = excluded.sale_ends_at,
           tax_class = excluded.tax_class, weight_grams = excluded.weight_grams, measure = excluded.measure,
           image = excluded.image, published = true
     where (old.offer_id, old.position, old.options, old.amount_minor, old.sale_minor, old.sale_starts_at, old.sale_ends_at, old.tax_class,
            old.weight_grams, old.measure, old.image, old.published)
           is distinct from
           (excluded.offer_id, excluded.position, excluded.options, excluded.amount_minor, excluded.sale_minor, excluded.sale_starts_at,
            excluded.sale_ends_at, excluded.tax_class, excluded.weight_grams, excluded.measure, excluded.image, true)
  )
  select distinct unnest(array[files.offer_id, before.offer_id]) as "offerId"
    from files
    left join variants before on before.program_id = $1 and before.sku = files.sku
   where (before.offer_id, before.position, before.options, before.amount_minor, before.sale_minor, before.sale_starts_at, before.sale_ends_at,
          before.tax_class, before.weight_grams, before.measure, before.image, before.published)
         is distinct from
         (files.offer_id, files.position, files.options, files.amount_minor, files.sale_minor, files.sale_starts_at, files.sale_ends_at,
          files.tax_class, files.weight_grams, files.measure, files.image, true)`

const UNPUBLISH_VARIANTS = `
  update variants v
     set published = false
   where program_id = $1
     and published
     and offer_id in (
           select offer_id
             from import_handles h
             join offers o using (program_id, handle)
            where h.program_id = $1 and h.import_key = $2)
     and not exists (select from import_variants f where f.program_id = $1 and f.import_key = $2 and f.sku = v.sku)
     and not exists (select from unnest($3::text[]) as bad (sku) where bad.sku = v.sku)
  returning offer_id as "offerId"`

/** Adds or changes the offers themselves, without their variants; answers what became of each, in the file's order. */
export const storeOffers = (transaction: Queryable, { programId, importKey }: StagingKey, source: string): Promise<StoredOffer[]> =>
  transaction.query<StoredOffer>(UPSERT_OFFERS, [programId, importKey, source])

/**
 * Makes the variants of these offers what the file says; those that it does not name are unpublished, but for those of bad rows. Answers the offers
 * that it changed.
 */
export async function storeVariants(
  transaction: Queryable,
  { programId, importKey }: StagingKey,
  badSkus: readonly string[],
): Promise<number[]> {
  const changed = await transaction.query<Pick<StoredOffer, 'offerId'>>(UPSERT_VARIANTS, [programId, importKey])
  const gone = await transaction.query<Pick<StoredOffer, 'offerId'>>(UNPUBLISH_VARIANTS, [programId, importKey, badSkus])
  return [...changed, ...gone].map(({ offerId }) => offerId)
}
