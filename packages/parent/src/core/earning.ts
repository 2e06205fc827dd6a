import type { MissedReason } from '@tributary/protocol/commission'
import type { LevelRate } from '@tributary/protocol/plan'

/** Somebody who may earn, as a plan sees it. */
export interface Earner {
  readonly affiliateId: number
  /** Not suspended, not closed. */
  readonly isActive: boolean
  /** How many levels above level 0 its sales to customers opened; 0 is not qualified. Without a qualification all of them. */
  readonly qualifiedDepth: number
  /** The customer is this affiliate itself, or of its household. */
  readonly isCustomer: boolean
  /** What it has earned before in the calendar month of the sale, minor units. */
  readonly monthMinor: number
}

/**
 * A line of an order. `baseMinor`: after discounts, net of tax, without shipping. Where only a share of that counts for the affiliate, `baseMinor` is
 * the share, floored, and `whole` says of what.
 */
export interface SaleLine {
  readonly line: number
  readonly baseMinor: number
  readonly whole?: { readonly baseMinor: number; readonly shareBasisPoints: number }
  readonly quantity: number
  readonly handle: string
  readonly collections: readonly string[]
  readonly kind: 'product' | 'service'
}

/** A sale with its frozen upline, nearest first. `isNetworkPurchase`: the customer is of the direct affiliate's own household or network. */
export interface Sale {
  readonly currency: string
  readonly lines: readonly SaleLine[]
  readonly direct: Earner
  readonly upline: readonly Earner[]
  readonly isNetworkPurchase: boolean
}

/** What one affiliate earns from one line at one level, with everything that explains it. */
export interface Earning {
  readonly line: number
  readonly affiliateId: number
  readonly level: number
  /** Sponsors above the direct affiliate; more than `level` where somebody was passed over. */
  readonly distance: number
  /** The rule of the plan that the rate is from; absent for the plan's own levels. */
  readonly rule?: string
  readonly rate: LevelRate
  /** What the rate was applied to: minor units, or pieces for a fixed amount. */
  readonly of: number
  /** Before caps, floored. */
  readonly grossMinor: number
  readonly caps: readonly CapStep[]
  readonly earnedMinor: number
}

/** Who did not earn, or a level that went to nobody; what it would have been stays with the parent. */
export interface Missed {
  readonly line: number
  readonly reason: MissedReason
  readonly affiliateId?: number
  readonly level?: number
  readonly distance?: number
  readonly amountMinor?: number
}

/** What a plan makes of a sale. */
export interface Earnings {
  readonly earned: readonly Earning[]
  readonly missed: readonly Missed[]
  /** What the rates would have paid beyond what is paid, minor units. */
  readonly breakageMinor: number
}

/** The caps, in the order in which they are applied. */
export type CapKind = 'line_base' | 'order_share' | 'order_amount' | 'affiliate_order' | 'affiliate_month'

/** A cap that cut a commission. */
export interface CapStep {
  readonly kind: CapKind
  /** The most that all commissions under this cap may sum to, minor units. */
  readonly limitMinor: number
  readonly beforeMinor: number
  readonly afterMinor: number
}
