const MOST_TRIES = 3
const MOST_PAUSE_MS = 20

// Deadlock, serialization failure: PostgreSQL rolled back one of those that were in each other's way.
const CONFLICTS: ReadonlySet<unknown> = new Set(['40P01', '40001'])

// A month was closed between the moment that a transaction wrote down and its insert; the next try writes down a later one.
const CLOSED_MEANWHILE = 'closed_period_takes_nothing'

/** Whether PostgreSQL refused something only because of what others did at the same moment: the same again can succeed. */
export const isConflict = (error: unknown): boolean => {
  const { code, constraint } = (error ?? {}) as { readonly code?: unknown; readonly constraint?: unknown }
  return CONFLICTS.has(code) || constraint === CLOSED_MEANWHILE
}

/** Does work that leaves nothing behind when it fails, at most three times as long as others are in its way; throws what the last try threw. */
export async function triedAgain<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === MOST_TRIES || !isConflict(error)) throw error
      // So that two that lost at the same moment do not meet again at once.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * MOST_PAUSE_MS))
    }
  }
}
