import type { AffiliateId, OrderId, SiteKey } from './id.ts'
import type { AttributionPolicy } from './program.ts'

/** The kinds of evidence, strongest first (design, section 6). */
export const EVIDENCE_KINDS = ['placement', 'code', 'touch', 'unsigned_touch', 'known_customer', 'site'] as const
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

/** Why a piece of evidence did not win. */
export const LOSING_REASONS = [
  'expired',
  'bad_signature',
  'other_program',
  'unknown_affiliate',
  'suspended_affiliate',
  'self_referral',
  'superseded',
  'too_late',
  'not_in_network',
  'duplicate',
  'claimed',
] as const
export type LosingReason = (typeof LOSING_REASONS)[number]

/**
 * Why else somebody, or nobody, is attributed it. Requests only: another affiliate had registered the customer first (`claim`), or this one registered
 * it itself (`registration`).
 */
export const OTHER_REASONS = ['no_affiliate', 'self_referral', 'claim', 'registration'] as const

/** One piece of evidence with what became of it. */
export interface Candidate {
  readonly evidence: EvidenceKind
  readonly outcome: 'won' | LosingReason
  readonly affiliateId?: AffiliateId
  /** UTC, milliseconds: when a touch was issued, or a known customer's first paid order was placed. */
  readonly issuedAt?: number
  readonly campaign?: string
  readonly subId?: string
}

/** Who is attributed the order and why; without a winner the parent keeps the commission. */
export interface Attribution {
  readonly winner?: AffiliateId
  readonly reason: EvidenceKind | (typeof OTHER_REASONS)[number]
  readonly candidates: readonly Candidate[]
}

/** Attribution in short, as the order's answer carries it. */
export interface AttributionSummary {
  /** The affiliate's code. */
  readonly affiliate?: string
  readonly reason: Attribution['reason']
  readonly candidates: readonly { readonly evidence: EvidenceKind; readonly outcome: 'won' | LosingReason }[]
}

/** Who an explanation is about. */
export interface ExplainedAffiliate {
  readonly code: string
  readonly name: string
}

/** One piece of evidence as it is explained to people. */
export interface ExplainedCandidate {
  readonly evidence: EvidenceKind
  readonly outcome: 'won' | LosingReason
  /** One sentence. */
  readonly why: string
  readonly affiliate?: ExplainedAffiliate
  /** ISO 8601, UTC: when the touch was issued, or the known customer's first order placed. */
  readonly at?: string
  readonly campaign?: string
  readonly subId?: string
}

/** `GET /v1/admin/orders/:id/attribution`: who was attributed an order and why, whole. Times are ISO 8601, UTC. */
export interface AttributionExplanation {
  readonly orderId: OrderId
  readonly number: string
  readonly placedAt: string
  /** The moment that the window was judged from: the quote's issue, else the arrival. Orders of older versions do not say. */
  readonly judgedAt?: string
  /** The moment that the stand-down was judged from: the cart's first quote, else the arrival. */
  readonly firstQuotedAt?: string
  /** Where it was ordered; none on hosted pages that no site led to. */
  readonly site?: { readonly key: SiteKey; readonly name: string; readonly affiliate?: string }
  readonly winner?: ExplainedAffiliate
  readonly reason: Attribution['reason']
  /** One sentence. */
  readonly why: string
  /** In the order in which they were judged, the strongest first. */
  readonly candidates: readonly ExplainedCandidate[]
  /** The program's rule at the moment of the order. */
  readonly policy?: AttributionPolicy
  /** The order's `ConsentMode`. */
  readonly consent: 'granted' | 'required' | 'denied'
  readonly flags: readonly string[]
  /** The program's, in which people are told times. */
  readonly timeZone: string
  readonly test: boolean
}
