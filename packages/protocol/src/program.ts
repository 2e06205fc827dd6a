import type { ProgramId } from './id.ts'

/** A public P-256 key to which a page seals the personal part of an order: raw point, base64url. */
export interface SealKey {
  readonly kid: string
  readonly publicKey: string
}

/** What a page must know of the parent: who sells, in which currency, where to, under which terms. */
export interface ProgramFacts {
  readonly id: ProgramId
  readonly name: string
  readonly currency: { readonly code: string; readonly digits: number }
  /** ISO 3166-1 alpha-2 codes of the countries shipped to, in the parent's order. */
  readonly countries: readonly string[]
  readonly taxIncluded: boolean
  /** Working days from the order to the door by the cheapest way, where the parent ships to first. */
  readonly delivery?: { readonly min: number; readonly max: number }
  /** Absolute URLs that stand beside the order button. */
  readonly links: { readonly terms: string; readonly privacy: string; readonly returns: string }
  /** Where a customer reaches the parent. */
  readonly contact: string
  readonly sealKey: SealKey
}

/** How money comes in: after delivery by invoice, or before it (staff mark the order paid; only then it may be shipped). */
export const PAYMENT_TERMS = ['invoice', 'prepayment'] as const
export type PaymentTerms = (typeof PAYMENT_TERMS)[number]

/** One way of shipping. The first zone that lists the country counts; in it the cheapest rate whose limits the cart meets. */
export interface ShippingMethod {
  readonly id: string
  readonly title: string
  readonly zones: readonly {
    /** ISO 3166-1 alpha-2 codes. */
    readonly countries: readonly string[]
    readonly rates: readonly ShippingRate[]
    /** Working days from the order to the door. */
    readonly days: { readonly min: number; readonly max: number }
  }[]
}

/** A price for carts up to a weight (grams) or from a subtotal (minor units) on. */
export interface ShippingRate {
  readonly amountMinor: number
  readonly maxWeightGrams?: number | undefined
  readonly minSubtotalMinor?: number | undefined
}

/** Whether prices contain the tax, and the rate in basis points by country and tax class. */
export interface TaxPolicy {
  readonly included: boolean
  readonly rates: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** The tax class of shipping. */
  readonly shippingClass: string
}

/** How the direct affiliate of an order is found (design, section 6). */
export interface AttributionPolicy {
  readonly windowDays: number
  readonly model: 'last' | 'first'
  /** Whose touches and codes may take a sale on an affiliate's site: its own network's, or anybody's. */
  readonly reach: 'network' | 'any'
  /**
   * Keeps out a touch that appears once the customer is already buying. A touch counts when it was issued at least this many seconds before the
   * cart's first quote (without a quote: before the order arrived); a later one is `too_late`. With 0 only touches after the first quote are.
   */
  readonly standDownSeconds: number
  /** For so many days after a customer's first paid order whoever was attributed it counts as *known customer* evidence. 0: off, the default. */
  readonly knownCustomerDays?: number | undefined
  /** Whether a hosted page may keep touches in a cookie (default `granted`). `denied`: visits are recorded, nothing is stored on the device. */
  readonly hostedCookie?: 'granted' | 'denied' | undefined
}

/** How affiliates are paid out. */
export interface PayoutPolicy {
  /** The least that is paid out at once, minor units by currency; less is carried. */
  readonly minimumMinor?: Readonly<Record<string, number>> | undefined
  /** What an affiliate may owe at most from reversals after payouts, minor units by currency; what is beyond it is written off. */
  readonly floorMinor?: Readonly<Record<string, number>> | undefined
  /** The day of the month on which payouts are made, 1 to 28; without it no date is promised. */
  readonly dayOfMonth?: number | undefined
}

/** How much an affiliate sees of the customers whose orders it is attributed; its upline never sees any of it. */
export const CUSTOMER_VIEWS = ['nothing', 'country', 'name'] as const
export type CustomerView = (typeof CUSTOMER_VIEWS)[number]

/** How businesses become affiliates. */
export interface JoiningPolicy {
  /** Whether anybody may apply (default), or only who was invited. */
  readonly applications: 'open' | 'closed'
  /** What an affiliate agrees to. */
  readonly terms?: string | undefined
}

/** How requests about services are treated; each has a default (`DEFAULT_LEAD_POLICY`). */
export interface LeadPolicy {
  /** For so many days a customer belongs to the affiliate that registered it first. */
  readonly claimDays?: number | undefined
  /** A request that nobody moves for so many days expires. */
  readonly expireDays?: number | undefined
  /** Within how many hours somebody answers, where the service itself does not say. */
  readonly answerHours?: number | undefined
  /** What of the commission base is left for the affiliate after staff took its request over; 10,000 is all, 0 nothing. */
  readonly takeoverShareBasisPoints?: number | undefined
  /** Whether the affiliate that owns a request sees the customer's e-mail address, telephone number and company. */
  readonly showsContact?: boolean | undefined
  /** Whether the affiliate that owns a request may propose; otherwise only staff do. */
  readonly affiliatesPropose?: boolean | undefined
  /** Domains at which anybody can have a mailbox, beside those that are known: who shares one is not of one company. */
  readonly mailProviders?: readonly string[] | undefined
}

/** What counts where a program says nothing. */
export const DEFAULT_LEAD_POLICY = {
  claimDays: 90,
  expireDays: 60,
  answerHours: 48,
  takeoverShareBasisPoints: 5_000,
  showsContact: false,
  affiliatesPropose: false,
  mailProviders: [],
} as const satisfies Required<LeadPolicy>

/** How long personal data are kept, in days after what they belong to was placed, received, last spoken in or sent; for ever where nothing is said. */
export interface RetentionPolicy {
  /** Orders that are delivered or cancelled, and paid: the customer is replaced, the money stays. */
  readonly ordersDays?: number | undefined
  /** Requests that were won, lost or expired, with nothing left to be paid. */
  readonly leadsDays?: number | undefined
  readonly conversationsDays?: number | undefined
  /** Mails that were sent or given up. */
  readonly messagesDays?: number | undefined
  /** Orders that could not be unsealed and are kept aside. */
  readonly unreadableDays?: number | undefined
  /**
   * What becomes of the keyed hashes by which a claimed customer is known again when the customer is erased: kept until the claim is over (the default,
   * since they protect what an affiliate may earn), or removed at once.
   */
  readonly claims?: 'keep' | 'end' | undefined
}

/** The parent's policy: one versionless document per program, set by staff. */
export interface ProgramPolicy {
  readonly name: string
  readonly currency: string
  readonly locale: string
  readonly timeZone: string
  readonly links: ProgramFacts['links']
  readonly contact: string
  readonly staffEmails: readonly string[]
  readonly mailFrom: string
  readonly payment: PaymentTerms
  readonly shipping: readonly ShippingMethod[]
  readonly tax: TaxPolicy
  readonly attribution: AttributionPolicy
  /** Days after the delivery within which a customer may withdraw from the contract; `WITHDRAWAL_DAYS` where nothing is said. */
  readonly withdrawalDays?: number | undefined
  readonly limits: { readonly quantityPerLine: number; readonly totalMinor: number }
  readonly quote: { readonly minutes: number; readonly honouredDays: number }
  readonly payout?: PayoutPolicy | undefined
  readonly joining?: JoiningPolicy | undefined
  readonly leads?: LeadPolicy | undefined
  /** Default `nothing`. */
  readonly affiliatesSee?: CustomerView | undefined
  readonly retention?: RetentionPolicy | undefined
}
