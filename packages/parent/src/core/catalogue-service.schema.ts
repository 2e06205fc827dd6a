import { text } from '@tributary/protocol/text.schema'
import { z } from 'zod'
import { MOST } from './catalogue.ts'
import { decimal, describedOffer, isUnique, sku, taxClass } from './catalogue-json.schema.ts'

const price = z.discriminatedUnion(
  'kind',
  [z.strictObject({ kind: z.enum(['from', 'fixed']), amount: decimal }), z.strictObject({ kind: z.literal('on_request') })],
  'A price is { "kind": "from" or "fixed", "amount": "490.00" }, or { "kind": "on_request" }.',
)

const asked = {
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'The id of a question is small letters, digits and single hyphens.')
    .max(80),
  label: text(200, 1),
  help: text(500, 1).optional(),
  group: text(80, 1).optional(),
  isNeeded: z.boolean().default(false),
}

const choices = z
  .array(text(120, 1))
  .min(2, 'A choice needs at least two things to choose from.')
  .max(MOST.choices)
  .refine(isUnique, 'A choice stands here twice.')

// Each kind has its own bounds; one that is meant for another kind is a mistake, and is told.
const question = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ ...asked, kind: z.literal('text'), most: z.int().min(1).max(5_000).optional() }),
    z
      .strictObject({ ...asked, kind: z.literal('choice'), choices, most: z.int().min(1).optional() })
      .refine(({ most = 1, choices }) => most <= choices.length, { path: ['most'], error: 'There are not so many choices.' }),
    z
      .strictObject({
        ...asked,
        kind: z.literal('number'),
        least: z.number().optional(),
        most: z.number().optional(),
        unit: text(20, 1).optional(),
      })
      .refine(({ least = -Infinity, most = Infinity }) => least <= most, { path: ['most'], error: 'The largest is below the smallest.' }),
    z.strictObject({ ...asked, kind: z.literal('date') }),
    z.strictObject({ ...asked, kind: z.literal('budget') }),
    z.strictObject({ ...asked, kind: z.literal('file'), most: z.int().min(1).max(10).optional() }),
  ],
  'A question is of the kind text, choice, number, date, budget or file.',
)

const facts = z.strictObject({
  price,
  duration: text(120, 1).optional(),
  area: text(200, 1).optional(),
  answersWithinHours: z.int().min(1).max(720).optional(),
  questions: z
    .array(question)
    .max(MOST.questions)
    .refine((questions) => isUnique(questions.map(({ id }) => id)), 'Two questions have the same id.')
    .default([]),
  consents: z.array(text(1_000, 1)).max(MOST.consents).refine(isUnique, 'A consent stands here twice.').default([]),
  commissionTerms: text(300, 1).optional(),
})

/** A service of our own catalogue file. It has one variant, made from its price; its sku is the handle unless it is stated. */
export const catalogueService = z.strictObject({
  ...describedOffer,
  kind: z.literal('service'),
  sku: sku.optional(),
  taxClass,
  service: facts,
})

export type ParsedService = z.infer<typeof catalogueService>
export type ParsedQuestion = ParsedService['service']['questions'][number]
