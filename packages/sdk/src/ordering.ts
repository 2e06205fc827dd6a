import { type Device, pageDevice } from './device.ts'
import { createOrders, type OrderDetails, type OrderNeeds } from './order.ts'
import { createOutbox, type Outbox, type OutboxNeeds } from './outbox.ts'
import type { OrderOutcome } from './outcome.ts'

/** Everything that is needed only once somebody orders, or has ordered: loaded then. */
export interface Ordering {
  readonly parent: string
  readonly site: string
  readonly device: Device
  readonly outbox: Outbox
  place(details: OrderDetails): Promise<OrderOutcome>
}

/** What ordering needs from the rest of the page. */
export type OrderingNeeds = Omit<OrderNeeds & OutboxNeeds, 'outbox' | 'device'> & { readonly device?: Device | undefined }

/** The way of orders from this page to the parent. */
export function createOrdering({ device = pageDevice(), ...needs }: OrderingNeeds): Ordering {
  const { parent, site } = needs
  const outbox = createOutbox({ ...needs, device })
  return { parent, site, device, outbox, ...createOrders({ ...needs, device, outbox }) }
}
