import { expect, vi } from 'vitest'
import type { TestApp } from './app.ts'

const WAITING = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`

/** Until so many wait for what somebody else has locked. */
export const untilWaiting = (app: TestApp, count: number): Promise<void> =>
  vi.waitFor(async () => expect(await app.database.query(WAITING)).toHaveLength(count), { timeout: 5_000 })

/**
 * Begins calls one after the other while something that they need is locked (by a statement), each as soon as the one before waits, lets all of them go and
 * answers what each came to. So two writers meet at the same place each time. Needs the real PostgreSQL: the embedded database has one connection.
 */
export async function inTurn<Value>(app: TestApp, lock: string, ...calls: readonly (() => Promise<Value>)[]): Promise<Value[]> {
  const begun = await app.database.transaction(async (transaction) => {
    await transaction.query(lock)
    const begun: Promise<Value>[] = []
    for (const call of calls) {
      begun.push(call())
      await untilWaiting(app, begun.length)
    }
    return begun
  })
  return Promise.all(begun)
}
