import type { AffiliateState } from './affiliate.ts'

// Apart from the table of endpoints, of which these two come into the page only with the sheet that needs them.
/** Where a business reads what it is told before it applies. */
export const JOINING_PATH = '/v1/joining'
/** Where it sends its application. */
export const APPLICATIONS_PATH = '/v1/applications'

/** What a business sends that wants to become an affiliate. */
export interface NewApplication {
  readonly name: string
  readonly email: string
  /** Where it will sell, like `https://blog.example`; its origin becomes the first site. */
  readonly website?: string | undefined
  /** What it does, for staff. */
  readonly about?: string | undefined
  /** Who recruited it: a site key, an affiliate code or a link's short id. */
  readonly via?: string | undefined
  /** Whether those above it in the network may see its name; otherwise they see its code. */
  readonly sharesName?: boolean | undefined
}

/** What an application is answered with: the same whether or not the address is known already. */
export interface ApplicationAnswer {
  readonly received: true
}

/** What a business is told before it applies. */
export interface JoiningFacts {
  /** The parent, and where to ask for an invitation. */
  readonly name: string
  readonly contact: string
  /** Closed: one joins by an invitation only. */
  readonly applications: 'open' | 'closed'
  /** What an affiliate earns of its own sales, in basis points; absent where that is no single share. */
  readonly directBasisPoints?: number
  /** The name of the affiliate that recruits. */
  readonly sponsor?: string
  /** Absolute URL of the terms for affiliates. */
  readonly terms?: string
  readonly test: boolean
}

/** An application as staff see it. */
export interface Application {
  /** The code that it will have as an affiliate. */
  readonly code: string
  readonly name: string
  readonly email: string
  readonly website?: string
  readonly about: string
  /** What the applicant came by, as it was sent. */
  readonly via: string
  /** The code of the sponsor that `via` named. */
  readonly sponsor?: string
  readonly state: AffiliateState
  readonly appliedAt: string
  readonly test: boolean
}

/** What staff send to invite a business: it joins without being asked again. */
export interface NewInvitation {
  readonly email: string
  readonly name?: string | undefined
  readonly sponsor?: string | undefined
}

/** An invitation as it was sent; the link is good once. */
export interface Invitation {
  readonly email: string
  readonly sponsor?: string
  readonly url: string
  readonly expiresAt: string
}
