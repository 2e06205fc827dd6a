import type { LeadId, OrderId } from '@tributary/protocol/id'
import type { Events } from './event.ts'
import type { Ordering } from './ordering.ts'
import type { LeftEntry, Settled } from './outcome.ts'
import { readUnsent } from './read-unsent.ts'
import type { UnsentEntry } from './unsent.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

/** Orders and requests that were kept in this browser and not answered yet. */
export interface Unsent {
  /** What earlier visits left: what is younger than a day is being sent, what is older waits until the customer was asked. Told as `unsent`, too. */
  resume(): Promise<readonly LeftEntry[]>
  /** Sends one that was asked about. Nothing comes of it where another tab was quicker. */
  send(entry: UnsentEntry): Promise<Settled<UnsentEntry> | undefined>
  /** Drops one that was asked about, unless it is being sent in this moment; answers whether it is gone. */
  forget(id: OrderId | LeadId): Promise<boolean>
}

/** What is unsent of this page's shop. */
export const createUnsent = ({ parent, site, outbox, device }: Ordering, events: Events): Unsent => {
  const { entries } = device
  return {
    async resume() {
      const kept = (await entries.all()).flatMap((stored) => readUnsent(stored) ?? [])
      const left = kept
        .filter((entry) => entry.parent === parent && entry.site === site)
        .map((entry) => ({ entry, settled: isFresh(entry, device.now()) ? outbox.send(entry) : undefined }))
      if (left.length > 0) events.emit('unsent', left)
      return left
    },
    send: outbox.send,
    forget: (id) =>
      device.exclusively(id, async () => {
        await entries.delete(id)
        return !(await entries.has(id))
      }),
  }
}

// A clock that went backwards says nothing about the age: ask.
const isFresh = ({ savedAt }: UnsentEntry, now: number): boolean => savedAt <= now && now <= savedAt + DAY_MS
