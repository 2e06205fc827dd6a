import type { RowNote } from '@tributary/protocol/catalogue'
import type { OfferImage } from '@tributary/protocol/offer'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { type CatalogueOffer, type CatalogueVariant, MOST } from './catalogue.ts'
import type { ReadOffer, RowRules } from './catalogue-reading.ts'
import type { CsvRow } from './csv.ts'
import { readDescription, titleNotes } from './offer-text.ts'
import { isSafeSource } from './picture.ts'
import { columnOf, isVariant, saysNo, shopifyCell } from './shopify-row.ts'
import { readShopifyVariant, shopifyOptions, shopifySku } from './shopify-variant.ts'
import { slug } from './slug.ts'

export { isShopify } from './shopify-row.ts'

/**
 * Reads Shopify's product CSV: the rows of one handle are one product, each with a price or an option's value is a variant, and others add a picture. A price to
 * compare with is the regular price. What is not published, and what is a gift card, is told by line.
 */
export const shopifyRules = (digits: number): RowRules<CsvRow> => ({
  format: 'shopify-csv',
  columns: { sku: 'Variant SKU', handle: 'Handle' },
  notes: [],
  keysOf: (row) => (shopifyCell(row, 'handle') === '' ? { names: [] } : { group: shopifyCell(row, 'handle') }),
  readGroup(rows) {
    const [product] = rows
    const handle = product ? shopifyCell(product, 'handle') : ''
    const read = product && handle !== '' ? readProduct(handle, rows, digits) : { bad: rows.map(nameless), notSold: [], badSkus: [] }
    return { ...read, bad: read.bad.toSorted(byLine), notSold: read.notSold.toSorted(byLine) }
  },
})

const nameless = (row: CsvRow): RowNote => ({
  line: row.line,
  column: columnOf(row, 'handle'),
  reason: 'The handle is missing; it says which product a row belongs to.',
})

function readProduct(stated: string, rows: readonly CsvRow[], digits: number): ReadOffer {
  const [product] = rows
  if (!product) return { bad: [], notSold: [], badSkus: [] }
  const title = shopifyCell(product, 'title')
  const unsold = unsoldReason(product, title)
  if (unsold) return { bad: [], notSold: [{ line: product.line, ...unsold }], badSkus: [] }

  const handle = slug(stated) || slug(title) || 'offer'
  const fields = productFields(product, rows, title)
  const variants = readVariants(handle, product, rows, fields.ok ? fields.value.images : [], digits)
  const bad = [...(fields.ok ? [] : fields.error), ...variants.bad]
  if (bad.length > 0 || !fields.ok) return { bad, notSold: [], badSkus: variants.skus }
  const isHandleStated = handle === stated
  const { options, images } = variants
  return {
    offer: { ...fields.value, handle, isHandleStated, kind: 'product', images, options, variants: variants.variants, line: product.line },
    bad: [],
    notSold: variants.notes,
    badSkus: [],
  }
}

function unsoldReason(product: CsvRow, title: string): { readonly column: string; readonly reason: string } | undefined {
  const status = shopifyCell(product, 'status').toLowerCase()
  if (status === 'draft' || status === 'archived')
    return { column: 'Status', reason: `“${title}” is ${status === 'draft' ? 'a draft' : status}.` }
  if (saysNo(product, 'published')) return { column: columnOf(product, 'published'), reason: `“${title}” is not published.` }
  if (shopifyCell(product, 'giftCard').toLowerCase() !== 'true') return undefined
  return { column: columnOf(product, 'giftCard'), reason: `“${title}” is a gift card, which only the shop itself can redeem.` }
}

type ProductFields = Pick<CatalogueOffer, 'title' | 'description' | 'collections' | 'images'>

function productFields(product: CsvRow, rows: readonly CsvRow[], title: string): Result<ProductFields, RowNote[]> {
  const description = readDescription(shopifyCell(product, 'body'), { line: product.line, column: columnOf(product, 'body') })
  const images = imagesOf(rows, title)
  const bad = [
    ...titleNotes(title, 'title', { line: product.line, column: 'Title' }),
    ...(description.ok ? [] : [description.error]),
    ...(images.ok ? [] : images.error),
  ]
  if (bad.length > 0 || !description.ok || !images.ok) return fail(bad)
  return ok({ title, description: description.value, collections: collectionsOf(product), images: images.value })
}

