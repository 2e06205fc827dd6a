import type { ShipmentId } from '@tributary/protocol/id'
import type { Queryable } from './database.ts'
import { addShipped, type LineQuantity } from './order-changes.ts'

/** A parcel as it is stored. */
export interface StoredShipment {
  readonly id: ShipmentId
  readonly carrier: string
  readonly tracking: string
  readonly trackingUrl: string | null
  readonly shippedAt: Date
  readonly parts: readonly LineQuantity[]
}

const INSERT = `
  insert into shipments (program_id, id, order_key, carrier, tracking, tracking_url, shipped_at, test)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  returning shipment_key as "shipmentKey"`

const INSERT_LINES = `
  insert into shipment_lines (program_id, shipment_key, order_key, line, quantity, test)
  select $1, $2, $3, line, quantity, $6
    from unnest($4::integer[], $5::bigint[]) as parts (line, quantity)`

/** Records a parcel with its lines and counts them as shipped. */
export async function addShipment(
  transaction: Queryable,
  programId: number,
  order: { readonly orderKey: number; readonly id: string; readonly test: boolean },
  { id, carrier, tracking, trackingUrl, shippedAt, parts }: StoredShipment,
): Promise<void> {
  const values = [programId, id, order.orderKey, carrier, tracking, trackingUrl, shippedAt, order.test]
  const [row] = await transaction.query<{ shipmentKey: number }>(INSERT, values)
  if (!row) throw new Error(`expected the new shipment ${id}, received no row`)
  const lines = parts.map(({ line }) => line)
  const quantities = parts.map(({ quantity }) => quantity)
  await transaction.query(INSERT_LINES, [programId, row.shipmentKey, order.orderKey, lines, quantities, order.test])
  await addShipped(transaction, programId, order, parts)
}
