import type { CartDiscount, CodeAnswer } from './discount.ts'
import type { QuoteId, SiteKey } from './id.ts'

/** At most so many different articles in one order. */
export const LINES_PER_ORDER = 50

/** `POST`: has a cart priced. */
export const QUOTES_PATH = '/v1/quotes'

/** An article and how many of it. */
export interface CartLine {
  readonly sku: string
  readonly quantity: number
}

/** What a page sends to have a cart priced. Without `shipping` the cheapest way is taken. */
export interface QuoteRequest {
  readonly site: SiteKey
  readonly lines: readonly CartLine[]
  readonly country: string
  readonly postcode?: string | undefined
  readonly region?: string | undefined
  readonly shipping?: string | undefined
  /** As the customer typed it: a discount's or an affiliate's. A wrong one never costs the quote. */
  readonly code?: string | undefined
  /** The token of the quote before this one of the same cart, so that the moment of its first quote is not lost. */
  readonly previous?: string | undefined
}

/** One line, priced by the parent. `totalMinor` is after discount, and contains the tax where the program's prices do. */
export interface QuoteLine {
  readonly sku: string
  readonly title: string
  /** The option values, like "Blue, M"; empty for an offer without options. */
  readonly variant: string
  readonly quantity: number
  readonly unitMinor: number
  readonly discountMinor: number
  readonly totalMinor: number
  readonly taxBasisPoints: number
  readonly taxMinor: number
}

/** A way of shipping that this cart can take. */
export interface ShippingChoice {
  readonly id: string
  readonly title: string
  readonly amountMinor: number
  readonly days: { readonly min: number; readonly max: number }
}

/** The sums of a priced cart. `taxMinor` is part of `totalMinor` either way: contained in the prices, or added to them. */
export interface Totals {
  readonly subtotalMinor: number
  readonly discountMinor: number
  readonly shippingMinor: number
  readonly taxMinor: number
  readonly taxIncluded: boolean
  readonly totalMinor: number
}

/** A cart as the parent prices it. */
export interface PricedCart {
  readonly currency: string
  readonly country: string
  readonly lines: readonly QuoteLine[]
  readonly shipping: ShippingChoice
  readonly totals: Totals
  /** What the customer's code took off; it is in the lines or in the shipping already. */
  readonly discount?: CartDiscount | undefined
}

/** The parent's priced, signed answer for a cart. Times are ISO 8601, UTC. */
export interface Quote extends PricedCart {
  readonly id: QuoteId
  /** What the code of the request did, if there was one. */
  readonly code?: CodeAnswer | undefined
  readonly shippingChoices: readonly ShippingChoice[]
  readonly issuedAt: string
  /** After this the page asks again. */
  readonly expiresAt: string
  /** Until then the parent keeps the price for an order that waited. */
  readonly honouredUntil: string
  readonly token: string
}
