import type { OfferId, SiteKey } from './id.ts'
import type { OfferSort } from './offer-sort.ts'
import type { ProgramFacts } from './program.ts'
import type { Question } from './question.ts'

/** At most so many offers are asked for in one request. */
export const OFFERS_PER_REQUEST = 100

/** `GET`: offers, as a page shows them. */
export const OFFERS_PATH = '/v1/offers'

/** A picture. Width and height in pixels are known where the catalogue says them; without them a card reserves 4:5. */
export interface OfferImage {
  readonly src: string
  readonly alt: string
  readonly width?: number
  readonly height?: number
}

/** A choice that tells variants apart, like Size. */
export interface OfferOption {
  readonly name: string
  readonly values: readonly string[]
}

/** What a stated quantity costs, where the law wants to see that beside the price: `{ amountMinor: 1720, base: '1 l' }`. */
export interface UnitPrice {
  readonly amountMinor: number
  readonly base: string
}

/**
 * One purchasable form. `options` has one value per option of the offer, in the same order. `stock` is the number left, where it is
 * counted and low enough to be worth saying (at most 5); `available` says whether it can be ordered at all.
 */
export interface Variant {
  readonly sku: string
  readonly options: readonly string[]
  readonly amountMinor: number
  /** The regular price, while the price is reduced. */
  readonly regularMinor?: number
  readonly unit?: UnitPrice
  readonly available: boolean
  readonly stock?: number
  /** The index of its own picture in `images`. */
  readonly image?: number
}

/** How a service is priced before anybody has asked: from an amount on, at a fixed one, or only on request. Minor units. */
export type ServicePrice = { readonly kind: 'from' | 'fixed'; readonly amountMinor: number } | { readonly kind: 'on_request' }

/** What an offer says beside its texts and pictures where it is a service. */
export interface ServiceFacts {
  readonly price: ServicePrice
  /** Like “2 to 3 days”. */
  readonly duration?: string
  /** Where it is done, like “Berlin and 50 km around”. */
  readonly area?: string
  /** Within how many hours somebody answers. */
  readonly answersWithinHours?: number
  readonly questions: readonly Question[]
  /** What the customer agrees to by asking; each is shown and kept with the request. */
  readonly consents: readonly string[]
  /** When affiliates earn of it, as a sentence: “Paid with each milestone”. */
  readonly commissionTerms?: string
}

/** Something sold, as a page shows it. Texts are plain: the catalogue's HTML was reduced at import; paragraphs are split by a blank line. */
export interface Offer {
  readonly id: OfferId
  readonly handle: string
  readonly kind: 'product' | 'service'
  readonly title: string
  readonly description: string
  readonly images: readonly OfferImage[]
  readonly options: readonly OfferOption[]
  /** Of a service exactly one, which is never ordered: what is agreed with the customer is charged under its sku. */
  readonly variants: readonly Variant[]
  /** Of a service only. */
  readonly service?: ServiceFacts
  /** The hosted page, where it can be ordered, or asked for, without a script. */
  readonly url: string
}

/** `GET /v1/offers`: either `ids` (offer ids or handles, comma-separated), or a collection, a search, or everything, page by page. */
export interface OffersQuery {
  readonly site: string
  readonly ids?: readonly string[] | undefined
  readonly collection?: string | undefined
  readonly q?: string | undefined
  /** `given` unless it is said. A cursor goes on in the order that it was given in. */
  readonly sort?: OfferSort | undefined
  /** Only what can be ordered now. */
  readonly available?: boolean | undefined
  /** Only what there is with this value of an option: `Colour:Blue`. */
  readonly option?: string | undefined
  /** Only what costs at most so much, in minor units. */
  readonly maxMinor?: number | undefined
  /** Whether the answer says by what the collection, or everything, can be filtered. */
  readonly facets?: boolean | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

/** The price range of what can be ordered now, or of all variants when nothing can. */
export function priceRange(offer: Offer): { readonly fromMinor: number; readonly toMinor: number } {
  const available = offer.variants.filter((variant) => variant.available)
  const amounts = (available.length > 0 ? available : offer.variants).map((variant) => variant.amountMinor)
  return { fromMinor: Math.min(...amounts), toMinor: Math.max(...amounts) }
}

/** The variant with exactly these option values, if there is one. */
export const variantOf = (offer: Offer, chosen: readonly (string | undefined)[]): Variant | undefined =>
  offer.variants.find(({ options }) => options.every((value, index) => value === chosen[index]))

/**
 * Whether a value of one option can still be chosen beside the others chosen so far: some variant that is sold has it, and agrees with every
 * other choice.
 */
export const isPossible = (offer: Offer, chosen: readonly (string | undefined)[], optionIndex: number, value: string): boolean =>
  offer.variants.some(
    (variant) =>
      variant.available &&
      variant.options.every((own, index) => (index === optionIndex ? own === value : chosen[index] === undefined || chosen[index] === own)),
  )

/** By what a collection can be filtered, whatever of it a page shows: option values as they first appear, and the lowest and the highest price. */
export interface OfferFacets {
  readonly options: readonly OfferOption[]
  readonly fromMinor: number
  readonly toMinor: number
}

/** The answer to `GET /v1/offers`. */
export interface OffersAnswer {
  readonly program: ProgramFacts
  readonly site: { readonly key: SiteKey; readonly test: boolean }
  readonly offers: readonly Offer[]
  /** Ids or handles that were asked for and are not sold. */
  readonly unknown: readonly string[]
  /** Where they were asked for. */
  readonly facets?: OfferFacets
  /** The cursor of the next page, if there is one. */
  readonly next?: string
}
