import { z } from 'zod'
import { isAccountPlausible, type MaskedDetails, normalizeAccount, type PaymentDetails, type TransferList } from './payment-details.ts'
import { text } from './text.schema.ts'

const account = text(64, 4)
  .transform(normalizeAccount)
  .refine(isAccountPlausible, 'The check digits of this IBAN do not fit. Look at it again; two digits may be swapped.')

/** `PaymentDetails` on the wire. */
export const paymentDetails = z.strictObject({
  holder: text(120, 1),
  account,
  bank: text(40).optional(),
  taxId: text(40).optional(),
}) satisfies z.ZodType<PaymentDetails>

const shown = { holder: z.string(), account: z.string(), bank: z.string().optional(), taxId: z.string().optional() }

/** `MaskedDetails` on the wire. */
export const maskedDetails = z.strictObject({
  ...shown,
  changedAt: z.iso.datetime(),
  changedBy: z.string(),
}) satisfies z.ZodType<MaskedDetails>

/** `TransferList` on the wire. */
export const transferList = z.strictObject({
  transfers: z.array(z.strictObject({ payout: z.string(), affiliate: z.string(), currency: z.string(), amountMinor: z.int(), ...shown })),
  missing: z.array(z.strictObject({ payout: z.string(), affiliate: z.string() })),
}) satisfies z.ZodType<TransferList>
