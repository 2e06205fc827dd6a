import { isSiteKey, type OrderId } from '@tributary/protocol/id'
import type { OrderStatus } from '@tributary/protocol/order'
import { ORDER_PATH } from '@tributary/protocol/order-path'
import type { Problem } from '@tributary/protocol/problem'
import type { Result } from '@tributary/protocol/result'
import { assemble, type Counter } from './assemble.ts'
import { createClient, type Failure, type PageEndpoint, UNREACHED, withoutSlash } from './client.ts'
import { createEvents } from './event.ts'
import type { createLeads, LeadDetails } from './lead.ts'
import { createOffers } from './offer.ts'
import type { TributaryOptions } from './options.ts'
import { hasUnsent } from './outbox-place.ts'
import type { LeadOutcome } from './outcome.ts'
import { pageStorage } from './storage.ts'
import { createTouchMemory } from './touch-memory.ts'
import type { Unsent } from './unsent-entries.ts'
import { isReferred, type Visit } from './visit.ts'

/** A parent's shop on this page. */
export interface Tributary extends Counter {
  /** Asks for a service. Pressed twice, it is one request. */
  lead(details: LeadDetails): Promise<LeadOutcome>
  /** Orders and requests that were kept in this browser and not answered yet. What is younger than a day is sent by itself. */
  unsent(): Promise<Unsent>
  /** An order as its customer may see it. */
  status(orderId: OrderId, secret: string): Promise<Result<OrderStatus, Failure>>
  /** Records that somebody sent this visit. A visit whose address says so is recorded without being asked. */
  touch(visit: Visit): Promise<boolean>
  /** Says whether it may be kept on this device who sent the visitor. */
  consent(isGranted: boolean): void
}

/**
 * A parent's shop for one page. Runs on a server too (no visit is read there). Throws only here, on a malformed option, where a developer sees
 * it at once; everything after is a `Result` or an event.
 */
export function createTributary(options: TributaryOptions): Tributary {
  const { site, fetch, storage = pageStorage(), consent, touchPath, device } = options
  if (!URL.canParse(options.parent)) throw unexpected("the parent's address, like https://shop.example", options.parent)
  if (!isSiteKey(site)) throw unexpected('a site key, like site_…', site)

  const parent = withoutSlash(options.parent)
  const events = createEvents()
  const client = createClient(parent, fetch, device?.deadline)
  const memory = createTouchMemory(consent)
  const refused = (problem: Problem) => events.emit('error', { where: 'touch', problem: { ...problem, answered: true } })
  const touches = async () => (await import('./touches.ts')).touchesOf(memory, { parent, site, touchPath, fetch }, refused)
  // On most pages there is nothing to record. An order waits for a touch that is on its way.
  if (globalThis.document && (touchPath || isReferred(location))) memory.onItsWay = touches().catch(() => undefined)
  const offers = createOffers(client, site)
  const load = () => import('./ordering.ts')
  const { counter, ordering } = assemble({
    ...{ parent, site, client, events, offers, storage, device },
    touches: async () => (await load()).readTouches(memory),
    consent: () => memory.mode,
    ordering: async () => (await load()).createOrdering,
  })
  const unsent = async (): Promise<Unsent> => {
    const { createUnsent } = await import('./unsent-entries.ts')
    return createUnsent(await ordering(), events)
  }

  let leads: Promise<ReturnType<typeof createLeads>> | undefined
  const lead = async (details: LeadDetails): Promise<LeadOutcome> => {
    leads ??= ordering().then(async (needs) => (await load()).createLeads(needs))
    try {
      return await (await leads).ask(details)
    } catch {
      // What could not be fetched now may be to be had at the next press.
      leads = undefined
      return { outcome: 'refused', problem: UNREACHED }
    }
  }

  // Asked before anything is loaded for it: on most pages there is nothing.
  const takeUp = async (): Promise<void> => {
    if (device || (await hasUnsent())) await (await unsent()).resume()
  }
  void takeUp().catch(() => undefined)

  return {
    ...counter,
    lead,
    unsent,
    status: (id, secret) => client.call(getOrder(id), { query: { secret } }),
    touch: async (visit) => (await touches()).record(visit),
    consent: (isGranted) => void touches().then(({ consent: say }) => say(isGranted)),
  }
}

const getOrder = (id: OrderId): PageEndpoint<OrderStatus> => ({
  path: ORDER_PATH.replace(':id', encodeURIComponent(id)),
  hallmark: 'orderId',
})

const unexpected = (expected: string, received: unknown): Error => new Error(`expected ${expected}, received ${JSON.stringify(received)}`)
