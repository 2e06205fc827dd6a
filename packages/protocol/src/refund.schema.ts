import { z } from 'zod'
import { id } from './id.schema.ts'
import { PAYMENT_TRANSITIONS, type PaymentState } from './payment.ts'
import { LINES_PER_ORDER } from './quote.ts'
import { type NewRefund, REFUND_KINDS, type Refund, type RefundPreview, type RefundRecord, type Reversal } from './refund.ts'
import { text } from './text.schema.ts'

const MOST = Number.MAX_SAFE_INTEGER

/** `PaymentState` on the wire. */
export const paymentState = z.enum(Object.keys(PAYMENT_TRANSITIONS) as [PaymentState, ...PaymentState[]])

const amountMinor = z
  .number('An amount is a whole number of minor units, like 490 for 4.90.')
  .refine(Number.isInteger, 'An amount is a whole number of minor units, like 490 for 4.90.')
  .refine((amount) => amount <= MOST, 'No amount is over 2^53 − 1 minor units.')

const wantedLine = z
  .strictObject({
    sku: text(200, 1),
    quantity: z.int('A quantity is a whole number.').min(1, 'At least 1.').optional(),
    amountMinor: amountMinor.refine((amount) => 0 < amount, 'More than nothing.').optional(),
  })
  .refine(({ quantity, amountMinor: amount }) => (quantity === undefined) !== (amount === undefined), {
    message: 'A line is given back by `quantity` or by `amountMinor`, and exactly one of them.',
  })

/** `Refund` on the wire. */
export const refund = z.strictObject({
  id: id('refund'),
  kind: z.enum(REFUND_KINDS),
  reason: z.string(),
  currency: z.string(),
  lines: z.array(z.strictObject({ sku: z.string(), quantity: z.int(), amountMinor: z.int() })),
  shippingMinor: z.int(),
  amountMinor: z.int(),
  payment: paymentState,
  at: z.iso.datetime(),
}) satisfies z.ZodType<Refund>

/** `RefundRecord` on the wire. */
export const refundRecord = z.strictObject({ ...refund.shape, actor: z.string() }) satisfies z.ZodType<RefundRecord>

/** `NewRefund` on the wire. */
export const newRefund = z
  .strictObject({
    id: id('refund').optional(),
    kind: z.enum(['refund', 'goodwill']).optional(),
    reason: text(500).optional(),
    currency: z.string().max(3).optional(),
    lines: z
      .array(wantedLine)
      .min(1, 'Name a line, or leave `lines` out for everything that is left.')
      .max(LINES_PER_ORDER)
      .refine((lines) => new Set(lines.map(({ sku }) => sku)).size === lines.length, 'Each article stands in one line only.')
      .optional(),
    shipping: z.union([z.literal('all'), amountMinor.refine((amount) => 0 < amount, 'More than nothing.')]).optional(),
    preview: z.boolean().optional(),
  })
  .refine(({ id: own, preview }) => preview || own !== undefined, {
    path: ['id'],
    message: 'A refund brings its own id, rfd_ and 21 characters, so that sending it again gives nothing back twice.',
  })
  .refine(({ kind, lines = [] }) => kind !== 'goodwill' || lines.every(({ quantity }) => quantity === undefined), {
    path: ['lines'],
    message: 'Goodwill takes no pieces back: name amounts, or make it a refund.',
  }) satisfies z.ZodType<NewRefund>

const reversal = z.strictObject({
  affiliate: z.string(),
  line: z.int(),
  level: z.int(),
  amountMinor: z.int(),
  why: z.string(),
}) satisfies z.ZodType<Reversal>

const { id: _id, at: _at, ...outcome } = refund.shape

/** `RefundPreview` on the wire. */
export const refundPreview = z.strictObject({
  ...outcome,
  preview: z.literal(true),
  reversals: z.array(reversal),
}) satisfies z.ZodType<RefundPreview>