// The type, each tag, and of a category (`Apparel > Shirts`) every part with the path to it.
function collectionsOf(product: CsvRow): string[] {
  const path = shopifyCell(product, 'category')
    .split('>')
    .map((part) => part.trim())
  const categories = path.flatMap((part, depth) => [path.slice(0, depth + 1).join(' > '), part])
  const tags = shopifyCell(product, 'tags')
    .split(',')
    .map((tag) => tag.trim())
  return [...new Set([shopifyCell(product, 'type'), ...tags, ...categories])].filter((name) => name !== '')
}

function imagesOf(rows: readonly CsvRow[], title: string): Result<OfferImage[], RowNote[]> {
  const stated = rows.filter((row) => shopifyCell(row, 'image') !== '')
  const unsafe = stated.filter((row) => !isPicture(shopifyCell(row, 'image')))
  if (unsafe.length > 0) return fail(unsafe.map((row) => pictureNote(row, 'image')))
  const placed = stated.map((row, index) => ({ row, place: Number(shopifyCell(row, 'imagePosition')) || index + 1 }))
  const images = placed
    .toSorted((a, b) => a.place - b.place)
    .map(({ row }) => ({ src: shopifyCell(row, 'image'), alt: shopifyCell(row, 'imageAlt') || title }))
  return ok(images.filter(({ src }, index) => images.findIndex((one) => one.src === src) === index))
}

const isPicture = (source: string): boolean => URL.canParse(source) && isSafeSource(source)

const pictureNote = (row: CsvRow, field: 'image' | 'variantImage'): RowNote => ({
  line: row.line,
  column: columnOf(row, field),
  reason: `“${shopifyCell(row, field)}” is not a web address of a picture (https://…).`,
})

interface ReadVariants extends Pick<CatalogueOffer, 'options' | 'images'> {
  readonly variants: readonly CatalogueVariant[]
  readonly bad: readonly RowNote[]
  readonly notes: readonly RowNote[]
  /** Of all rows, good or bad. */
  readonly skus: readonly string[]
}

function readVariants(
  handle: string,
  product: CsvRow,
  all: readonly CsvRow[],
  gallery: readonly OfferImage[],
  digits: number,
): ReadVariants {
  const rows = all.filter(isVariant)
  const options = shopifyOptions(product, rows)
  const [bad, notes, images]: [RowNote[], RowNote[], OfferImage[]] = [[], [], [...gallery]]
  const variants: CatalogueVariant[] = []
  const taken = new Map<string, number>()
  for (const row of rows) {
    const read = readShopifyVariant(row, handle, options, digits)
    const picture = shopifyCell(row, 'variantImage')
    if (picture !== '' && !isPicture(picture)) bad.push(pictureNote(row, 'variantImage'))
    if (!read.ok) {
      bad.push(...read.error)
      continue
    }
    const { variant } = read.value
    const key = JSON.stringify(variant.options)
    const first = taken.get(key)
    if (first !== undefined) {
      const what = variant.options.join(', ') || 'This product'
      bad.push({ line: row.line, column: 'Option1 Value', reason: `${what} stands in line ${first} already.` })
      continue
    }
    taken.set(key, row.line)
    notes.push(...read.value.notes)
    variants.push({ ...variant, image: indexOfImage(images, picture, shopifyCell(product, 'title')) })
  }
  if (rows.length === 0) bad.push({ line: product.line, column: columnOf(product, 'price'), reason: 'The price is missing.' })
  if (MOST.variants < variants.length) {
    bad.push({ line: product.line, column: 'Handle', reason: `It has ${variants.length} variants; at most ${MOST.variants} are taken.` })
  }
  const shown = options.map(({ name, values }) => ({ name, values }))
  return { options: shown, images, variants, bad, notes, skus: rows.map((row) => shopifySku(row, handle, options)) }
}

function indexOfImage(images: OfferImage[], src: string, alt: string): number | null {
  if (src === '') return null
  const known = images.findIndex((image) => image.src === src)
  return known === -1 ? images.push({ src, alt }) - 1 : known
}

const byLine = (a: RowNote, b: RowNote): number => a.line - b.line
