import type { Logger } from 'pino'
import { hourOf, type Limit, secondsLeft } from '../core/limit.ts'
import { addCounts, type Count, forgetCounts } from '../store/counters.ts'
import type { Database } from '../store/database.ts'

/** Counts what is asked for, together with every other process on the same database. */
export interface Limiter {
  /** Counts a request, or answers after how many seconds it may come again: then it is not counted. */
  admit(programId: number, limits: readonly Limit[]): number | undefined
  /** Tells the database what was counted since the last time, and learns what others counted. */
  settle(): Promise<void>
}

// One statement in this time, however much is counted: a limit is overrun by at most what arrives at each process meanwhile.
const SETTLE_EVERY_MS = 1_000
const FORGET_EVERY_MS = 10 * 60 * 1_000
const KEPT_MS = 2 * 60 * 60 * 1_000
// Attackers with very many addresses must not fill the memory; beyond this, what is known of them is asked for again.
const MOST_KNOWN = 100_000

interface Known {
  readonly programId: number
  readonly kind: string
  readonly hash: string
  readonly startsAt: Date
  /** What the database said last. */
  total: number
  /** What was counted here since. */
  added: number
}

/** Limits by counters in memory that are settled with the database once a second: no request waits for them. */
export function createLimiter({
  database,
  now,
  log,
}: {
  readonly database: Database
  readonly now: () => Date
  readonly log: Logger
}): Limiter {
  let known = new Map<string, Known>()
  let timer: NodeJS.Timeout | undefined
  let forgotAt = 0

  return { admit, settle }

  function admit(programId: number, limits: readonly Limit[]): number | undefined {
    const moment = now()
    const counters = limits.map(({ kind, hash, most }) => ({ most, counter: counterOf(programId, kind, hash, hourOf(moment)) }))
    if (counters.some(({ most, counter }) => most <= counter.total + counter.added)) return secondsLeft(moment)
    for (const { counter } of counters) counter.added++
    timer ??= setTimeout(() => void settle(), SETTLE_EVERY_MS).unref()
    return undefined
  }

  function counterOf(programId: number, kind: string, hash: string, startsAt: Date): Known {
    const key = `${programId} ${kind} ${hash} ${startsAt.getTime()}`
    const found = known.get(key) ?? { programId, kind, hash, startsAt, total: 0, added: 0 }
    known.set(key, found)
    return found
  }

  async function settle(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const counted = [...known.values()].filter(({ added }) => 0 < added)
    const rows = counted.map(({ added, ...counter }) => ({ ...counter, count: added }))
    // Taken before it is told: what is counted meanwhile is told the next time.
    for (const counter of counted) counter.added = 0
    try {
      for (const row of rows.length > 0 ? await addCounts(database, rows) : []) learn(row)
      await forgetOld()
    } catch (error) {
      // Counting must not stop anybody from ordering: what was not told is told later, and limits hold here meanwhile.
      for (const [index, counter] of counted.entries()) counter.added += rows[index]?.count ?? 0
      log.warn({ err: error }, 'what was counted for the limits could not be stored; it is kept for the next time')
    }
  }

  function learn({ programId, kind, hash, startsAt, count }: Count): void {
    counterOf(programId, kind, hash, startsAt).total = count
  }

  async function forgetOld(): Promise<void> {
    const hour = hourOf(now()).getTime()
    const isOld = ({ startsAt, added }: Known) => added === 0 && (startsAt.getTime() < hour || MOST_KNOWN < known.size)
    known = new Map([...known].filter(([, counter]) => !isOld(counter)))
    if (performance.now() - forgotAt < FORGET_EVERY_MS && forgotAt > 0) return
    forgotAt = performance.now()
    await forgetCounts(database, new Date(hour - KEPT_MS))
  }
}

/** Nobody is limited: for benchmarks and trials that come from one place. */
export const NO_LIMITS: Limiter = { admit: () => undefined, settle: async () => {} }
