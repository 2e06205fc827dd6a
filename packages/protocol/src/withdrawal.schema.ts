import { z } from 'zod'
import { id } from './id.schema.ts'
import { email } from './order.schema.ts'
import { cartLines } from './quote.schema.ts'
import type { Cancellation, Withdrawal } from './return.ts'
import { text } from './text.schema.ts'

const secret = z.string().max(200)

/** `Cancellation` on the wire. */
export const cancellation = z.strictObject({ secret }) satisfies z.ZodType<Cancellation>

/** `Withdrawal` on the wire. */
export const withdrawal = z.strictObject({
  id: id('return'),
  secret,
  name: text(200).refine((name) => name.trim() !== '', 'Please give your name.'),
  email,
  lines: cartLines.optional(),
  reason: text(1_000).optional(),
}) satisfies z.ZodType<Withdrawal>
