import type { RowNote } from '@tributary/protocol/catalogue'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { type CatalogueOffer, MOST } from './catalogue.ts'
import type { ReadOffer, RowRules } from './catalogue-reading.ts'
import type { CsvRow } from './csv.ts'
import { plainDescription } from './description.ts'
import { titleNotes } from './offer-text.ts'
import { slug } from './slug.ts'
import { type FileFacts, readArticle } from './woocommerce-article.ts'
import { imagesOf } from './woocommerce-images.ts'
import { cell, collectionsOf, isPublished, textCell, typesOf } from './woocommerce-row.ts'
import { readVariations } from './woocommerce-variable.ts'

const REPEATED = 'it is paid again and again, which an order here is not'
const CHOSEN = 'what it consists of is chosen in the shop itself'

// The types of WooCommerce and of its best known extensions.
const NOT_SOLD: Readonly<Record<string, string>> = {
  grouped: 'a grouped product is only a list of others; those are sold by themselves',
  external: 'an external product is sold elsewhere, so it cannot be ordered here',
  subscription: REPEATED,
  'variable-subscription': REPEATED,
  subscription_variation: REPEATED,
  bundle: CHOSEN,
  composite: CHOSEN,
  booking: CHOSEN,
}

/** Whether a header is that of WooCommerce's product export. */
export const isWooCommerce = (header: readonly string[]): boolean =>
  ['Type', 'SKU', 'Name', 'Regular price'].every((name) => header.includes(name))

/**
 * Reads WooCommerce's product CSV: simple and variable products with their variations; virtual ones weigh nothing. A product hidden from the shop's
 * lists is sold, but stands in no collection. What is not sold here (grouped, external, not published) is told by line, with its variations.
 */
export const wooCommerceRules = (header: readonly string[], digits: number): RowRules<CsvRow> => ({
  format: 'woocommerce-csv',
  columns: { sku: 'SKU', handle: 'Name' },
  notes: [],
  keysOf: (row) => (typesOf(row).includes('variation') ? { joins: cell(row, 'Parent') } : { names: namesOf(row) }),
  readGroup: ([product, ...variations]) => (product ? readProduct(product, variations, { header, digits }) : NOTHING),
  readOrphans: (rows) => ({
    bad: rows.map((row) => ({ line: row.line, column: 'Parent', reason: orphaned(row) })),
    notSold: [],
    badSkus: rows.map((row) => cell(row, 'SKU')),
  }),
})

const NOTHING: ReadOffer = { bad: [], notSold: [], badSkus: [] }

// By these a variation names its product: by SKU, or by the number of the ID column.
const namesOf = (row: CsvRow): string[] => [cell(row, 'SKU'), `id:${cell(row, 'ID')}`].filter((name) => name !== '' && name !== 'id:')

function readProduct(row: CsvRow, variations: readonly CsvRow[], facts: FileFacts): ReadOffer {
  const types = typesOf(row)
  const name = cell(row, 'Name')
  const foreign = types.find((type) => Object.hasOwn(NOT_SOLD, type))
  if (foreign) return unsold(row, variations, 'Type', `“${name}” is not sold here: ${NOT_SOLD[foreign]}.`)
  if (!isPublished(row)) return unsold(row, variations, 'Published', `“${name}” is not published.`)
  if (types.includes('variable')) return readVariable(row, variations, facts)
  if (types.includes('simple')) return readSimple(row, variations, facts)
  const reason = `“${cell(row, 'Type')}” is not a type that we know; we know simple, variable and variation.`
  return broken([row, ...variations], [{ line: row.line, column: 'Type', reason }])
}

function readSimple(row: CsvRow, variations: readonly CsvRow[], facts: FileFacts): ReadOffer {
  const fields = productFields(row)
  const article = readArticle(row, row, facts)
  const strays = variations.map(({ line }) => ({ line, column: 'Parent', reason: `“${cell(row, 'Name')}” is not a variable product.` }))
  const bad = [...(fields.ok ? [] : fields.error), ...(article.ok ? [] : article.error), ...strays]
  if (bad.length > 0 || !fields.ok || !article.ok) return broken([row, ...variations], bad)
  const variants = [{ ...article.value, options: [], image: null }]
  return { offer: { ...fields.value, options: [], variants }, bad: [], notSold: [], badSkus: [] }
}

function readVariable(row: CsvRow, variations: readonly CsvRow[], facts: FileFacts): ReadOffer {
  const fields = productFields(row)
  const { options, variants, images, ...read } = readVariations(row, variations, fields.ok ? fields.value.images : [], facts)
  if (!fields.ok) {
    const badSkus = [...read.badSkus, ...variants.map(({ sku }) => sku)]
    return { bad: [...fields.error, ...read.bad], notSold: read.notSold, badSkus }
  }
  if (variants.length > 0) return { offer: { ...fields.value, images, options, variants }, ...read }
  const note = { line: row.line, column: 'Type', reason: `“${fields.value.title}” has no variation that can be sold.` }
  return { ...read, notSold: [note, ...read.notSold] }
}

// WooCommerce has a short description and a long one; the page shows one text.
function readDescription(row: CsvRow): Result<string, RowNote[]> {
  const tooLong = (column: string, most: number): Result<never, RowNote[]> =>
    fail([{ line: row.line, column, reason: `The description is longer than ${most} characters.` }])
  const parts: string[] = []
  for (const column of ['Short description', 'Description']) {
    const html = textCell(row, column)
    if (MOST.htmlLength < html.length) return tooLong(column, MOST.htmlLength)
    parts.push(plainDescription(html))
  }
  const description = parts.filter((part) => part !== '').join('\n\n')
  return description.length <= MOST.descriptionLength ? ok(description) : tooLong('Description', MOST.descriptionLength)
}

type ProductFields = Omit<CatalogueOffer, 'options' | 'variants'>

function productFields(row: CsvRow): Result<ProductFields, RowNote[]> {
  const title = cell(row, 'Name')
  const description = readDescription(row)
  const images = imagesOf(row, title)
  const bad = [
    ...titleNotes(title, 'name', { line: row.line, column: 'Name' }),
    ...(description.ok ? [] : description.error),
    ...(images.ok ? [] : images.error),
  ]
  if (bad.length > 0 || !description.ok || !images.ok) return fail(bad)
  const handle = slug(title) || slug(cell(row, 'SKU')) || 'offer'
  const collections = collectionsOf(row)
  return ok({
    handle,
    isHandleStated: false,
    kind: 'product',
    title,
    description: description.value,
    images: images.value,
    collections,
    line: row.line,
  })
}

const broken = (rows: readonly CsvRow[], bad: readonly RowNote[]): ReadOffer => ({
  bad,
  notSold: [],
  badSkus: rows.map((row) => cell(row, 'SKU')),
})

const unsold = (row: CsvRow, variations: readonly CsvRow[], column: string, reason: string): ReadOffer => ({
  bad: [],
  notSold: [row, ...variations].map(({ line }) => ({ line, column: line === row.line ? column : 'Parent', reason })),
  badSkus: [],
})

const orphaned = (row: CsvRow): string =>
  cell(row, 'Parent') === '' ? 'The variation names no product.' : `The variable product “${cell(row, 'Parent')}” is not in this file.`
