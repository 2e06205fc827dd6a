import { z } from 'zod'
import { type CartDiscount, CODE_REASONS, type CodeAnswer, DISCOUNT_KINDS, type Discount, type NewDiscount } from './discount.ts'
import { isAffiliateCode, isReservedCode, normalizeCode } from './id.ts'
import { text } from './text.schema.ts'

const MOST_MINOR = Number.MAX_SAFE_INTEGER
const instant = z.iso.datetime('A time is ISO 8601 in UTC, like 2026-12-01T00:00:00Z.')
const count = z.int('A limit is a whole number.').min(1, 'At least 1.')

// What a customer types is read by `normalizeCode`, as affiliates' codes are; a letter that it drops would make two codes one.
const code = text(40, 3)
  .refine((typed) => /^[0-9A-Za-z][0-9A-Za-z _-]*$/.test(typed), 'A code has letters A to Z, digits, spaces, hyphens and underscores.')
  .refine((typed) => isAffiliateCode(normalizeCode(typed)), 'A code has 3 to 32 letters and digits.')
  .refine(
    (typed) => !isReservedCode(normalizeCode(typed)),
    'A code that begins with ZZ or SITE would be read as a link’s short id or a site key.',
  )

const fields = {
  code,
  title: text(100, 1),
  kind: z.enum(DISCOUNT_KINDS),
  basisPoints: z.int().min(1, 'At least 1 (0.01 %).').max(10_000, 'At most 10000 (100 %).').optional(),
  amountMinor: z.int().min(1, 'At least 1.').max(MOST_MINOR).optional(),
  validFrom: instant.optional(),
  validUntil: instant.optional(),
  useLimit: count.optional(),
  customerLimit: count.optional(),
  minimumMinor: z.int().min(0).max(MOST_MINOR).optional(),
}

/** `NewDiscount` on the wire. */
export const newDiscount = z
  .strictObject({ ...fields, test: z.boolean().optional() })
  .refine(({ kind, basisPoints }) => (kind === 'percent') === (basisPoints !== undefined), {
    path: ['basisPoints'],
    message: 'A percent discount says its share in `basisPoints`, and no other does.',
  })
  .refine(({ kind, amountMinor }) => (kind === 'amount') === (amountMinor !== undefined), {
    path: ['amountMinor'],
    message: 'An amount discount says its `amountMinor`, and no other does.',
  })
  .refine(
    ({ validFrom, validUntil }) => validFrom === undefined || validUntil === undefined || Date.parse(validFrom) < Date.parse(validUntil),
    { path: ['validUntil'], message: 'It ends after it begins.' },
  ) satisfies z.ZodType<NewDiscount>

/** `Discount` on the wire. */
export const discount = z.strictObject({
  ...fields,
  code: z.string(),
  currency: z.string(),
  uses: z.int(),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  test: z.boolean(),
}) satisfies z.ZodType<Discount>

/** `CartDiscount` on the wire. */
export const cartDiscount = z.strictObject({
  code: z.string(),
  title: z.string(),
  amountMinor: z.int(),
}) satisfies z.ZodType<CartDiscount>

/** `CodeAnswer` on the wire. */
export const codeAnswer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('discount'), ...cartDiscount.shape }),
  z.strictObject({ kind: z.literal('affiliate') }),
  z.strictObject({
    kind: z.literal('refused'),
    reason: z.enum(CODE_REASONS),
    missingMinor: z.int().optional(),
    validFrom: z.iso.datetime().optional(),
  }),
]) satisfies z.ZodType<CodeAnswer>
