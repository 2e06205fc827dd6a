import type { RowNote } from '@tributary/protocol/catalogue'
import type { OfferImage, OfferOption } from '@tributary/protocol/offer'

/** A variant as a catalogue file states it, in minor units of the program's currency. `stock`: `null` is not counted. */
export interface CatalogueVariant {
  readonly sku: string
  readonly options: readonly string[]
  readonly amountMinor: number
  readonly saleMinor: number | null
  /** ISO 8601. */
  readonly saleStartsAt: string | null
  readonly saleEndsAt: string | null
  readonly taxClass: string
  readonly weightGrams: number
  readonly image: number | null
  readonly stock: number | null
  readonly backorder: boolean
  /** Where it stands in the file. */
  readonly line: number
}

/** An offer as a catalogue file states it. `handle` is a proposal: an offer whose skus are known keeps the one it has. */
export interface CatalogueOffer {
  readonly handle: string
  readonly kind: 'product' | 'service'
  readonly title: string
  /** Plain text; paragraphs are split by a blank line. */
  readonly description: string
  readonly images: readonly OfferImage[]
  readonly options: readonly OfferOption[]
  readonly collections: readonly string[]
  readonly variants: readonly CatalogueVariant[]
  readonly line: number
}

/** What was read from a file: what can be sold, the rows that are wrong, and what the format holds that is not sold here. */
export interface Catalogue {
  readonly format: 'woocommerce-csv' | 'tributary-json'
  readonly offers: readonly CatalogueOffer[]
  readonly bad: readonly RowNote[]
  readonly notSold: readonly RowNote[]
}

/** A handle for URLs from a title: ASCII letters and digits joined by hyphens, at most 80. `slug('Crème brûlée №1')` is `creme-brulee-no1`. */
export const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80) || 'offer'

/** Leaves out of a catalogue what has the handle or a sku of something before it, and says so. */
export function withoutDuplicates(offers: readonly CatalogueOffer[], skuColumn: string): Pick<Catalogue, 'offers' | 'bad'> {
  const skus = new Map<string, number>()
  const handles = new Set<string>()
  const bad: RowNote[] = []
  const kept: CatalogueOffer[] = []
  for (const offer of offers) {
    const duplicate = offer.variants.find(({ sku }, index) => skus.has(sku) || offer.variants.findIndex((one) => one.sku === sku) < index)
    if (duplicate) {
      const first = skus.get(duplicate.sku) ?? offer.line
      bad.push({
        line: duplicate.line,
        column: skuColumn,
        reason: `The SKU “${duplicate.sku}” stands in line ${first} already; each article needs its own.`,
      })
      continue
    }
    for (const { sku, line } of offer.variants) skus.set(sku, line)
    const handle = freeHandle(offer.handle, handles)
    handles.add(handle)
    kept.push({ ...offer, handle })
  }
  return { offers: kept, bad }
}

function freeHandle(wanted: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count++) {
    const handle = count === 1 ? wanted : `${wanted}-${count}`
    if (!taken.has(handle)) return handle
  }
}
