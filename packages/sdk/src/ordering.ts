import { type Device, pageDevice } from './device.ts'
import { createOrders, type OrderDetails, type OrderNeeds } from './order.ts'
import { createOutbox, type OutboxNeeds } from './outbox.ts'
import type { OrderOutcome } from './outcome.ts'

// What is needed at the same time, and not before.
export { readTouches } from './kept-touches.ts'
export { createLeads } from './lead.ts'

/** Everything that is needed only once somebody orders or asks, or has: loaded then. */
export interface Ordering extends OrderNeeds {
  place(details: OrderDetails): Promise<OrderOutcome>
}

/** What ordering needs from the rest of the page. */
export type OrderingNeeds = Omit<OrderNeeds & OutboxNeeds, 'outbox' | 'device'> & { readonly device?: Device | undefined }

/** The way of orders from this page to the parent. */
export function createOrdering({ device = pageDevice(), ...needs }: OrderingNeeds): Ordering {
  const own = { ...needs, device, outbox: createOutbox({ ...needs, device }) }
  return { ...own, ...createOrders(own) }
}
