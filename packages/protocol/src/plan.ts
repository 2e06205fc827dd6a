import type { PlanId } from './id.ts'
import type { Offer } from './offer.ts'

/** Amounts in minor units by currency: `{ "EUR": 500, "JPY": 800 }`. */
export type Amounts = Readonly<Record<string, number>>

/** The kinds of plan that can be published. Others share the document's `kind` and the engine's interface, and come later. */
export const PLAN_KINDS = ['unilevel'] as const

/**
 * What becomes of the level of somebody who is not qualified. `none`: the level is theirs all the same and stays with the parent (breakage).
 * `standard`: they are passed over and use up no level. `dynamic`: they must be qualified for the very level that is open, else they are passed over.
 */
export const COMPRESSIONS = ['none', 'standard', 'dynamic'] as const
export type Compression = (typeof COMPRESSIONS)[number]

/** What the rates of level 1 and above are a share of: the base of the line, or the direct affiliate's commission on it. */
export const LEVEL_BASES = ['base', 'direct'] as const
export type LevelBase = (typeof LEVEL_BASES)[number]

/** What a level earns: a share, or a fixed amount per piece. */
export type LevelRate = { readonly basisPoints: number } | { readonly fixedMinor: Amounts }

/** Other rates for some offers. What is named must all hold; the first rule that holds counts. */
export interface PlanRule {
  /** Named in every explanation: `services`, `summer-sale`. */
  readonly id: string
  readonly offers?: readonly string[] | undefined
  readonly collections?: readonly string[] | undefined
  readonly kind?: Offer['kind'] | undefined
  readonly levels: readonly LevelRate[]
}

/** One step of a qualification: from `minimum` on (pieces of work sold, or minor units by currency) levels 1 to `depth` are open. */
export interface QualificationStep {
  readonly minimum: number | Amounts
  readonly depth: number
}

/**
 * Who may earn above level 0: whoever sold enough to customers in the days before the sale. `count`: orders; `volume`: their commission base.
 * What is counted are paid orders of others that are attributed to them; `own` would count their own purchases, and is refused.
 */
export interface Qualification {
  readonly by: 'count' | 'volume'
  readonly days: number
  readonly counts: 'retail' | 'own'
  readonly steps: readonly QualificationStep[]
}

/** The most that is paid. What is cut off stays with the parent. */
export interface PlanCaps {
  /** All commissions of one order, as a share of its base. */
  readonly orderBasisPoints?: number | undefined
  readonly orderMinor?: Amounts | undefined
  /** One affiliate on one order. */
  readonly affiliateOrderMinor?: Amounts | undefined
  /** One affiliate in a calendar month of the program's time zone. */
  readonly affiliateMonthMinor?: Amounts | undefined
}

/** How money flows down the network: a document that is published as a version, from a date on, and never edited. */
export interface Plan {
  readonly kind: (typeof PLAN_KINDS)[number]
  readonly name: string
  /** The currencies that it pays in; an order in another one earns nothing until a plan knows it. */
  readonly currencies: readonly string[]
  /** Level 0 is the direct affiliate, level 1 its sponsor, and so on. */
  readonly levels: readonly LevelRate[]
  readonly levelBase: LevelBase
  readonly compression: Compression
  /** How far up the search for somebody qualified goes, in sponsors above the direct affiliate. */
  readonly depth: number
  readonly rules: readonly PlanRule[]
  readonly qualification?: Qualification | undefined
  readonly caps: PlanCaps
  /** A commission below this is not paid. */
  readonly minimumMinor?: Amounts | undefined
  /** Days from delivery to the moment from which a commission may be paid. */
  readonly holdDays: number
  /** A line that nobody says was delivered counts as delivered so many days after its last parcel left. */
  readonly assumedDeliveryDays: number
  /** When commissions come into being: with the payment, or already when the order is confirmed. They are never paid out before the payment. */
  readonly earnedOn: 'payment' | 'confirmation'
  /** Orders by members of the network itself: excluded unless a parent insists. */
  readonly ownPurchases: 'exclude' | 'pay'
  /** What the parent earns on a sale at least, as a share of the base; what the linter holds the rates against. */
  readonly marginBasisPoints?: number | undefined
  /** Named only to be refused by name: nobody is ever paid for recruiting. */
  readonly recruitingBonusMinor?: Amounts | undefined
}

/** What the linter found: why, and the rule behind it. Errors refuse a plan; warnings need a written note. */
export interface PlanFinding {
  readonly severity: 'error' | 'warning'
  readonly code: string
  /** A JSON pointer (RFC 6901) into the document. */
  readonly pointer: string
  readonly detail: string
  /** Where the rule comes from. */
  readonly rule: string
}

/** A version of a program's plan. Orders are earned from by the version that was effective when they were placed. */
export interface PublishedPlan {
  readonly id: PlanId
  readonly version: number
  readonly effectiveAt: string
  readonly publishedAt: string
  readonly publishedBy: string
  /** Why it was published over the linter's warnings. */
  readonly note: string
  readonly findings: readonly PlanFinding[]
  readonly plan: Plan
}

/** What staff send to publish a version; without `effectiveAt` it counts from now on. */
export interface PublishPlan {
  readonly plan: Plan
  readonly effectiveAt?: string | undefined
  readonly note?: string | undefined
}
