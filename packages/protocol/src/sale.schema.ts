import { z } from 'zod'
import type { PastSale, PastSalePage } from './sale.ts'

const pastLine = z.strictObject({
  line: z.int(),
  baseMinor: z.int(),
  quantity: z.int(),
  handle: z.string(),
  collections: z.array(z.string()),
  kind: z.enum(['product', 'service']),
})

const pastSale = z.strictObject({
  order: z.string(),
  placedAt: z.iso.datetime(),
  currency: z.string(),
  lines: z.array(pastLine),
  direct: z.string(),
  upline: z.array(z.string()),
  inactive: z.array(z.string()),
  customer: z.string().exactOptional(),
  isNetworkPurchase: z.boolean(),
  earned: z.record(z.string(), z.int()),
}) satisfies z.ZodType<PastSale>

/** `PastSalePage` on the wire. */
export const pastSalePage = z.strictObject({ sales: z.array(pastSale), next: z.string().exactOptional() }) satisfies z.ZodType<PastSalePage>

const day = z.iso.date('A day, like 2026-11-01.')

/** What past sales are asked for by: days of the program's time zone, `to` not included. */
export const pastSalesQuery = z.strictObject({
  from: day.optional(),
  to: day.optional(),
  cursor: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(2_000).default(1_000),
})
