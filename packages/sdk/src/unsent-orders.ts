import type { OrderId } from '@tributary/protocol/id'
import type { Events } from './event.ts'
import type { Ordering } from './ordering.ts'
import type { LeftOrder, Settled } from './outcome.ts'
import { readUnsent, type UnsentOrder } from './unsent.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

/** Orders that were kept in this browser and not answered yet. */
export interface Unsent {
  /** What earlier visits left: what is younger than a day is being sent, what is older waits until the customer was asked. Told as `unsent`, too. */
  resume(): Promise<readonly LeftOrder[]>
  /** Sends one that was asked about. Nothing comes of it where another tab was quicker. */
  send(order: UnsentOrder): Promise<Settled | undefined>
  /** Drops one that was asked about, unless it is being sent in this moment; answers whether it is gone. */
  forget(orderId: OrderId): Promise<boolean>
}

/** The unsent orders of this page's shop. */
export const createUnsent = ({ parent, site, outbox, device }: Ordering, events: Events): Unsent => {
  const { orders } = device
  return {
    async resume() {
      const kept = (await orders.all()).flatMap((stored) => readUnsent(stored) ?? [])
      const left = kept
        .filter((order) => order.parent === parent && order.site === site)
        .map((order) => ({ order, settled: isFresh(order, device.now()) ? outbox.send(order) : undefined }))
      if (left.length > 0) events.emit('unsent', left)
      return left
    },
    send: outbox.send,
    forget: (orderId) =>
      device.exclusively(orderId, async () => {
        await orders.delete(orderId)
        return !(await orders.has(orderId))
      }),
  }
}

// A clock that went backwards says nothing about the age: ask.
const isFresh = ({ savedAt }: UnsentOrder, now: number): boolean => savedAt <= now && now <= savedAt + DAY_MS
