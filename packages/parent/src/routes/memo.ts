/** Remembers answers by key. */
export interface Memo<Value> {
  /** What was loaded for this key lately, or else what `load` answers now. */
  get(key: string, load: () => Promise<Value>): Promise<Value>
}

const MOST_KEYS = 1_000

/**
 * Remembers for `keptMs` what was loaded for a key; callers that come while it loads wait for the same answer. A failed load is not
 * remembered. What is old, and of more than `mostKeys` keys the oldest, leaves when something new comes.
 */
export function createMemo<Value>(keptMs: number, mostKeys = MOST_KEYS): Memo<Value> {
  const kept = new Map<string, { readonly until: number; readonly value: Promise<Value> }>()
  return {
    get(key, load) {
      const now = performance.now()
      const found = kept.get(key)
      if (found && now < found.until) return found.value
      const value = load()
      value.catch(() => kept.delete(key))
      kept.delete(key)
      kept.set(key, { until: now + keptMs, value })
      forgetOld(now)
      return value
    },
  }

  // Kept in the order of loading, so the old ones stand first; answers can be large, and who asks for many must not fill the memory.
  function forgetOld(now: number): void {
    for (const [key, { until }] of kept) {
      if (now < until && kept.size <= mostKeys) return
      kept.delete(key)
    }
  }
}
