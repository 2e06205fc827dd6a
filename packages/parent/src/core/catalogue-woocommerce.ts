import type { RowNote } from '@tributary/protocol/catalogue'
import type { OfferImage, OfferOption } from '@tributary/protocol/offer'
import { type Catalogue, type CatalogueOffer, type CatalogueVariant, slug, withoutDuplicates } from './catalogue.ts'
import { isSafeSource } from './catalogue-json.ts'
import type { CsvFile, CsvRow } from './csv.ts'
import { plainDescription } from './description.ts'
import { attributesOf, readArticle, typesOf } from './woocommerce-row.ts'

const NOT_SOLD: Readonly<Record<string, string>> = {
  grouped: 'A grouped product is only a list of others; those are sold by themselves.',
  external: 'An external product is sold elsewhere, so it cannot be ordered here.',
}

/** Whether a header is that of WooCommerce's product export. */
export const isWooCommerce = (header: readonly string[]): boolean =>
  ['Type', 'SKU', 'Name', 'Regular price'].every((name) => header.includes(name))

/**
 * Reads WooCommerce's product CSV: simple and variable products with their variations. A variation that leaves an attribute empty fits
 * each of its values; it becomes one variant a value, with the value added to the SKU. A product hidden from the shop's lists is sold, but
 * stands in no collection.
 */
export function readWooCommerce({ header, rows, bad: badRows }: CsvFile, digits: number): Catalogue {
  const bad: RowNote[] = [...badRows]
  const notSold: RowNote[] = []
  const offers: CatalogueOffer[] = []
  const variations = new Map<string, CsvRow[]>()
  for (const row of rows) {
    if (!typesOf(row).includes('variation')) continue
    const parent = cell(row, 'Parent')
    variations.set(parent, [...(variations.get(parent) ?? []), row])
  }
  for (const row of rows) {
    const types = typesOf(row)
    if (types.includes('variation')) continue
    const foreign = types.find((type) => type in NOT_SOLD)
    if (foreign) {
      notSold.push({ line: row.line, column: 'Type', reason: `“${cell(row, 'Name')}” is not sold here. ${NOT_SOLD[foreign]}` })
    } else if (cell(row, 'Published') !== '1') {
      notSold.push({ line: row.line, column: 'Published', reason: `“${cell(row, 'Name')}” is not published.` })
    } else if (types.includes('simple') || types.includes('variable')) {
      const own = types.includes('variable') ? takeVariations(variations, row) : []
      const read = types.includes('variable') ? readVariable(row, own, header, digits) : readSimple(row, header, digits)
      bad.push(...read.bad)
      notSold.push(...read.notSold)
      if (read.offer) offers.push(read.offer)
    } else {
      bad.push({
        line: row.line,
        column: 'Type',
        reason: `“${cell(row, 'Type')}” is not a type that we know; we know simple, variable and variation.`,
      })
    }
  }
  for (const [parent, orphans] of variations) {
    for (const { line } of orphans)
      bad.push({ line, column: 'Parent', reason: `The variable product “${parent}” is not in this file, or is not sold.` })
  }
  const unique = withoutDuplicates(offers, 'SKU')
  return { format: 'woocommerce-csv', offers: unique.offers, bad: [...bad, ...unique.bad].sort(byLine), notSold: notSold.sort(byLine) }
}

interface ReadOffer {
  readonly offer?: CatalogueOffer
  readonly bad: readonly RowNote[]
  readonly notSold: readonly RowNote[]
}

// A variation names its product by SKU, or by `id:` and the number of the ID column.
function takeVariations(variations: Map<string, CsvRow[]>, row: CsvRow): CsvRow[] {
  const names = [cell(row, 'SKU'), `id:${cell(row, 'ID')}`].filter((name) => name !== '' && name !== 'id:')
  const own = names.flatMap((name) => variations.get(name) ?? [])
  for (const name of names) variations.delete(name)
  return own.sort(byLine)
}

function readSimple(row: CsvRow, header: readonly string[], digits: number): ReadOffer {
  const { article, bad } = readArticle(row, row, header, digits)
  const images = readImages(row, cell(row, 'Name'))
  const isBroken = bad.length > 0 || images.bad.length > 0 || !article
  if (isBroken) return { bad: [...bad, ...images.bad], notSold: [] }
  return {
    offer: { ...offerFields(row, images.images), options: [], variants: [{ ...article, options: [], image: null }] },
    bad: [],
    notSold: [],
  }
}

