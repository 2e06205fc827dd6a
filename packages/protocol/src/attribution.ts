import type { AffiliateId } from './id.ts'

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
] as const
export type LosingReason = (typeof LOSING_REASONS)[number]

/** One piece of evidence with what became of it. */
export interface Candidate {
  readonly evidence: EvidenceKind
  readonly outcome: 'won' | LosingReason
  readonly affiliateId?: AffiliateId
  /** UTC, milliseconds; touches only. */
  readonly issuedAt?: number
  readonly campaign?: string
  readonly subId?: string
}

/** Who is attributed the order and why; without a winner the parent keeps the commission. */
export interface Attribution {
  readonly winner?: AffiliateId
  readonly reason: EvidenceKind | 'no_affiliate' | 'self_referral'
  readonly candidates: readonly Candidate[]
}

/** Attribution in short, as the order's answer carries it. */
export interface AttributionSummary {
  /** The affiliate's code. */
  readonly affiliate?: string
  readonly reason: Attribution['reason']
  readonly candidates: readonly { readonly evidence: EvidenceKind; readonly outcome: 'won' | LosingReason }[]
}
