import { z } from 'zod'
import {
  COMMISSION_TRANSITIONS,
  type Commission,
  type CommissionExplanation,
  type CommissionPage,
  type CommissionState,
  MISSED_REASONS,
} from './commission.ts'
import { id } from './id.schema.ts'
import { levelRate } from './plan.schema.ts'

const states = Object.keys(COMMISSION_TRANSITIONS) as CommissionState[]

/** `Commission` on the wire. */
export const commission = z.strictObject({
  id: id('commission'),
  order: z.string(),
  line: z.int(),
  sku: z.string(),
  title: z.string(),
  affiliate: z.string(),
  level: z.int(),
  state: z.enum([...states, 'reversed']),
  currency: z.string(),
  earnedMinor: z.int(),
  reversedMinor: z.int(),
  amountMinor: z.int(),
  earnedAt: z.iso.datetime(),
  deliveredAt: z.iso.datetime().exactOptional(),
  payableAt: z.iso.datetime().exactOptional(),
  isEstimate: z.boolean(),
  payout: z.string().exactOptional(),
  test: z.boolean(),
}) satisfies z.ZodType<Commission>

/** `CommissionPage` on the wire. */
export const commissionPage = z.strictObject({
  commissions: z.array(commission),
  next: z.string().exactOptional(),
}) satisfies z.ZodType<CommissionPage>

/** What commissions are asked for by. */
export const commissionsQuery = z.strictObject({
  order: z.string().max(64).optional(),
  affiliate: z.string().max(64).optional(),
  state: z.enum(states).optional(),
  cursor: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** `CommissionExplanation` on the wire. */
export const commissionExplanation = z.strictObject({
  commission,
  attribution: z.strictObject({ affiliate: z.string(), why: z.string() }),
  plan: z.strictObject({ id: id('plan'), version: z.int(), name: z.string(), rule: z.string().exactOptional(), rate: levelRate }),
  distance: z.int(),
  steps: z.array(z.strictObject({ what: z.string(), beforeMinor: z.int().exactOptional(), afterMinor: z.int() })),
  missed: z.array(
    z.strictObject({
      reason: z.enum(MISSED_REASONS),
      why: z.string(),
      affiliate: z.string().exactOptional(),
      level: z.int().exactOptional(),
    }),
  ),
  transactions: z.array(z.strictObject({ kind: z.string(), cause: z.string(), at: z.iso.datetime(), amountMinor: z.int() })),
}) satisfies z.ZodType<CommissionExplanation>