function readVariable(row: CsvRow, variations: readonly CsvRow[], header: readonly string[], digits: number): ReadOffer {
  const options = attributesOf(row).map(({ name, values }): OfferOption => ({ name, values }))
  const images = readImages(row, cell(row, 'Name'))
  const bad: RowNote[] = [...images.bad]
  const notSold: RowNote[] = []
  const pictures: OfferImage[] = [...images.images]
  const variants: CatalogueVariant[] = []
  for (const variation of variations) {
    if (cell(variation, 'Published') === '0' || cell(variation, 'Published') === '-1') {
      notSold.push({ line: variation.line, column: 'Published', reason: `“${cell(variation, 'Name')}” is not published.` })
      continue
    }
    const { article, bad: wrong } = readArticle(variation, row, header, digits)
    const chosen = chosenValues(variation, options)
    bad.push(...wrong, ...chosen.bad)
    if (!article || chosen.bad.length > 0) continue
    const image = ownPicture(variation, pictures)
    const combinations = combine(options, chosen.values)
    for (const values of combinations) {
      const added = values.filter((_, index) => chosen.values[index] === '')
      const sku = [article.sku, ...added.map(slug)].join('-')
      if (!variants.some((one) => one.options.join('\0') === values.join('\0'))) variants.push({ ...article, sku, options: values, image })
    }
    if (1 < combinations.length) {
      const open = options.filter((_, index) => chosen.values[index] === '').map(({ name }) => name)
      notSold.push({
        line: variation.line,
        column: 'Attribute value(s)',
        reason: `“${cell(variation, 'Name')}” fits any ${open.join(' and ')}; it is sold as ${combinations.length} variants, the value added to the SKU.`,
      })
    }
  }
  if (variants.length === 0 && bad.length === 0) {
    notSold.push({ line: row.line, column: 'Type', reason: `“${cell(row, 'Name')}” has no variation that can be sold.` })
  }
  if (variants.length === 0 || images.bad.length > 0) return { bad, notSold }
  const used = options.map(({ name, values }, index) => ({
    name,
    values: values.filter((value) => variants.some((one) => one.options[index] === value)),
  }))
  return { offer: { ...offerFields(row, pictures), options: used, variants }, bad, notSold }
}

function chosenValues(variation: CsvRow, options: readonly OfferOption[]): { values: string[]; bad: RowNote[] } {
  const own = new Map(attributesOf(variation).map(({ name, values }) => [name, values[0] ?? '']))
  const bad: RowNote[] = []
  const values = options.map(({ name, values: known }) => {
    const value = own.get(name) ?? ''
    if (value === '' || known.includes(value)) return value
    bad.push({
      line: variation.line,
      column: name,
      reason: `“${value}” is not one of the product’s values for ${name}: ${known.join(', ')}.`,
    })
    return value
  })
  return { values, bad }
}

// Every combination of values that agrees with the chosen ones; an empty choice stands for all.
const combine = (options: readonly OfferOption[], chosen: readonly string[]): string[][] =>
  options.reduce<string[][]>(
    (combinations, { values }, index) =>
      combinations.flatMap((before) => (chosen[index] ? [chosen[index]] : values).map((value) => [...before, value])),
    [[]],
  )

function offerFields(row: CsvRow, images: readonly OfferImage[]): Omit<CatalogueOffer, 'options' | 'variants'> {
  const title = cell(row, 'Name')
  const description = [cell(row, 'Short description'), cell(row, 'Description')].filter((part) => part !== '').join('\n\n')
  const isListed = cell(row, 'Visibility in catalog') !== 'hidden'
  return {
    handle: slug(title),
    kind: 'product',
    title,
    description: plainDescription(description),
    images,
    collections: isListed ? collections(row) : [],
    line: row.line,
  }
}

// "Clothing > Hoodies, Sale" stands for Clothing, Clothing > Hoodies and Sale: a placement may name the whole or the part.
function collections(row: CsvRow): string[] {
  const paths = cell(row, 'Categories')
    .split(/\s*,\s*/)
    .filter((path) => path !== '')
  return [...new Set(paths.flatMap((path) => path.split(/\s*>\s*/).map((_, depth, parts) => parts.slice(0, depth + 1).join(' > '))))]
}

function readImages(row: CsvRow, alt: string): { images: OfferImage[]; bad: RowNote[] } {
  const sources = cell(row, 'Images')
    .split(/\s*,\s*(?=https?:)/)
    .map((source) => source.trim())
    .filter((source) => source !== '')
  const unsafe = sources.find((source) => !isSafeSource(source) || !URL.canParse(source))
  if (unsafe) return { images: [], bad: [{ line: row.line, column: 'Images', reason: `“${unsafe}” is not a web address of a picture.` }] }
  return { images: sources.map((src) => ({ src, alt })), bad: [] }
}

function ownPicture(variation: CsvRow, pictures: OfferImage[]): number | null {
  const [own] = readImages(variation, cell(variation, 'Name')).images
  if (!own) return null
  const known = pictures.findIndex(({ src }) => src === own.src)
  return known === -1 ? pictures.push(own) - 1 : known
}

const cell = ({ cells }: CsvRow, name: string): string => (cells.get(name) ?? '').trim()

const byLine = (a: { line: number }, b: { line: number }): number => a.line - b.line
