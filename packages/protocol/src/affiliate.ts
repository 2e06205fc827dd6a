import type { AffiliateId } from './id.ts'

/** Rows are states, columns are events; a missing cell is a refused event. An affiliate may earn only while `active`; closing is for good. */
export const AFFILIATE_TRANSITIONS = {
  applied: { approve: 'active', decline: 'closed' },
  active: { suspend: 'suspended', close: 'closed' },
  suspended: { resume: 'active', close: 'closed' },
  closed: {},
} as const satisfies Record<string, Record<string, string>>

export type AffiliateState = keyof typeof AFFILIATE_TRANSITIONS

/** The states of an affiliate. */
export const AFFILIATE_STATES = Object.keys(AFFILIATE_TRANSITIONS) as [AffiliateState, ...AffiliateState[]]

/** What staff may do to an affiliate. */
export type AffiliateEvent = 'approve' | 'decline' | 'suspend' | 'resume' | 'close'

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

/** What staff send to move an affiliate along; the reason is kept with the transition. */
export interface MoveAffiliate {
  readonly reason?: string | undefined
}

/** What staff send to give an affiliate another sponsor, or none; later sales only. */
export interface MoveSponsor {
  readonly sponsor: string | null
  readonly reason: string
}

/** The state that an event leads to, or `undefined` where the table refuses it. */
export const affiliateStateAfter = (state: AffiliateState, event: AffiliateEvent): AffiliateState | undefined =>
  (AFFILIATE_TRANSITIONS[state] as Readonly<Record<string, AffiliateState>>)[event]
