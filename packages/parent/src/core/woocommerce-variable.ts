import type { RowNote } from '@tributary/protocol/catalogue'
import type { OfferImage, OfferOption } from '@tributary/protocol/offer'
import { type CatalogueVariant, MOST } from './catalogue.ts'
import type { CsvRow } from './csv.ts'
import { slug } from './slug.ts'
import { type FileFacts, readArticle, sharesStock } from './woocommerce-article.ts'
import { imagesOf } from './woocommerce-images.ts'
import { attributesOf, cell, isPublished } from './woocommerce-row.ts'

// Attributes stand in columns by number, and which number it is says nothing to a person.
const ATTRIBUTES = 'Attribute value(s)'

/** What is sold of a variable product. Options hold only values that some variant has. */
export interface ReadVariations {
  readonly options: readonly OfferOption[]
  readonly variants: readonly CatalogueVariant[]
  readonly images: readonly OfferImage[]
  readonly bad: readonly RowNote[]
  readonly notSold: readonly RowNote[]
  readonly badSkus: readonly string[]
}

/**
 * Reads the variations of a product. One that leaves an attribute empty fits each of its values; it becomes one variant a value, with the value
 * added to its SKU, where no variation is there for that value alone.
 */
export function readVariations(product: CsvRow, rows: readonly CsvRow[], gallery: readonly OfferImage[], facts: FileFacts): ReadVariations {
  const options = optionsOf(product, rows)
  const [bad, notSold, badSkus]: [RowNote[], RowNote[], string[]] = [[], [], []]
  const images = [...gallery]
  const taken = new Map<string, CatalogueVariant>()
  // Those with one combination first: an empty attribute stands for the values that are left.
  const fits = rows.map((row) => fit(row, options)).sort((a, b) => a.combinations.length - b.combinations.length)
  for (const one of fits) {
    if (cell(one.row, 'Published') !== '' && !isPublished(one.row)) {
      notSold.push(noteOf(one.row, 'Published', `“${nameOf(one.row)}” is not published.`))
      continue
    }
    const article = readArticle(one.row, product, facts)
    const own = imagesOf(one.row, [cell(product, 'Name'), ...one.chosen].filter((part) => part !== '').join(', '))
    const failures = [...one.bad, ...contradiction(one, taken), ...(article.ok ? [] : article.error), ...(own.ok ? [] : own.error)]
    if (failures.length > 0 || !article.ok || !own.ok) {
      bad.push(...failures)
      badSkus.push(cell(one.row, 'SKU'), ...one.combinations.map((values) => skuOf(one, values, options)))
      continue
    }
    const image = indexOfImage(images, own.value[0])
    const free = one.combinations.filter((values) => !taken.has(keyOf(values)))
    for (const values of free) taken.set(keyOf(values), { ...article.value, sku: skuOf(one, values, options), options: values, image })
    notSold.push(...restrictions(one, options, free.length, article.value.stock))
  }
  const variants = [...taken.values()].sort((a, b) => a.line - b.line)
  return { options: usedOf(options, variants), variants, images, bad, notSold, badSkus }
}

// An attribute that no variation names only describes the product; where none is named, each one fits all. One without values tells nothing apart.
function optionsOf(product: CsvRow, variations: readonly CsvRow[]): OfferOption[] {
  const named = new Set(variations.flatMap((row) => attributesOf(row).map(({ name }) => name)))
  const all = attributesOf(product)
  return all.filter(({ name, values }) => values.length > 0 && (named.size === 0 || named.has(name)))
}

interface Fit {
  readonly row: CsvRow
  /** One value for each option; empty stands for any. */
  readonly chosen: readonly string[]
  readonly combinations: readonly (readonly string[])[]
  readonly bad: readonly RowNote[]
}

