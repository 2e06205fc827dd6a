import type { AffiliateId } from './id.ts'

/** An affiliate may earn only while `active`. */
export const AFFILIATE_STATES = ['active', 'suspended', 'closed'] as const
export type AffiliateState = (typeof AFFILIATE_STATES)[number]

/** A small company that sells. */
export interface Affiliate {
  readonly id: AffiliateId
  readonly code: string
  readonly name: string
  readonly email: string
  readonly state: AffiliateState
  /** The code of the affiliate that recruited it. */
  readonly sponsor?: string
}

/** What staff send to add an affiliate; without a code the parent makes one. */
export interface NewAffiliate {
  readonly name: string
  readonly email: string
  readonly code?: string | undefined
  readonly sponsor?: string | undefined
}
