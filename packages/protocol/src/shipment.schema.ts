import { z } from 'zod'
import { id } from './id.schema.ts'
import { httpUrl } from './program.schema.ts'
import { cartLines } from './quote.schema.ts'
import type { NewShipment, Shipment } from './shipment.ts'
import { text } from './text.schema.ts'

/** `Shipment` on the wire. */
export const shipment = z.strictObject({
  id: id('shipment'),
  carrier: z.string(),
  tracking: z.string(),
  trackingUrl: z.string().exactOptional(),
  shippedAt: z.iso.datetime(),
  lines: z.array(z.strictObject({ sku: z.string(), quantity: z.int() })),
}) satisfies z.ZodType<Shipment>

/** `NewShipment` on the wire. */
export const newShipment = z.strictObject({
  carrier: text(80, 1),
  tracking: text(120).optional(),
  trackingUrl: httpUrl.optional(),
  lines: cartLines.optional(),
}) satisfies z.ZodType<NewShipment>
