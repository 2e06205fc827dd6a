import type { OrderId } from '@tributary/protocol/id'
import type { Client, Failure } from './client.ts'
import type { Device } from './device.ts'
import type { Events } from './event.ts'
import type { OrderOutcome, Settled } from './outcome.ts'
import type { UnsentOrder } from './unsent.ts'

const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 60_000
const LONGEST_RETRY_AFTER_MS = 60 * 60 * 1_000
const SAVING_TAKES_MS = 3_000
const ANSWER_AFTER_MS = 30_000

/** Gets orders to the parent exactly once (how, and why so: README, "How an order leaves the page"). */
export interface Outbox {
  /** Keeps an order, then sends it. With the same order again, it tries again at once. */
  place(order: UnsentOrder, isSealed: boolean): Promise<OrderOutcome>
  /** Sends one that an earlier visit left. Nothing comes of it where another tab was quicker. */
  send(order: UnsentOrder): Promise<Settled | undefined>
}

/** What an outbox needs. */
export interface OutboxNeeds {
  readonly client: Client
  readonly device: Device
  readonly events: Events
  /** The parent has it, whenever that was. */
  readonly ordered: (order: UnsentOrder) => void
}

/** The outbox of one site on this device. */
export function createOutbox({ client, device, events, ordered }: OutboxNeeds): Outbox {
  const { orders } = device
  const saved = new Map<OrderId, Promise<boolean>>()
  const sending = new Map<OrderId, Promise<Settled | undefined>>()
  const waiting = new Set<() => void>()
  const hurry = (): void => {
    for (const wake of waiting) wake()
  }
  device.onOnline(hurry)

  // Without a seal nothing personal is written down: the order lives in memory.
  const save = async (order: UnsentOrder, isSealed: boolean): Promise<boolean> => {
    const isSaved = isSealed && (await keep(order))
    events.emit('saved', { orderId: order.orderId, isSaved })
    return isSaved
  }

  // A device that never answers must not hold the order back; what it stores late is deleted with the answer all the same.
  const keep = (order: UnsentOrder): Promise<boolean> =>
    Promise.race([
      orders.put(order).then(
        () => true,
        () => false,
      ),
      device.wait(SAVING_TAKES_MS).then(() => false),
    ])

  // The same bytes until the answer is definite.
  const attempts = async ({ orderId, body }: UnsentOrder): Promise<Settled> => {
    for (let attempt = 1; ; attempt++) {
      events.emit('sending', { orderId, attempt })
      const result = await client.call('postOrder', { body, orderId })
      if (result.ok) return { outcome: 'placed', answer: result.value }
      if (result.error.final) return { outcome: 'refused', problem: result.error }
      await pause(delayAfter(attempt, result.error, device.random(), device.now()))
    }
  }

  const pause = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      const wake = (): void => {
        waiting.delete(wake)
        resolve()
      }
      waiting.add(wake)
      void device.wait(delayMs).then(wake)
    })

  const settle = (order: UnsentOrder, isLeft: boolean): Promise<Settled | undefined> =>
    device.exclusively(order.orderId, async () => {
      // Where the device cannot say, it is sent: to the parent a repeat is no harm.
      if (isLeft && !(await orders.has(order.orderId).catch(() => true))) return undefined
      const settled = await attempts(order)
      // Told before it is deleted: a tab that ends in between tells it again on the next visit, and nobody is left without the answer.
      if (settled.outcome === 'placed') {
        ordered(order)
        events.emit('placed', settled.answer)
      } else events.emit('refused', { orderId: order.orderId, problem: settled.problem })
      // Without a reason to wait for long: an entry that stays is answered the same way on the next visit.
      await Promise.race([orders.delete(order.orderId).catch(() => undefined), device.wait(SAVING_TAKES_MS)])
      return settled
    })

  const send = (order: UnsentOrder, isLeft = true): Promise<Settled | undefined> => {
    const running = sending.get(order.orderId) ?? settle(order, isLeft).finally(() => sending.delete(order.orderId))
    sending.set(order.orderId, running)
    return running
  }

  return {
    async place(order, isSealed) {
      const { orderId } = order
      const saving = saved.get(orderId) ?? save(order, isSealed)
      saved.set(orderId, saving)
      const isSaved = await saving
      const answer = send(order, false)
      hurry()
      return (
        (await Promise.race([answer, device.wait(ANSWER_AFTER_MS)])) ?? {
          outcome: isSaved ? 'saved' : 'unknown',
          orderId,
        }
      )
    },
    send: (order) => send(order),
  }
}

/** Full jitter up to 0.5 s, doubling up to a minute, and never before the parent asks for it. `now` is the device's, for a date in `Retry-After`. */
export function delayAfter(attempt: number, { retryAfter }: Pick<Failure, 'retryAfter'>, random: number, now: number): number {
  const longestMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1))
  const askedMs = retryAfter ? Number(retryAfter) * 1_000 || Date.parse(retryAfter) - now || 0 : 0
  // A device whose clock is years off would wait for years.
  return Math.min(Math.max(0, askedMs), LONGEST_RETRY_AFTER_MS) + random * longestMs
}
