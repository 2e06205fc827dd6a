import { z } from 'zod'
import { id } from './id.schema.ts'
import {
  type Amounts,
  COMPRESSIONS,
  LEVEL_BASES,
  type LevelRate,
  PLAN_KINDS,
  type Plan,
  type PlanFinding,
  type PlanRule,
  type PublishedPlan,
  type PublishPlan,
  type Qualification,
} from './plan.ts'
import { currencyCode } from './program.schema.ts'
import { text } from './text.schema.ts'

const amounts = z.record(currencyCode, z.int().min(0))
const basisPoints = z
  .int('A rate is a whole number of basis points: 10 % is 1000.')
  .min(0)
  .max(10_000, 'A rate is in basis points and at most 10000, which is 100 %.')

/** `LevelRate` on the wire. */
export const levelRate = z.union(
  [z.strictObject({ basisPoints }), z.strictObject({ fixedMinor: amounts })],
  'A level earns either `basisPoints` (10 % is 1000) or `fixedMinor` ({ "EUR": 500 } is 5.00 EUR a piece), and nothing else.',
) satisfies z.ZodType<LevelRate>

const levels = z.array(levelRate).min(1, 'Level 0, the direct affiliate, is needed.').max(50, 'At most 50 levels.')

const planRule = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'A rule is named by up to 40 of a–z, 0–9 and hyphens.'),
    offers: z.array(text(200, 1)).min(1).optional(),
    collections: z.array(text(200, 1)).min(1).optional(),
    kind: z.enum(['product', 'service']).optional(),
    levels,
  })
  .refine(({ offers, collections, kind }) => Boolean(offers ?? collections ?? kind), {
    message:
      'A rule says which offers it is for: `offers`, `collections` or `kind`. What holds for all of them stands in `levels` of the plan.',
  }) satisfies z.ZodType<PlanRule>

const qualification = z
  .strictObject({
    by: z.enum(['count', 'volume']),
    days: z.int().min(1).max(366),
    counts: z.enum(['retail', 'own']).default('retail'),
    steps: z.array(z.strictObject({ minimum: z.union([z.int().min(0), amounts]), depth: z.int().min(1).max(50) })).min(1),
  })
  .refine(({ by, steps }) => steps.every(({ minimum }) => (typeof minimum === 'number') === (by === 'count')), {
    path: ['steps'],
    message: 'By `count` a minimum is a number of orders; by `volume` it is minor units by currency, like { "EUR": 50000 }.',
  })
  .refine(({ steps }) => steps.every(({ depth }, index) => index === 0 || (steps[index - 1]?.depth ?? 0) < depth), {
    path: ['steps'],
    message: 'Steps go up: each one opens more levels than the one before.',
  })
  .refine(({ steps }) => steps.every(({ minimum }, index) => index === 0 || isMore(minimum, steps[index - 1]?.minimum)), {
    path: ['steps'],
    message: 'Steps go up: each one asks for more than the one before, in every currency.',
  }) satisfies z.ZodType<Qualification>

const isMore = (minimum: number | Amounts, before: number | Amounts = 0): boolean =>
  typeof minimum === 'number' || typeof before === 'number'
    ? Number(before) < Number(minimum)
    : Object.entries(minimum).every(([currency, amountMinor]) => (before[currency] ?? -1) < amountMinor)

const caps = z.strictObject({
  orderBasisPoints: basisPoints.optional(),
  orderMinor: amounts.optional(),
  affiliateOrderMinor: amounts.optional(),
  affiliateMonthMinor: amounts.optional(),
})

/** `Plan` as staff write it; everything that has a sensible default may be left out. */
export const plan = z.strictObject({
  kind: z.enum(PLAN_KINDS),
  name: text(120, 1),
  currencies: z.array(currencyCode).min(1, 'A plan names the currencies that it pays in.'),
  levels,
  levelBase: z.enum(LEVEL_BASES).default('base'),
  compression: z.enum(COMPRESSIONS).default('none'),
  depth: z.int().min(0).max(50).default(50),
  rules: z.array(planRule).max(200).default([]),
  qualification: qualification.optional(),
  caps: caps.default({}),
  minimumMinor: amounts.optional(),
  holdDays: z.int().min(0).max(366).default(14),
  assumedDeliveryDays: z.int().min(0).max(90).default(14),
  earnedOn: z.enum(['payment', 'confirmation']).default('payment'),
  ownPurchases: z.enum(['exclude', 'pay']).default('exclude'),
  marginBasisPoints: basisPoints.optional(),
  recruitingBonusMinor: amounts.optional(),
}) satisfies z.ZodType<Plan>

/** `PlanFinding` on the wire. */
export const planFinding = z.strictObject({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  pointer: z.string(),
  detail: z.string(),
  rule: z.string(),
}) satisfies z.ZodType<PlanFinding>

/** `PublishedPlan` on the wire. */
export const publishedPlan = z.strictObject({
  id: id('plan'),
  version: z.int(),
  effectiveAt: z.iso.datetime(),
  publishedAt: z.iso.datetime(),
  publishedBy: z.string(),
  note: z.string(),
  findings: z.array(planFinding),
  plan,
}) satisfies z.ZodType<PublishedPlan>

/** `PublishPlan` on the wire. */
export const publishPlan = z.strictObject({
  plan,
  effectiveAt: z.iso.datetime('An instant in UTC, like 2027-01-01T00:00:00Z.').optional(),
  note: text(2_000).optional(),
}) satisfies z.ZodType<PublishPlan>

/** A draft for the linter. */
export const lintRequest = z.strictObject({ plan })
