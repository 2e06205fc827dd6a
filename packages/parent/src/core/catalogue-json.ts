import type { RowNote } from '@tributary/protocol/catalogue'
import { fromDecimal, toDecimal } from '@tributary/protocol/money'
import { fail, ok, type Result } from '@tributary/protocol/result'
import type { z } from 'zod'
import {
  type Catalogue,
  type CatalogueOffer,
  type CatalogueVariant,
  saleFailure,
  type UnreadableFile,
  withoutDuplicates,
} from './catalogue.ts'
import { catalogueFile, catalogueOffer, type ParsedOffer, type ParsedVariant } from './catalogue-json.schema.ts'
import { catalogueService } from './catalogue-service.schema.ts'
import { serviceOffer, serviceSku } from './catalogue-service.ts'
import { plainDescription } from './description.ts'
import { sizedImages } from './picture.ts'
import { slug } from './slug.ts'

type Note = (path: readonly PropertyKey[], reason: string) => RowNote

/**
 * Reads our own catalogue format. A note's column is a JSON pointer; its line is that of the offer, variant or picture. `lineOf` finds the line of
 * a path in the file. Another currency than the program's is refused as a whole: no row of such a file can be right.
 */
export function readJsonCatalogue(
  file: unknown,
  lineOf: (path: readonly PropertyKey[]) => number,
  currency: { readonly code: string; readonly digits: number },
): Result<Catalogue, UnreadableFile> {
  const note: Note = (path, reason) => ({ line: lineOf(path), column: pointer(path), reason })
  const parsed = catalogueFile.safeParse(file)
  if (!parsed.success) return unreadable(issueNotes(parsed.error, [], note))
  if (parsed.data.currency !== currency.code) {
    return unreadable([note(['currency'], `The file is in ${parsed.data.currency}, this program sells in ${currency.code}.`)])
  }
  if (parsed.data.offers.length === 0) return unreadable([note(['offers'], 'The file holds no offers.')])

  const offers: CatalogueOffer[] = []
  const bad: RowNote[] = []
  const badSkus: string[] = []
  for (const [index, raw] of parsed.data.offers.entries()) {
    const read = readOffer(raw, ['offers', index], note, currency.digits)
    if (read.ok) offers.push(read.value)
    else {
      bad.push(...read.error)
      badSkus.push(...skusOf(raw))
    }
  }
  const unique = withoutDuplicates(offers, { sku: 'sku', handle: 'handle' })
  return ok({
    format: 'tributary-json',
    offers: unique.offers,
    bad: [...bad, ...unique.bad].sort((a, b) => a.line - b.line),
    notSold: [],
    badSkus: [...badSkus, ...unique.badSkus],
  })
}

const unreadable = (rows: readonly RowNote[]): Result<never, UnreadableFile> =>
  fail({ code: 'catalogue_invalid', detail: rows[0]?.reason ?? '', rows })

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
  const { backorder } = variant
  return { sku, options, amountMinor, saleMinor, saleStartsAt, saleEndsAt, taxClass, weightGrams, image, stock, backorder, line }
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

const issueNotes = (error: z.ZodError, path: readonly PropertyKey[], note: Note): RowNote[] =>
  error.issues.map((issue) => note([...path, ...issue.path], issue.message))

const pointer = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

// What a broken offer names as its skus, as far as it can be read.
function skusOf(raw: unknown): string[] {
  if (isService(raw)) return [serviceSku(raw as object)]
  const variants = (raw as { variants?: unknown } | null)?.variants
  return Array.isArray(variants) ? variants.map((one: { sku?: unknown } | null) => one?.sku).filter((sku) => typeof sku === 'string') : []
}
