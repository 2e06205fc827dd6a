import { z } from 'zod'
import { id } from './id.schema.ts'
import { STOCK_CAUSES, type Stock, type StockCorrection, type StockMovement } from './stock.ts'
import { text } from './text.schema.ts'

const MOST_PIECES = 1_000_000_000

/** `StockMovement` on the wire. */
export const stockMovement = z.strictObject({
  quantity: z.int(),
  level: z.int(),
  cause: z.enum(STOCK_CAUSES),
  order: id('order').exactOptional(),
  reason: z.string().exactOptional(),
  actor: z.string().exactOptional(),
  at: z.iso.datetime(),
}) satisfies z.ZodType<StockMovement>

/** `Stock` on the wire. */
export const stock = z.strictObject({
  sku: z.string(),
  level: z.int().exactOptional(),
  backorder: z.boolean(),
  imported: z.int().exactOptional(),
  movements: z.array(stockMovement),
  next: z.string().exactOptional(),
}) satisfies z.ZodType<Stock>

/** What movements are asked for by. */
export const stockQuery = z.strictObject({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'The cursor of a page before.')
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

const reason = text(500, 1)

/** `StockCorrection` on the wire. */
export const stockCorrection = z.union([
  z.strictObject({ level: z.int().min(-MOST_PIECES).max(MOST_PIECES), reason }),
  z.strictObject({ by: z.int().min(-MOST_PIECES).max(MOST_PIECES), reason }),
]) satisfies z.ZodType<StockCorrection>
