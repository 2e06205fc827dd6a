import type { RowNote } from '@tributary/protocol/catalogue'
import { fromDecimal, toDecimal } from '@tributary/protocol/money'
import { fail, ok, type Result } from '@tributary/protocol/result'
import type { z } from 'zod'
import { type CatalogueOffer, type CatalogueVariant, saleFailure } from './catalogue.ts'
import { catalogueOffer, type ParsedOffer, type ParsedVariant } from './catalogue-json.schema.ts'
import type { ReadOffer } from './catalogue-reading.ts'
import { catalogueService } from './catalogue-service.schema.ts'
import { serviceOffer, serviceSku } from './catalogue-service.ts'
import { plainDescription } from './description.ts'
import { jsonLines } from './json-lines.ts'
import { readMeasure } from './measure.ts'
import { sizedImages } from './picture.ts'
import { slug } from './slug.ts'

/** An offer of a file, as it stands there: its text, its line, and its place in the list. */
export interface JsonRow {
  readonly line: number
  readonly index: number
  readonly text: string
}

/** Says something of a path of the file. */
export type Note = (path: readonly PropertyKey[], reason: string) => RowNote

/** Reads an offer, or says what is wrong with it. A note's column is a JSON pointer; its line is that of the offer, variant or picture. */
export function readJsonOffer({ line, index, text }: JsonRow, digits: number): ReadOffer {
  const raw: unknown = JSON.parse(text)
  // Lines are found in a list of one, which is what the offer stood in.
  const lineOf = jsonLines(`{"offers":[${text}]}`)
  const note: Note = ([, , ...inside], reason) => ({
    line: line - 1 + lineOf(['offers', 0, ...inside]),
    column: pointer(['offers', index, ...inside]),
    reason,
  })
  const read = readOffer(raw, ['offers', index], note, digits)
  return read.ok ? { offer: read.value, bad: [], notSold: [], badSkus: [] } : { bad: read.error, notSold: [], badSkus: skusOf(raw) }
}

function readOffer(raw: unknown, path: readonly PropertyKey[], note: Note, digits: number): Result<CatalogueOffer, RowNote[]> {
  if (isService(raw)) return readService(raw, path, note, digits)
  const parsed = catalogueOffer.safeParse(raw)
  if (!parsed.success) return fail(issueNotes(parsed.error, path, note))
  const { handle, kind, title, description, images, options, collections, variants } = parsed.data
  const notes = optionNotes(parsed.data, path, note)
  const read = variants.map((variant, index) => {
    const inside = (field: string, reason: string): void => {
      notes.push(note([...path, 'variants', index, field], reason))
    }
    if (variant.image !== undefined && images.length <= variant.image) inside('image', `There is no picture ${variant.image}.`)
    return readVariant(variant, note([...path, 'variants', index], '').line, inside, digits)
  })
  if (notes.length > 0) return fail(notes)
  return ok({
    handle: handle ?? (slug(title) || slug(variants[0]?.sku ?? '') || 'offer'),
    isHandleStated: handle !== undefined,
    kind,
    title,
    description: plainDescription(description),
    images: sizedImages(images),
    options,
    collections,
    variants: read,
    line: note(path, '').line,
  })
}

function readService(raw: unknown, path: readonly PropertyKey[], note: Note, digits: number): Result<CatalogueOffer, RowNote[]> {
  const parsed = catalogueService.safeParse(raw)
  if (!parsed.success) return fail(issueNotes(parsed.error, path, note))
  return serviceOffer(parsed.data, (field, reason) => note([...path, ...field], reason), digits)
}

const isService = (raw: unknown): boolean => (raw as { kind?: unknown } | null)?.kind === 'service'

function readVariant(
  variant: ParsedVariant,
  line: number,
  wrong: (field: string, reason: string) => void,
  digits: number,
): CatalogueVariant {
  const {
    sku,
    options,
    price,
    salePrice,
    saleStartsAt = null,
    saleEndsAt = null,
    taxClass,
    weightGrams,
    measure: typed,
    measureBase,
    image = null,
    stock = null,
  } = variant
  const amount = (field: string, typed: string): number => {
    const minor = fromDecimal(typed, digits)
    if (minor === undefined) wrong(field, `“${typed}” is finer than the currency’s smallest unit, or too large.`)
    return minor ?? Number.NaN
  }
  const amountMinor = amount('price', price)
  const saleMinor = salePrice === undefined ? null : amount('salePrice', salePrice)
  const failure = saleFailure({ amountMinor, saleMinor, saleStartsAt, saleEndsAt }, (minor) => toDecimal(minor, digits))
  if (failure) wrong(failure.field === 'sale' ? 'salePrice' : 'saleEndsAt', failure.reason)
  const measure = typed === undefined ? undefined : readMeasure(typed, measureBase)
  if (typed !== undefined && !measure)
    wrong('measure', `“${typed}”${measureBase ? ` for ${measureBase}` : ''} is not a measure; write it like 750 ml, or 350 g.`)
  const { backorder } = variant
  return {
    ...{ sku, options, amountMinor, saleMinor, saleStartsAt, saleEndsAt, taxClass, weightGrams, image, stock, backorder, line },
    ...(measure && { measure }),
  }
}

function optionNotes({ options, variants }: ParsedOffer, offerPath: readonly PropertyKey[], note: Note): RowNote[] {
  const seen = new Set<string>()
  return variants.flatMap((variant, index) => {
    const path = [...offerPath, 'variants', index, 'options']
    if (variant.options.length !== options.length) {
      return [note(path, `Expected one value for each of the ${options.length} options, received ${variant.options.length}.`)]
    }
    const strange = variant.options.findIndex((value, at) => !options[at]?.values.includes(value))
    if (strange !== -1) return [note(path, `“${variant.options[strange]}” is not a value of ${options[strange]?.name}.`)]
    const key = JSON.stringify(variant.options)
    if (seen.has(key)) return [note(path, `Another variant is ${variant.options.join(', ') || 'the same'} already.`)]
    seen.add(key)
    return []
  })
}

/** What a schema found, by its paths below another. */
export const issueNotes = (error: z.ZodError, path: readonly PropertyKey[], note: Note): RowNote[] =>
  error.issues.map((issue) => note([...path, ...issue.path], issue.message))

/** A path as a JSON pointer. */
export const pointer = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

// What a broken offer names as its skus, as far as it can be read.
function skusOf(raw: unknown): string[] {
  if (isService(raw)) return [serviceSku(raw as object)]
  const variants = (raw as { variants?: unknown } | null)?.variants
  return Array.isArray(variants) ? variants.map((one: { sku?: unknown } | null) => one?.sku).filter((sku) => typeof sku === 'string') : []
}
