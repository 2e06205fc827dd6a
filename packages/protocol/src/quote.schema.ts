import { z } from 'zod'
import { cartDiscount, codeAnswer } from './discount.schema.ts'
import { id, siteKey } from './id.schema.ts'
import { LINES_PER_ORDER, type PricedCart, type Quote, type QuoteRequest } from './quote.ts'
import { text } from './text.schema.ts'

/** ISO 3166-1 alpha-2. */
export const countryCode = z.string().regex(/^[A-Z]{2}$/, 'A country is two capital letters (ISO 3166-1), like DE.')

/** The lines of a cart: each sku once, quantities of at least 1. The program's own limit is judged later. */
export const cartLines = z
  .array(
    z.strictObject({
      sku: text(200, 1),
      quantity: z.int('A quantity is a whole number.').min(1, 'At least 1.').max(1_000_000, 'That is more than can be ordered.'),
    }),
  )
  .min(1, 'The cart is empty.')
  .max(LINES_PER_ORDER, `At most ${LINES_PER_ORDER} different articles in one order.`)
  .refine((lines) => new Set(lines.map(({ sku }) => sku)).size === lines.length, 'Each article stands in one line only.')

/** The id of a way of shipping. */
export const shippingId = text(40, 1)

/** `QuoteRequest` on the wire. */
export const quoteRequest = z.strictObject({
  site: siteKey,
  lines: cartLines,
  country: countryCode,
  postcode: text(20).optional(),
  region: text(100).optional(),
  shipping: shippingId.optional(),
  code: text(64).optional(),
  previous: z.string().max(24_000).optional(),
}) satisfies z.ZodType<QuoteRequest>

const shippingChoice = z.strictObject({
  id: z.string(),
  title: z.string(),
  amountMinor: z.int(),
  days: z.strictObject({ min: z.int(), max: z.int() }),
})

/** `PricedCart` on the wire. */
export const pricedCart = z.strictObject({
  currency: z.string(),
  country: z.string(),
  lines: z.array(
    z.strictObject({
      sku: z.string(),
      title: z.string(),
      variant: z.string(),
      quantity: z.int(),
      unitMinor: z.int(),
      discountMinor: z.int(),
      totalMinor: z.int(),
      taxBasisPoints: z.int(),
      taxMinor: z.int(),
    }),
  ),
  shipping: shippingChoice,
  totals: z.strictObject({
    subtotalMinor: z.int(),
    discountMinor: z.int(),
    shippingMinor: z.int(),
    taxMinor: z.int(),
    taxIncluded: z.boolean(),
    totalMinor: z.int(),
  }),
  discount: cartDiscount.optional(),
}) satisfies z.ZodType<PricedCart>

/** `Quote` on the wire. */
export const quote = z.strictObject({
  ...pricedCart.shape,
  id: id('quote'),
  code: codeAnswer.optional(),
  shippingChoices: z.array(shippingChoice),
  issuedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  honouredUntil: z.iso.datetime(),
  token: z.string(),
}) satisfies z.ZodType<Quote>
