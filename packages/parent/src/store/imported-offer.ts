import { newId, type OfferId } from '@tributary/protocol/id'
import type { OfferImage, OfferOption } from '@tributary/protocol/offer'
import type { Queryable } from './database.ts'
import { setImportedStock } from './imported-stock.ts'

/** An offer of a catalogue file, as it is stored. */
export interface ImportedOffer {
  readonly handle: string
  readonly kind: string
  readonly title: string
  readonly description: string
  readonly images: readonly OfferImage[]
  readonly options: readonly OfferOption[]
  readonly collections: readonly string[]
  readonly line: number
  readonly variants: readonly {
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
  }[]
}

const UPSERT_OFFER = `
  insert into offers as old (program_id, id, handle, kind, title, description, images, options, collections, source, position, published)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, true)
      on conflict on constraint offer_handle_is_unique do update
     set kind = excluded.kind, title = excluded.title, description = excluded.description, images = excluded.images,
         options = excluded.options, collections = excluded.collections, position = excluded.position, published = true, changed_at = now()
   where (old.kind, old.title, old.description, old.images, old.options, old.collections, old.position, old.published)
         is distinct from
         (excluded.kind, excluded.title, excluded.description, excluded.images, excluded.options, excluded.collections, excluded.position, true)
  returning offer_id as "offerId", xmax = 0 as "isNew"`

const OFFER_ID = 'select offer_id as "offerId" from offers where program_id = $1 and handle = $2'

// The variants of one offer at once, as JSON: one statement an offer, whatever it holds.
const UPSERT_VARIANTS = `
  insert into variants as old (
    program_id, offer_id, sku, position, options, amount_minor, sale_minor, sale_starts_at, sale_ends_at, tax_class, weight_grams, image,
    published)
  select $1, $2, one ->> 'sku', position, array(select jsonb_array_elements_text(one -> 'options')), (one ->> 'amountMinor')::bigint,
         (one ->> 'saleMinor')::bigint, (one ->> 'saleStartsAt')::timestamptz, (one ->> 'saleEndsAt')::timestamptz, one ->> 'taxClass',
         (one ->> 'weightGrams')::integer, (one ->> 'image')::integer, true
    from jsonb_array_elements($3::jsonb) with ordinality as variants (one, position)
      on conflict on constraint sku_is_unique do update
     set offer_id = excluded.offer_id, position = excluded.position, options = excluded.options, amount_minor = excluded.amount_minor,
         sale_minor = excluded.sale_minor, sale_starts_at = excluded.sale_starts_at, sale_ends_at = excluded.sale_ends_at,
         tax_class = excluded.tax_class, weight_grams = excluded.weight_grams, image = excluded.image, published = true
   where (old.offer_id, old.position, old.options, old.amount_minor, old.sale_minor, old.sale_starts_at, old.sale_ends_at, old.tax_class,
          old.weight_grams, old.image, old.published)
         is distinct from
         (excluded.offer_id, excluded.position, excluded.options, excluded.amount_minor, excluded.sale_minor, excluded.sale_starts_at,
          excluded.sale_ends_at, excluded.tax_class, excluded.weight_grams, excluded.image, true)
  returning sku`

const UNPUBLISH_VARIANTS = `
  update variants
     set published = false
   where program_id = $1 and offer_id = $2 and published and not sku = any ($3)
  returning sku`

/** Adds or changes one offer with its variants and stock; variants that the file no longer has are unpublished. */
export async function importOffer(
  transaction: Queryable,
  programId: number,
  source: string,
  offer: ImportedOffer,
  position: number,
): Promise<{ offerId: number; isNew: boolean; isChanged: boolean }> {
  const { handle, kind, title, description, images, options, collections, variants } = offer
  const id: OfferId = newId('offer')
  const values = [
    programId,
    id,
    handle,
    kind,
    title,
    description,
    JSON.stringify(images),
    JSON.stringify(options),
    collections,
    source,
    position,
  ]
  const [stored] = await transaction.query<{ offerId: number; isNew: boolean }>(UPSERT_OFFER, values)
  const offerId = stored?.offerId ?? (await transaction.query<{ offerId: number }>(OFFER_ID, [programId, handle]))[0]?.offerId
  if (offerId === undefined) throw new Error(`expected the offer ${handle}, received none`)
  const changed = await transaction.query(UPSERT_VARIANTS, [programId, offerId, JSON.stringify(variants)])
  const gone = await transaction.query(UNPUBLISH_VARIANTS, [programId, offerId, variants.map(({ sku }) => sku)])
  const isStockChanged = await setImportedStock(transaction, programId, variants)
  const isChanged = stored !== undefined || changed.length > 0 || gone.length > 0 || isStockChanged
  return { offerId, isNew: stored?.isNew ?? false, isChanged }
}
