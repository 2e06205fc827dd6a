import type { OrderLetter } from '@tributary/protocol/order'
import type { TouchMemory } from './touch-memory.ts'
import { readStoredTokens } from './touch-storage.ts'

/** What an order says of its visitor's touches. */
export type KeptTouches = Pick<OrderLetter, 'touches' | 'visit'>

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
