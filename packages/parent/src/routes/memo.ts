/**
 * Remembers what `load` answered for a key for `keptMs`; callers that come while it loads wait for the same answer. A failed load is not
 * remembered. At most `most` keys, the oldest leaving first.
 */
export function createMemo<Value>(
  keptMs: number,
  load: (key: string) => Promise<Value>,
  most = 1_000,
): { get(key: string): Promise<Value>; forget(): void } {
  const kept = new Map<string, { readonly until: number; readonly value: Promise<Value> }>()
  return {
    get(key) {
      const now = performance.now()
      const found = kept.get(key)
      if (found && now < found.until) return found.value
      const value = load(key)
      value.catch(() => kept.delete(key))
      kept.delete(key)
      kept.set(key, { until: now + keptMs, value })
      if (kept.size > most) kept.delete(kept.keys().next().value ?? key)
      return value
    },
    forget: () => kept.clear(),
  }
}
