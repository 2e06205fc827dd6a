import type { SiteKey } from './id.ts'

/** An affiliate's page or domain, or one of the parent's own. What a `site_test_…` key causes is marked `test`. */
export interface Site {
  readonly key: SiteKey
  readonly name: string
  /** The code of the affiliate that owns it; the parent's own sites have none. */
  readonly affiliate?: string
  /** Where its pages may call from, like `https://blog.example`; scheme, host and port, nothing else. */
  readonly origins: readonly string[]
  readonly test: boolean
}

/** What staff send to add a site: of an affiliate, or with `own` one of the parent's, whose orders any affiliate may have earned. */
export interface NewSite {
  readonly affiliate?: string | undefined
  readonly own?: boolean | undefined
  readonly name: string
  readonly origins: readonly string[]
  readonly test?: boolean | undefined
}

/** A site with the address of its studio. */
export interface AddedSite extends Site {
  readonly snippetUrl: string
}
