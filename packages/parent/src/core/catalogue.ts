import type { ImportFormat, RowNote } from '@tributary/protocol/catalogue'
import type { OfferImage, OfferOption, ServiceFacts } from '@tributary/protocol/offer'

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

/** An offer as a catalogue file states it. An offer whose skus are known keeps the handle that it has, whatever is proposed here. */
export interface CatalogueOffer {
  readonly handle: string
  /** The file states the handle; else it was made from the title, and another will do where it is taken. */
  readonly isHandleStated: boolean
  readonly kind: 'product' | 'service'
  readonly title: string
  /** Plain text; paragraphs are split by a blank line. */
  readonly description: string
  readonly images: readonly OfferImage[]
  readonly options: readonly OfferOption[]
  readonly collections: readonly string[]
  readonly variants: readonly CatalogueVariant[]
  /** Of a service only. */
  readonly service?: ServiceFacts
  readonly line: number
}

/** What was read from a file: what can be sold, the rows that are wrong, and what the format holds that is not sold here. */
export interface Catalogue {
  readonly format: ImportFormat
  readonly offers: readonly CatalogueOffer[]
  readonly bad: readonly RowNote[]
  readonly notSold: readonly RowNote[]
  /** The skus of bad rows. The file does hold them, so leaving the bad rows out does not unpublish what an earlier import brought. */
  readonly badSkus: readonly string[]
}

/** Why a file as a whole is no catalogue of ours. */
export interface UnreadableFile {
  readonly code: 'catalogue_unrecognised' | 'catalogue_invalid'
  readonly detail: string
  readonly rows?: readonly RowNote[]
}

/** More than this is a broken file rather than a shop. A sku is at most what an order line takes. `variants` are those of one offer. */
export const MOST = {
  skuLength: 200,
  titleLength: 300,
  descriptionLength: 20_000,
  htmlLength: 100_000,
  variants: 1_000,
  questions: 30,
  choices: 50,
  consents: 10,
  offers: 200_000,
} as const

/** Why a sale cannot be, if so, with the field that is to blame. */
export function saleFailure(
  { amountMinor, saleMinor, saleStartsAt, saleEndsAt }: Pick<CatalogueVariant, 'amountMinor' | 'saleMinor' | 'saleStartsAt' | 'saleEndsAt'>,
  show: (amountMinor: number) => string,
): { readonly field: 'sale' | 'end'; readonly reason: string } | undefined {
  if (saleMinor !== null && amountMinor <= saleMinor) {
    return { field: 'sale', reason: `The sale price ${show(saleMinor)} is not below the regular price ${show(amountMinor)}.` }
  }
  if (saleStartsAt !== null && saleEndsAt !== null && Date.parse(saleEndsAt) <= Date.parse(saleStartsAt)) {
    return { field: 'end', reason: 'The sale ends before it starts.' }
  }
  return undefined
}

/**
 * Leaves out of a catalogue the offers that have a sku of an offer before, and those whose stated handle an offer before has, and says so by
 * line. Handles that the file does not state are made unique.
 */
export function withoutDuplicates(
  offers: readonly CatalogueOffer[],
  columns: { readonly sku: string; readonly handle: string },
): Pick<Catalogue, 'offers' | 'bad' | 'badSkus'> {
  const skus = new Map<string, number>()
  const stated = new Map<string, number>()
  const bad: RowNote[] = []
  const badSkus: string[] = []
  const kept: CatalogueOffer[] = []
  for (const offer of offers) {
    const notes = offer.variants.flatMap(({ sku, line }): RowNote[] => {
      const first = skus.get(sku)
      if (first === undefined) skus.set(sku, line)
      return first === undefined
        ? []
        : [{ line, column: columns.sku, reason: `The SKU “${sku}” stands in line ${first} already; each article needs its own.` }]
    })
    const taken = offer.isHandleStated ? stated.get(offer.handle) : undefined
    if (taken !== undefined) {
      notes.push({ line: offer.line, column: columns.handle, reason: `The handle “${offer.handle}” stands in line ${taken} already.` })
    }
    if (notes.length === 0) {
      kept.push(offer)
      if (offer.isHandleStated) stated.set(offer.handle, offer.line)
      continue
    }
    bad.push(...notes)
    badSkus.push(...offer.variants.map(({ sku }) => sku))
  }
  const handles = new Set(stated.keys())
  return {
    offers: kept.map((offer) => (offer.isHandleStated ? offer : { ...offer, handle: freeHandle(offer.handle, handles) })),
    bad,
    badSkus,
  }
}

/** The handle, or the first of `handle-2`, `handle-3`, … that is not taken; it is taken then. */
function freeHandle(wanted: string, taken: Set<string>): string {
  let handle = wanted
  for (let count = 2; taken.has(handle); count++) handle = `${wanted}-${count}`
  taken.add(handle)
  return handle
}