function fit(row: CsvRow, options: readonly OfferOption[]): Fit {
  const own = attributesOf(row)
  const wrong = (reason: string): RowNote => noteOf(row, ATTRIBUTES, reason)
  const bad = own.flatMap(({ name, values }): RowNote[] => {
    const option = options.find((one) => one.name === name)
    const [value] = values
    if (value === undefined) return []
    if (!option) return [wrong(`The product has no values for ${name}; this variation says “${value}”.`)]
    if (1 < values.length) return [wrong(`A variation has one value for ${name}, this one has ${values.length}: ${values.join(', ')}.`)]
    return option.values.includes(value)
      ? []
      : [wrong(`“${value}” is not one of the product’s values for ${name}: ${option.values.join(', ')}.`)]
  })
  const chosen = options.map(({ name }) => own.find((one) => one.name === name)?.values[0] ?? '')
  if (bad.length > 0) return { row, chosen, combinations: [], bad }
  const count = options.reduce((product, { values }, index) => product * (chosen[index] ? 1 : values.length), 1)
  if (count <= MOST.variants) return { row, chosen, combinations: combine(options, chosen), bad }
  return { row, chosen, combinations: [], bad: [wrong(`It stands for ${count} variants; at most ${MOST.variants} are taken.`)] }
}

const combine = (options: readonly OfferOption[], chosen: readonly string[]): string[][] =>
  options.reduce<string[][]>(
    (combinations, { values }, index) =>
      combinations.flatMap((before) => (chosen[index] ? [chosen[index]] : values).map((value) => [...before, value])),
    [[]],
  )

function contradiction({ row, chosen, combinations }: Fit, taken: ReadonlyMap<string, CatalogueVariant>): RowNote[] {
  const owners = combinations.map((values) => taken.get(keyOf(values)))
  const [first] = owners
  if (first === undefined || owners.includes(undefined)) return []
  const values = chosen.filter((value) => value !== '').join(', ') || 'Every value'
  return [noteOf(row, ATTRIBUTES, `${values} stands in line ${first.line} already.`)]
}

// A value in a script without ASCII letters is named by its place.
function skuOf({ row, chosen }: Fit, values: readonly string[], options: readonly OfferOption[]): string {
  const added = values.flatMap((value, index) => {
    const place = (options[index]?.values.indexOf(value) ?? 0) + 1
    return chosen[index] ? [] : [slug(value) || String(place)]
  })
  return [cell(row, 'SKU'), ...added].join('-')
}

function restrictions({ row, chosen }: Fit, options: readonly OfferOption[], count: number, stock: number | null): RowNote[] {
  const notes: RowNote[] = []
  const open = options.filter((_, index) => chosen[index] === '').map(({ name }) => name)
  if (open.length > 0) {
    const variants = count === 1 ? 'one variant' : `${count} variants`
    const reason = `“${nameOf(row)}” fits any ${open.join(' and ')}; it is sold as ${variants}, with the value added to the SKU.`
    notes.push(noteOf(row, ATTRIBUTES, reason))
  }
  if (sharesStock(row) && stock === null) {
    const reason = `The stock of “${nameOf(row)}” is counted for all variations together, which we cannot do; it is sold uncounted.`
    notes.push(noteOf(row, 'Stock', reason))
  }
  return notes
}

function indexOfImage(images: OfferImage[], own: OfferImage | undefined): number | null {
  if (!own) return null
  const known = images.findIndex(({ src }) => src === own.src)
  return known === -1 ? images.push(own) - 1 : known
}

const usedOf = (options: readonly OfferOption[], variants: readonly CatalogueVariant[]): OfferOption[] =>
  options.map(({ name, values }, index) => ({
    name,
    values: values.filter((value) => variants.some((one) => one.options[index] === value)),
  }))

const keyOf = (values: readonly string[]): string => JSON.stringify(values)

const nameOf = (row: CsvRow): string => cell(row, 'Name') || cell(row, 'SKU')

const noteOf = ({ line }: CsvRow, column: string, reason: string): RowNote => ({ line, column, reason })
