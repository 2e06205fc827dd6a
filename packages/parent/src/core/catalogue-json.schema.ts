import { text } from '@tributary/protocol/text.schema'
import { z } from 'zod'
import { MOST } from './catalogue.ts'
import { isSafeSource } from './picture.ts'

/** The value of `format` by which our own catalogue is recognised. */
export const JSON_FORMAT = 'tributary/1'

/** A price as it stands in a file: `"24.90"`. */
export const decimal = z.string('A price is a decimal in quotes, like "24.90".').regex(/^\d{1,13}([.,]\d{1,6})?$/, {
  error: ({ input }) => `“${String(input)}” is not a price; write digits with a point, like "24.90".`,
})

/** Whether no value stands there twice. */
export const isUnique = (values: readonly string[]): boolean => new Set(values).size === values.length

const instant = z.iso.datetime({ offset: true, error: 'A moment is written like 2026-11-30T00:00:00Z.' })

/** What an article is called in orders. */
export const sku = text(MOST.skuLength, 1)

/** How an article is taxed. */
export const taxClass = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'A tax class is small letters, digits and hyphens, like reduced.')
  .default('standard')

const variant = z.strictObject({
  sku,
  options: z.array(text(120, 1)).default([]),
  price: decimal,
  salePrice: decimal.optional(),
  saleStartsAt: instant.optional(),
  saleEndsAt: instant.optional(),
  taxClass,
  weightGrams: z.int().min(0).max(100_000_000),
  measure: text(40, 1).optional(),
  measureBase: text(40, 1).optional(),
  image: z.int().min(0).optional(),
  stock: z.int().min(0).max(1_000_000_000).optional(),
  backorder: z.boolean().default(false),
})

const image = z.strictObject({
  src: z
    .string()
    .max(2_000)
    .refine(isSafeSource, 'A picture is https://…, http://…, or a path below the media folder, like media/mug.svg.'),
  alt: text(500),
  width: z.int().min(1).max(100_000).optional(),
  height: z.int().min(1).max(100_000).optional(),
})

const option = z.strictObject({
  name: text(80, 1),
  values: z.array(text(120, 1)).min(1).refine(isUnique, 'A value stands here twice.'),
})

/** What a product and a service both say. */
export const describedOffer = {
  handle: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'A handle is small letters, digits and single hyphens.')
    .max(80)
    .optional(),
  title: text(MOST.titleLength, 1),
  description: text(MOST.descriptionLength).default(''),
  images: z.array(image).max(50).default([]),
  collections: z.array(text(200, 1)).default([]),
}

/** One product of our own catalogue file. Everything that has a sensible default may be left out. */
export const catalogueOffer = z.strictObject({
  ...describedOffer,
  kind: z.literal('product', 'An offer is of the kind product or service.').default('product'),
  options: z
    .array(option)
    .max(5)
    .refine((options) => isUnique(options.map(({ name }) => name)), 'Two options have the same name.')
    .default([]),
  variants: z.array(variant).min(1, 'An offer needs at least one variant.').max(MOST.variants),
})

/** Our own catalogue file; its offers are checked one by one, so that each can be left out alone. */
export const catalogueFile = z.strictObject({
  format: z.literal(JSON_FORMAT),
  currency: z.string(),
  offers: z.array(z.unknown()).max(MOST.offers),
})

export type ParsedOffer = z.infer<typeof catalogueOffer>
export type ParsedVariant = ParsedOffer['variants'][number]
