import { z } from 'zod'
import { id, normalizedCode } from './id.schema.ts'
import { type MovePayout, type NewBatch, PAYOUT_TRANSITIONS, type Payout, type PayoutBatch, type PayoutState } from './payout.ts'
import { currencyCode } from './program.schema.ts'
import { text } from './text.schema.ts'

const states = Object.keys(PAYOUT_TRANSITIONS) as PayoutState[]

/** `Payout` on the wire. */
export const payout = z.strictObject({
  id: id('payout'),
  batch: z.string(),
  affiliate: z.string(),
  name: z.string(),
  currency: z.string(),
  amountMinor: z.int(),
  commissions: z.int(),
  state: z.enum(states),
  madeBy: z.string(),
  madeAt: z.iso.datetime(),
  approvedBy: z.string().exactOptional(),
  sentAt: z.iso.datetime().exactOptional(),
  endedAt: z.iso.datetime().exactOptional(),
  reason: z.string(),
}) satisfies z.ZodType<Payout>

/** `NewBatch` on the wire; without a currency the program's. */
export const newBatch = z.strictObject({
  currency: currencyCode.optional(),
  affiliates: z.array(normalizedCode).min(1).max(1_000).optional(),
}) satisfies z.ZodType<NewBatch>

/** `PayoutBatch` on the wire. */
export const payoutBatch = z.strictObject({
  batch: z.string(),
  currency: z.string(),
  totalMinor: z.int(),
  payouts: z.array(payout),
  skipped: z.array(z.strictObject({ affiliate: z.string(), payableMinor: z.int(), why: z.string() })),
}) satisfies z.ZodType<PayoutBatch>

/** What payouts are asked for by. */
export const payoutsQuery = z.strictObject({
  batch: z.string().max(64).optional(),
  affiliate: z.string().max(64).optional(),
  state: z.enum(states).optional(),
})

/** `MovePayout` on the wire. */
export const movePayout = z.strictObject({ reason: text(500).optional() }) satisfies z.ZodType<MovePayout>
