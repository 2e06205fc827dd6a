/** A line of a past sale, as a plan sees it. `baseMinor`: after discounts, net of tax, without shipping. */
export interface PastLine {
  readonly line: number
  readonly baseMinor: number
  readonly quantity: number
  readonly handle: string
  readonly collections: readonly string[]
  readonly kind: 'product' | 'service'
}

/** A past sale with its frozen upline, and what it paid: what a draft of a plan is tried on. Affiliates are named by code. */
export interface PastSale {
  readonly order: string
  readonly placedAt: string
  readonly currency: string
  readonly lines: readonly PastLine[]
  readonly direct: string
  /** Nearest first. */
  readonly upline: readonly string[]
  /** Of all these, who is suspended or closed now. */
  readonly inactive: readonly string[]
  /** Of all these, who is the customer. */
  readonly customer?: string
  /** The customer is of the direct affiliate's own household or network. */
  readonly isNetworkPurchase: boolean
  /** What it paid by the plan that counted; minor units by code. */
  readonly earned: Readonly<Record<string, number>>
}

/** A page of past sales, oldest first. */
export interface PastSalePage {
  readonly sales: readonly PastSale[]
  readonly next?: string
}

/** What a draft would change for one affiliate; minor units. */
export interface Difference {
  readonly affiliate: string
  readonly currency: string
  readonly liveMinor: number
  readonly draftMinor: number
  readonly differenceMinor: number
}

/** What came of a replay, sums by currency; the affiliate that loses most first. */
export interface SimulationReport {
  readonly sales: number
  readonly totals: readonly {
    readonly currency: string
    readonly baseMinor: number
    readonly liveMinor: number
    readonly draftMinor: number
    /** What the draft's rates would pay beyond what it pays. */
    readonly breakageMinor: number
  }[]
  /** Sales in a currency that the draft does not know: it would pay nothing for them. */
  readonly unknownCurrency: Readonly<Record<string, number>>
  readonly differences: readonly Difference[]
}
