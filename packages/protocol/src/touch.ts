import type { AffiliateId, ProgramId, SiteKey } from './id.ts'

/** A page keeps at most so many tokens: the first and the last two. */
export const TOUCHES_KEPT = 3

/** Campaign and sub-id are at most so many UTF-8 bytes, so that three tokens fit a cookie of 1 KB. */
export const LABEL_BYTES = 40

/** The longest touch token. Longer ones are not ours and are not read. */
export const TOUCH_TOKEN_LENGTH = 1_000

/** So many touch tokens of an order are read; a page of ours sends at most three, and more never cost anybody the order. */
export const TOUCHES_READ = 10

/** What a page sends when a visit arrives by a reference. No address and no user agent is kept. */
export interface NewTouch {
  readonly site: SiteKey
  /** A site key, an affiliate code or a link's short id: who sent the visitor. */
  readonly via?: string | undefined
  readonly campaign?: string | undefined
  readonly subId?: string | undefined
  /** The landing page's path, without query. */
  readonly path?: string | undefined
  /** The host that referred, without path. */
  readonly referrer?: string | undefined
}

/** Who sent a visit: a site key, an affiliate code or a link's short id, with the sender's own labels. */
export type VisitReference = Pick<NewTouch, 'via' | 'campaign' | 'subId'>

/** What a touch token proves: somebody earned a visit at this instant. */
export interface Touch {
  readonly programId: ProgramId
  /** Where the visit arrived; empty on the parent's hosted pages. */
  readonly site: SiteKey | ''
  readonly affiliateId: AffiliateId
  readonly campaign: string
  readonly subId: string
  /** UTC, milliseconds, whole seconds, by the parent's clock. */
  readonly issuedAt: number
}

/** The answer to `POST /v1/touches`: the parent's signature on the touch, opaque to the page. */
export interface TouchAnswer {
  readonly token: string
}

/** The tokens to keep after a new one came: the first and the last two. */
export const keepTouches = (kept: readonly string[], token: string): string[] =>
  kept.includes(token) ? [...kept] : [...kept.slice(0, 1), ...kept.slice(1).slice(2 - TOUCHES_KEPT), token]
