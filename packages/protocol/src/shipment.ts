import type { ShipmentId } from './id.ts'
import type { CartLine } from './quote.ts'

/** A parcel that left. */
export interface Shipment {
  readonly id: ShipmentId
  readonly carrier: string
  readonly tracking: string
  readonly trackingUrl?: string
  readonly shippedAt: string
  readonly lines: readonly CartLine[]
}

/** What staff send to ship: the lines in this parcel, or nothing for all that is left. */
export interface NewShipment {
  readonly carrier: string
  readonly tracking?: string | undefined
  readonly trackingUrl?: string | undefined
  readonly lines?: readonly CartLine[] | undefined
}
