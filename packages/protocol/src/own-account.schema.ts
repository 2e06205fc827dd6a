import { z } from 'zod'
import { AFFILIATE_STATES } from './affiliate.ts'
import { commissionsQuery } from './commission.schema.ts'
import { ORDER_TRANSITIONS, type OrderState } from './order.ts'
import type { Downline, OwnAccount, OwnOrderPage } from './own-account.ts'
import { PAYMENT_TRANSITIONS, type PaymentState } from './payment.ts'

const amounts = z.record(z.string(), z.int())

const nextPayout = z.strictObject({
  on: z.iso.date().exactOptional(),
  amountMinor: z.int(),
  minimumMinor: z.int(),
  isCarried: z.boolean(),
})

/** `OwnAccount` on the wire. */
export const ownAccount = z.strictObject({
  affiliate: z.string(),
  name: z.string(),
  state: z.enum(AFFILIATE_STATES),
  balances: z.array(z.strictObject({ currency: z.string(), pendingMinor: z.int(), heldMinor: z.int(), payableMinor: z.int(), nextPayout })),
}) satisfies z.ZodType<OwnAccount>

/** What an affiliate asks for its commissions by. */
export const ownCommissionsQuery = commissionsQuery.omit({ affiliate: true }).extend({ level: z.coerce.number().int().min(0).optional() })

/** What an affiliate asks for its orders by. */
export const ownOrdersQuery = commissionsQuery.pick({ cursor: true, limit: true })

/** `OwnOrderPage` on the wire. */
export const ownOrderPage = z.strictObject({
  orders: z.array(
    z.strictObject({
      number: z.string(),
      placedAt: z.iso.datetime(),
      state: z.enum(Object.keys(ORDER_TRANSITIONS) as OrderState[]),
      payment: z.enum(Object.keys(PAYMENT_TRANSITIONS) as PaymentState[]),
      level: z.int(),
      currency: z.string(),
      amountMinor: z.int(),
      why: z.string().exactOptional(),
      customer: z.strictObject({ country: z.string(), name: z.string().exactOptional() }).exactOptional(),
      test: z.boolean(),
    }),
  ),
  next: z.string().exactOptional(),
}) satisfies z.ZodType<OwnOrderPage>

/** `Downline` on the wire. */
export const downline = z.strictObject({
  levels: z.array(z.strictObject({ level: z.int(), affiliates: z.int(), active: z.int(), earnedMinor: amounts })),
  newest: z.array(
    z.strictObject({
      code: z.string(),
      level: z.int(),
      state: z.enum(AFFILIATE_STATES),
      name: z.string().exactOptional(),
      joinedAt: z.iso.datetime(),
    }),
  ),
}) satisfies z.ZodType<Downline>
