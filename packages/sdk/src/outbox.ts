import { LEADS_PATH, type LeadAnswer } from '@tributary/protocol/lead'
import { ORDERS_PATH, type OrderAnswer } from '@tributary/protocol/order'
import type { Client, Failure, PageEndpoint } from './client.ts'
import type { Device } from './device.ts'
import type { Events } from './event.ts'
import type { AnswerOf, OutcomeOf, Settled } from './outcome.ts'
import { idOf, nameOf, type UnsentEntry, type UnsentLead, type UnsentOrder } from './unsent.ts'

const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 60_000
const LONGEST_RETRY_AFTER_MS = 60 * 60 * 1_000
const SAVING_TAKES_MS = 3_000
const ANSWER_AFTER_MS = 30_000

const POST_ORDER = { path: ORDERS_PATH, hallmark: 'orderId' } as const satisfies PageEndpoint<OrderAnswer>
const POST_LEAD = { path: LEADS_PATH, hallmark: 'leadId' } as const satisfies PageEndpoint<LeadAnswer>

/** Gets orders and requests to the parent exactly once (how, and why so: README, "How an order leaves the page"). */
export interface Outbox {
  /** Keeps an entry, then sends it. With the same entry again, it tries again at once. */
  place<Entry extends UnsentEntry>(entry: Entry, isSealed: boolean): Promise<OutcomeOf<Entry>>
  /** Sends one that an earlier visit left. Nothing comes of it where another tab was quicker. */
  send(entry: UnsentEntry): Promise<Settled<UnsentEntry> | undefined>
}

/** What an outbox needs. */
export interface OutboxNeeds {
  readonly client: Client
  readonly device: Device
  readonly events: Events
  /** The parent has this order, whenever that was. */
  readonly ordered: (order: UnsentOrder) => void
}

/** The outbox of one site on this device. */
export function createOutbox({ client, device, events, ordered }: OutboxNeeds): Outbox {
  const { entries } = device
  const saved = new Map<string, Promise<boolean>>()
  const sending = new Map<string, Promise<Settled<UnsentEntry> | undefined>>()
  const waiting = new Set<() => void>()
  let hurries = 0
  const hurry = (): void => {
    hurries++
    for (const wake of waiting) wake()
  }
  device.onOnline(hurry)

  // Without a seal nothing personal is written down: the entry lives in memory.
  const save = async (entry: UnsentEntry, isSealed: boolean): Promise<boolean> => {
    const isSaved = isSealed && (await keep(entry))
    events.emit('saved', { ...nameOf(entry), isSaved })
    return isSaved
  }

  // A device that never answers must not hold the entry back; what it stores late is deleted with the answer all the same.
  const keep = (entry: UnsentEntry): Promise<boolean> =>
    Promise.race([
      entries.put(entry).then(
        () => true,
        () => false,
      ),
      device.wait(SAVING_TAKES_MS).then(() => false),
    ])

  // The same bytes until the answer is definite.
  const attempts = async (entry: UnsentEntry): Promise<Settled<UnsentEntry>> => {
    const name = nameOf(entry)
    for (let attempt = 1; ; attempt++) {
      events.emit('sending', { ...name, attempt })
      const before = hurries
      const result = await client.call<AnswerOf<UnsentEntry>>(name.leadId ? POST_LEAD : POST_ORDER, { body: entry.body, echo: name })
      if (result.ok) return { outcome: 'placed', answer: result.value }
      if (result.error.final) return { outcome: 'refused', problem: result.error }
      // Who pressed again while it was on its way does not wait now that it failed.
      if (before === hurries) await pause(delayAfter(attempt, result.error, device.random(), device.now()))
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

  const tell = (entry: UnsentEntry, settled: Settled<UnsentEntry>): void => {
    if (settled.outcome === 'refused') events.emit('refused', { ...nameOf(entry), problem: settled.problem })
    else if ('leadId' in entry) events.emit('lead', settled.answer as AnswerOf<UnsentLead>)
    else {
      ordered(entry)
      events.emit('placed', settled.answer as AnswerOf<UnsentOrder>)
    }
  }

  const settle = (entry: UnsentEntry, isLeft: boolean): Promise<Settled<UnsentEntry> | undefined> =>
    device.exclusively(idOf(entry), async () => {
      // Where the device cannot say, it is sent: to the parent a repeat is no harm.
      if (isLeft && !(await entries.has(idOf(entry)).catch(() => true))) return undefined
      const settled = await attempts(entry)
      // Told before it is deleted: a tab that ends in between tells it again on the next visit, and nobody is left without the answer.
      tell(entry, settled)
      // Without a reason to wait for long: an entry that stays is answered the same way on the next visit.
      await Promise.race([entries.delete(idOf(entry)).catch(() => undefined), device.wait(SAVING_TAKES_MS)])
      return settled
    })

  const send = (entry: UnsentEntry, isLeft = true): Promise<Settled<UnsentEntry> | undefined> => {
    const id = idOf(entry)
    const running = sending.get(id) ?? settle(entry, isLeft).finally(() => sending.delete(id))
    sending.set(id, running)
    return running
  }

  const place = async (entry: UnsentEntry, isSealed: boolean): Promise<OutcomeOf<UnsentEntry>> => {
    const id = idOf(entry)
    const saving = saved.get(id) ?? save(entry, isSealed)
    saved.set(id, saving)
    const isSaved = await saving
    hurry()
    const answer = send(entry, false)
    return (await Promise.race([answer, device.wait(ANSWER_AFTER_MS)])) ?? { outcome: isSaved ? 'saved' : 'unknown', ...nameOf(entry) }
  }

  return {
    // What an entry is answered follows from what it is.
    place: place as Outbox['place'],
    send: (entry) => send(entry),
  }
}

/** Full jitter up to 0.5 s, doubling up to a minute, and never before the parent asks for it. `now` is the device's, for a date in `Retry-After`. */
export function delayAfter(attempt: number, { retryAfter }: Pick<Failure, 'retryAfter'>, random: number, now: number): number {
  const longestMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1))
  const askedMs = retryAfter ? Number(retryAfter) * 1_000 || Date.parse(retryAfter) - now || 0 : 0
  // A device whose clock is years off would wait for years.
  return Math.min(Math.max(0, askedMs), LONGEST_RETRY_AFTER_MS) + random * longestMs
}
