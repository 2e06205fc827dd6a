import type { ConsentMode, OrderLetter } from '@tributary/protocol/order'
import { consentMode } from './consent.ts'
import { readStoredTokens } from './touch-storage.ts'
import type { Visit } from './visit.ts'

/** What an order says of its visitor's touches. */
export type KeptTouches = Pick<OrderLetter, 'touches' | 'visit'>

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

/** The tokens on the device, as far as they may be looked at. */
export const storedTokens = ({ mode }: TouchMemory): string[] =>
  mode === 'granted' && globalThis.document ? readStoredTokens(document) : []

/** The touches for an order, once one that is on its way has been answered. */
export async function readTouches(memory: TouchMemory): Promise<KeptTouches> {
  // What records may have to be fetched first; then the touch itself is on its way.
  await memory.onItsWay
  await memory.onItsWay
  const { unsigned } = memory
  return { touches: await keptTokens(memory), ...(unsigned && { visit: unsigned }) }
}

async function keptTokens(memory: TouchMemory): Promise<readonly string[]> {
  const { mode, tokens, fetchKept } = memory
  const stored = storedTokens(memory)
  if (stored.length > 0) return stored
  if (tokens.length > 0 || mode !== 'granted' || !fetchKept) return tokens
  return fetchKept().catch(() => tokens)
}
