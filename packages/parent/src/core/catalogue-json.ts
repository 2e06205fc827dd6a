import type { RowNote } from '@tributary/protocol/catalogue'
import { fromDecimal } from '@tributary/protocol/money'
import { text } from '@tributary/protocol/text.schema'
import { z } from 'zod'
import { type Catalogue, type CatalogueOffer, type CatalogueVariant, slug, withoutDuplicates } from './catalogue.ts'
import { plainDescription } from './description.ts'

/** The value of `format` by which our own catalogue is recognised. */
export const JSON_FORMAT = 'tributary/1'

const decimal = z.string().regex(/^\d{1,13}([.,]\d{1,6})?$/, 'A price is a decimal in quotes, like "24.90".')

const imageSource = z
  .string()
  .refine(isSafeSource, 'A picture is https://…, http://…, or a path below the media folder, like media/mug.svg.')

const variantSchema = z.strictObject({
  sku: text(200, 1),
  options: z.array(text(120, 1)).default([]),
  price: decimal,
  salePrice: decimal.optional(),
  saleStartsAt: z.iso.datetime({ offset: true }).optional(),
  saleEndsAt: z.iso.datetime({ offset: true }).optional(),
  taxClass: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .default('standard'),
  weightGrams: z.int().min(0).max(100_000_000),
  image: z.int().min(0).optional(),
  stock: z.int().min(0).max(1_000_000_000).optional(),
  backorder: z.boolean().default(false),
})

const offerSchema = z.strictObject({
  handle: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'A handle is small letters, digits and single hyphens.')
    .max(80)
    .optional(),
  kind: z.enum(['product']).default('product'),
  title: text(300, 1),
  description: text(20_000).default(''),
  images: z
    .array(z.strictObject({ src: imageSource, alt: text(500), width: z.int().min(1).optional(), height: z.int().min(1).optional() }))
    .max(50)
    .default([]),
  options: z
    .array(z.strictObject({ name: text(80, 1), values: z.array(text(120, 1)).min(1) }))
    .max(5)
    .default([]),
  collections: z.array(text(200, 1)).default([]),
  variants: z.array(variantSchema).min(1, 'An offer needs at least one variant.').max(1_000),
})

const fileSchema = z.strictObject({ format: z.literal(JSON_FORMAT), currency: z.string(), offers: z.array(z.unknown()) })

type ParsedOffer = z.infer<typeof offerSchema>
type ParsedVariant = z.infer<typeof variantSchema>

/** Whether a picture's address may be shown: absolute over HTTP, or relative without leaving its folder. */
export function isSafeSource(source: string): boolean {
  if (URL.canParse(source)) return /^https?:$/.test(new URL(source).protocol)
  return /^[\w][\w./%-]*$/.test(source) && !source.split('/').includes('..')
}

/**
 * Reads our own catalogue format. Notes name the line of the offer's `"title"` or of the first sku, since JSON keeps no lines of its own.
 * `lineOf` finds the line of a piece of text in the file.
 */
export function readJsonCatalogue(
  file: unknown,
  lineOf: (needle: string) => number,
  currency: { code: string; digits: number },
): Catalogue {
  const format = 'tributary-json'
  const parsed = fileSchema.safeParse(file)
  if (!parsed.success) {
    return {
      format,
      offers: [],
      notSold: [],
      bad: parsed.error.issues.map((issue) => ({ line: 1, column: issue.path.join('/'), reason: issue.message })),
    }
  }
  if (parsed.data.currency !== currency.code) {
    const reason = `The file is in ${parsed.data.currency}, this program sells in ${currency.code}.`
    return { format, offers: [], notSold: [], bad: [{ line: lineOf('"currency"'), column: 'currency', reason }] }
  }
  const bad: RowNote[] = []
  const offers: CatalogueOffer[] = []
  for (const [index, raw] of parsed.data.offers.entries()) {
    const read = readOffer(raw, index, lineOf, currency.digits)
    if (Array.isArray(read)) bad.push(...read)
    else offers.push(read as CatalogueOffer)
  }
  const unique = withoutDuplicates(offers, 'sku')
  return { format, offers: unique.offers, bad: [...bad, ...unique.bad], notSold: [] }
}

