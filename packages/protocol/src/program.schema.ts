import { z } from 'zod'
import { currencyExponent } from './currency.ts'
import { type AttributionPolicy, CUSTOMER_VIEWS, PAYMENT_TERMS, type ProgramFacts, type ProgramPolicy } from './program.ts'
import { text } from './text.schema.ts'

const country = z.string().regex(/^[A-Z]{2}$/, 'A country is two capital letters (ISO 3166-1), like DE.')
const amountMinor = z.int().min(0)
const keptDays = z.int().min(1).max(36_500).optional()
const basisPoints = z.int().min(0).max(10_000)

/** A web address that is safe to link to. */
export const httpUrl = z.url({ protocol: /^https?$/, error: 'An absolute address that begins with https:// or http://.' })

/** ISO 4217, upper case, of list one. */
export const currencyCode = z
  .string()
  .refine((code) => currencyExponent(code) !== undefined, 'A currency is a code of ISO 4217 list one, like EUR.')

const shippingMethod = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  title: text(80, 1),
  zones: z.array(
    z.strictObject({
      countries: z.array(country).min(1),
      rates: z
        .array(z.strictObject({ amountMinor, maxWeightGrams: z.int().min(1).optional(), minSubtotalMinor: amountMinor.optional() }))
        .min(1),
      days: z.strictObject({ min: z.int().min(0), max: z.int().min(0) }),
    }),
  ),
})

const links = z.strictObject({ terms: httpUrl, privacy: httpUrl, returns: httpUrl })

/** `AttributionPolicy` on the wire. */
export const attributionPolicy = z.strictObject({
  windowDays: z.int().min(1).max(400),
  model: z.enum(['last', 'first']),
  reach: z.enum(['network', 'any']),
  standDownSeconds: z.int().min(0).max(86_400),
  knownCustomerDays: z.int().min(0).max(3_650).optional(),
  hostedCookie: z.enum(['granted', 'denied']).optional(),
}) satisfies z.ZodType<AttributionPolicy>

/** `ProgramPolicy` as staff write it; everything that has a sensible default may be left out. */
export const programPolicy = z.strictObject({
  name: text(120, 1),
  currency: currencyCode,
  locale: z
    .string()
    .refine((locale) => isKnownToIntl(() => Intl.getCanonicalLocales(locale)), 'A locale is a language tag (BCP 47), like en or de-AT.')
    .default('en'),
  timeZone: z
    .string()
    .refine(
      (timeZone) => isKnownToIntl(() => new Intl.DateTimeFormat('en', { timeZone })),
      'A time zone is a name of the IANA database, like Europe/Berlin.',
    )
    .default('UTC'),
  links,
  contact: z.email(),
  staffEmails: z.array(z.email()).default([]),
  mailFrom: text(200, 3),
  payment: z.enum(PAYMENT_TERMS).default('invoice'),
  shipping: z.array(shippingMethod).min(1, 'At least one way of shipping is needed.'),
  tax: z.strictObject({
    included: z.boolean(),
    rates: z.record(country, z.record(z.string().regex(/^[a-z0-9-]{1,40}$/), basisPoints)),
    shippingClass: text(40, 1).default('standard'),
  }),
  attribution: attributionPolicy.default({ windowDays: 30, model: 'last', reach: 'network', standDownSeconds: 0 }),
  withdrawalDays: z.int().min(0).max(3_650).optional(),
  limits: z
    .strictObject({ quantityPerLine: z.int().min(1).max(9_999), totalMinor: z.int().min(1) })
    .default({ quantityPerLine: 99, totalMinor: 100_000_000 }),
  quote: z
    .strictObject({ minutes: z.int().min(1).max(1_440), honouredDays: z.int().min(1).max(30) })
    .default({ minutes: 30, honouredDays: 8 }),
  payout: z
    .strictObject({
      minimumMinor: z.record(currencyCode, amountMinor).optional(),
      floorMinor: z.record(currencyCode, amountMinor).optional(),
      dayOfMonth: z.int().min(1).max(28).optional(),
    })
    .optional(),
  joining: z.strictObject({ applications: z.enum(['open', 'closed']).default('open'), terms: httpUrl.optional() }).optional(),
  leads: z
    .strictObject({
      claimDays: z.int().min(0).max(1_825).optional(),
      expireDays: z.int().min(1).max(730).optional(),
      answerHours: z.int().min(1).max(720).optional(),
      takeoverShareBasisPoints: basisPoints.optional(),
      showsContact: z.boolean().optional(),
      affiliatesPropose: z.boolean().optional(),
      mailProviders: z.array(text(253, 1).toLowerCase()).max(1_000).optional(),
    })
    .optional(),
  affiliatesSee: z.enum(CUSTOMER_VIEWS).optional(),
  retention: z
    .strictObject({
      ordersDays: keptDays,
      leadsDays: keptDays,
      conversationsDays: keptDays,
      messagesDays: keptDays,
      unreadableDays: keptDays,
      claims: z.enum(['keep', 'end']).optional(),
    })
    .optional(),
}) satisfies z.ZodType<ProgramPolicy>

/** `ProgramFacts` as the offers answer carries it. */
export const programFacts = z.strictObject({
  id: z.string() as unknown as z.ZodType<ProgramFacts['id']>,
  name: z.string(),
  currency: z.strictObject({ code: z.string(), digits: z.int() }),
  countries: z.array(z.string()),
  taxIncluded: z.boolean(),
  delivery: z.strictObject({ min: z.int(), max: z.int() }).exactOptional(),
  links,
  contact: z.string(),
  sealKey: z.strictObject({ kid: z.string(), publicKey: z.string() }),
}) satisfies z.ZodType<ProgramFacts>

// Intl says no by throwing.
function isKnownToIntl(use: () => unknown): boolean {
  try {
    return use() !== undefined
  } catch {
    return false
  }
}
