import type { RowNote } from '@tributary/protocol/catalogue'
import type { OfferImage, OfferOption, ServiceFacts } from '@tributary/protocol/offer'
import type { Measure } from './measure.ts'

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
  /** What is in it, for the unit price; absent where nothing is said. */
  readonly measure?: Measure | undefined
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

/** Why a file as a whole is no catalogue of ours. */
export interface UnreadableFile {
  readonly code: 'catalogue_unrecognised' | 'catalogue_invalid'
  readonly detail: string
  readonly rows?: readonly RowNote[]
}

/**
 * More than this is a broken file rather than a shop. A sku is at most what an order line takes. `variants` are those of one offer, `rowLength` is
 * in characters, and of a row that goes on for `pendingLength` the rest is not waited for: so much of a file is held at most.
 */
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
  rowLength: 1_000_000,
  pendingLength: 16_000_000,
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
