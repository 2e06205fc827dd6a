/** What a discount takes off: a share of the lines, an amount off the lines, or the price of the cheapest way of shipping. */
export const DISCOUNT_KINDS = ['percent', 'amount', 'free_shipping'] as const
export type DiscountKind = (typeof DISCOUNT_KINDS)[number]

/** Why a code takes nothing off. It never costs the order: the cart is priced without it. */
export const CODE_REASONS = ['unknown', 'too_early', 'expired', 'used_up', 'below_minimum'] as const
export type CodeReason = (typeof CODE_REASONS)[number]

/** A discount as staff make it. Amounts are minor units of the program's currency; times are ISO 8601, UTC. */
export interface NewDiscount {
  /** As customers read it; capitals, spaces, hyphens and look-alikes make no difference when it is typed. */
  readonly code: string
  /** What the customer reads beside what was taken off. */
  readonly title: string
  readonly kind: DiscountKind
  /** Of a `percent`: 1,000 is 10 %. */
  readonly basisPoints?: number | undefined
  /** Of an `amount`. */
  readonly amountMinor?: number | undefined
  readonly validFrom?: string | undefined
  /** The first moment at which it is over. */
  readonly validUntil?: string | undefined
  /** In how many orders it can be used, by all customers together. */
  readonly useLimit?: number | undefined
  /** In how many orders of one customer. */
  readonly customerLimit?: number | undefined
  /** What the lines must come to before anything is taken off. */
  readonly minimumMinor?: number | undefined
  /** For test sites only; its uses are not counted. */
  readonly test?: boolean | undefined
}

/** A discount as it stands. */
export interface Discount extends NewDiscount {
  readonly currency: string
  /** In how many orders it is used now; what was cancelled whole is given back. */
  readonly uses: number
  readonly createdAt: string
  /** Since when staff took it away, if they did. */
  readonly endedAt?: string | undefined
  readonly test: boolean
}

/** What a discount took off a cart or an order. Off the lines it is in `totals.discountMinor`; free shipping is in `totals.shippingMinor`. */
export interface CartDiscount {
  readonly code: string
  readonly title: string
  readonly amountMinor: number
}

/** What the customer's code did to a price. An affiliate's code changes nothing in it. */
export type CodeAnswer =
  | ({ readonly kind: 'discount' } & CartDiscount)
  | { readonly kind: 'affiliate' }
  | {
      readonly kind: 'refused'
      readonly reason: CodeReason
      /** Of `below_minimum`: by how much the lines fall short. */
      readonly missingMinor?: number | undefined
      /** Of `too_early`: from when on. */
      readonly validFrom?: string | undefined
    }
