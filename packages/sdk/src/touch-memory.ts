import type { ConsentMode } from '@tributary/protocol/order'
import { consentMode } from './consent.ts'
import type { Visit } from './visit.ts'

/** What this page knows of its visitor's touches. It lives as long as the page; what may be stored lives longer. */
export interface TouchMemory {
  mode: ConsentMode
  /** Oldest first, at most three. */
  tokens: readonly string[]
  /** A visit that nobody could sign. */
  unsigned?: Visit | undefined
  /** A touch that has not been answered yet. */
  onItsWay?: Promise<unknown>
  /** Asks this site's own server for tokens out of the page's sight. */
  fetchKept?: (() => Promise<readonly string[]>) | undefined
}

/** The memory of a page on which nothing happened yet. */
export const createTouchMemory = (said: ConsentMode = 'granted'): TouchMemory => ({ mode: consentMode(said), tokens: [] })
