import type { Site } from '@tributary/protocol/site'
import type { PageParts } from './page-parts.ts'
import type { ReadRelease } from './script-release.ts'

/** What is wrong on an affiliate's page, in one sentence, with one remedy. An `advice` works as it is, and would be better otherwise. */
export interface PageFinding {
  readonly code: string
  readonly severity: 'error' | 'advice'
  readonly problem: string
  readonly remedy: string
}

/** What a check judges by. */
export interface PageFacts {
  /** The page's address, after redirects. */
  readonly page: URL
  /** The `Content-Security-Policy` headers. */
  readonly policies: readonly string[]
  readonly parts: PageParts
  /** What the page's answer makes a browser forget: its header `Clear-Site-Data`. */
  readonly forgets?: string | undefined
  /** The release of the widget that the parent serves. */
  readonly release?: string | undefined
  /** Scripts of ours that come from elsewhere than the parent, as far as they could be read. */
  readonly copies?: readonly ReadRelease[] | undefined
  /** The parent's own origin. */
  readonly parent: string
  readonly sites: readonly Site[]
  /** The offers named on the page that nobody can buy. */
  readonly unknown: readonly string[]
  /** Those of its placements, by id, that the site does not have at the parent. */
  readonly unheld: readonly string[]
  /** The pictures of those that are sold. */
  readonly images: readonly string[]
}

/** Something that does not work. */
export const error = (code: string, problem: string, remedy: string): PageFinding => ({ code, severity: 'error', problem, remedy })

/** Something that works, and would be better otherwise. */
export const advice = (code: string, problem: string, remedy: string): PageFinding => ({ code, severity: 'advice', problem, remedy })
