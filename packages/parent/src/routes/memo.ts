/** Remembers answers by key. */
export interface Memo<Value> {
  /** What was loaded for this key lately, or else what `load` answers now. */
  get(key: string, load: () => Promise<Value>): Promise<Value>
}

const MOST_KEYS = 1_000

/**
 * Remembers for `keptMs` what was loaded for a key; callers that come while it loads wait for the same answer. A failed load is not
 * remembered. Of more than 1,000 keys the oldest leave first.
 */
export function createMemo<Value>(keptMs: number): Memo<Value> {
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
      if (MOST_KEYS < kept.size) kept.delete(kept.keys().next().value ?? key)
      return value
    },
  }
}