function readOffer(raw: unknown, index: number, lineOf: (needle: string) => number, digits: number): CatalogueOffer | RowNote[] {
  const name = (raw as { handle?: unknown; title?: unknown } | null)?.handle ?? (raw as { title?: unknown } | null)?.title
  const line = typeof name === 'string' ? lineOf(JSON.stringify(name)) : 1
  const note = (path: readonly PropertyKey[], reason: string): RowNote => ({ line, column: ['offers', index, ...path].join('/'), reason })
  const parsed = offerSchema.safeParse(raw)
  if (!parsed.success) return parsed.error.issues.map((issue) => note(issue.path, issue.message))

  const offer = parsed.data
  const notes = optionNotes(offer, note)
  const variants = offer.variants.map((variant, at): CatalogueVariant => {
    const read = readVariant(variant, digits, lineOf(JSON.stringify(variant.sku)))
    notes.push(...read.reasons.map(([field, reason]) => note(['variants', at, field], reason)))
    if (variant.image !== undefined && offer.images.length <= variant.image)
      notes.push(note(['variants', at, 'image'], `There is no picture ${variant.image}.`))
    return read.variant
  })
  if (notes.length > 0) return notes
  const { title, images, options, collections, kind } = offer
  return {
    handle: offer.handle ?? slug(title),
    kind,
    title,
    description: plainDescription(offer.description),
    images: images.map(({ src, alt, width, height }) => ({ src, alt, ...(width && height && { width, height }) })),
    options,
    collections,
    variants,
    line,
  }
}

function optionNotes({ options, variants }: ParsedOffer, note: (path: readonly PropertyKey[], reason: string) => RowNote): RowNote[] {
  const seen = new Set<string>()
  return variants.flatMap((variant, at) => {
    const path = ['variants', at, 'options']
    if (variant.options.length !== options.length) {
      return [note(path, `Expected one value for each of the ${options.length} options, received ${variant.options.length}.`)]
    }
    const strange = variant.options.findIndex((value, index) => !options[index]?.values.includes(value))
    if (strange !== -1) return [note(path, `“${variant.options[strange]}” is not a value of ${options[strange]?.name}.`)]
    const key = JSON.stringify(variant.options)
    if (seen.has(key)) return [note(path, `Another variant is ${variant.options.join(', ') || 'the same'} already.`)]
    seen.add(key)
    return []
  })
}

function readVariant(variant: ParsedVariant, digits: number, line: number): { variant: CatalogueVariant; reasons: [string, string][] } {
  const reasons: [string, string][] = []
  const price = fromDecimal(variant.price, digits)
  const sale = variant.salePrice === undefined ? null : fromDecimal(variant.salePrice, digits)
  if (price === undefined) reasons.push(['price', `“${variant.price}” is finer than the currency’s smallest unit.`])
  if (sale === undefined) reasons.push(['salePrice', `“${variant.salePrice}” is finer than the currency’s smallest unit.`])
  if (price !== undefined && sale !== null && sale !== undefined && price <= sale)
    reasons.push(['salePrice', 'The sale price must be below the price.'])
  return {
    reasons,
    variant: {
      sku: variant.sku,
      options: variant.options,
      amountMinor: price ?? 0,
      saleMinor: sale ?? null,
      saleStartsAt: variant.saleStartsAt ?? null,
      saleEndsAt: variant.saleEndsAt ?? null,
      taxClass: variant.taxClass,
      weightGrams: variant.weightGrams,
      image: variant.image ?? null,
      stock: variant.stock ?? null,
      backorder: variant.backorder,
      line,
    },
  }
}
