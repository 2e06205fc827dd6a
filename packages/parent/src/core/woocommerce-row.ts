import type { RowNote } from '@tributary/protocol/catalogue'
import { fromDecimal } from '@tributary/protocol/money'
import type { CatalogueVariant } from './catalogue.ts'
import { slug } from './catalogue.ts'
import type { CsvRow } from './csv.ts'

/** An article of a row; which options it has and which picture is its product's business. */
export type Article = Omit<CatalogueVariant, 'options' | 'image'>

const GRAMS_PER_UNIT: Readonly<Record<string, number>> = { kg: 1_000, g: 1, lbs: 453.59237, oz: 28.349523125 }
const MOST_GRAMS = 100_000_000
const MOST_SKU_LENGTH = 150

/** The types of a row: "simple, downloadable, virtual" has three. */
export const typesOf = (row: CsvRow): string[] =>
  cell(row, 'Type')
    .toLowerCase()
    .split(/\s*,\s*/)

/** The attributes of a row in the order of their columns, with their values. */
export function attributesOf(row: CsvRow): { readonly name: string; readonly values: string[] }[] {
  const attributes: { name: string; values: string[] }[] = []
  for (let number = 1; row.cells.has(`Attribute ${number} name`); number++) {
    const name = cell(row, `Attribute ${number} name`)
    const values = cell(row, `Attribute ${number} value(s)`)
      .split(/\s*,\s*/)
      .filter((value) => value !== '')
    if (name !== '') attributes.push({ name, values: [...new Set(values)] })
  }
  return attributes
}

/** Reads what is sold of a row: SKU, prices, tax class, weight, stock. `product` is the row that a variation inherits from. */
export function readArticle(
  row: CsvRow,
  product: CsvRow,
  header: readonly string[],
  digits: number,
): { article?: Article; bad: RowNote[] } {
  const bad: RowNote[] = []
  const wrong = (column: string, reason: string): undefined => {
    bad.push({ line: row.line, column, reason })
    return undefined
  }
  const sku = cell(row, 'SKU')
  if (sku === '') wrong('SKU', 'The SKU is missing; without it the article cannot be told from others.')
  if (MOST_SKU_LENGTH < sku.length) wrong('SKU', `The SKU is longer than ${MOST_SKU_LENGTH} characters.`)
  if (cell(product, 'Name') === '') wrong('Name', 'The name is missing.')

  const amountMinor = price(row, 'Regular price', digits, wrong)
  if (amountMinor === undefined && cell(row, 'Regular price') === '') wrong('Regular price', 'The price is missing.')
  const saleMinor = price(row, 'Sale price', digits, wrong)
  if (amountMinor !== undefined && saleMinor !== undefined && amountMinor <= saleMinor) {
    wrong('Sale price', `The sale price ${cell(row, 'Sale price')} is not below the regular price ${cell(row, 'Regular price')}.`)
  }
  const article: Article = {
    sku,
    amountMinor: amountMinor ?? 0,
    saleMinor: saleMinor ?? null,
    saleStartsAt: instant(row, 'Date sale price starts', wrong, '00:00:00.000Z'),
    saleEndsAt: instant(row, 'Date sale price ends', wrong, '23:59:59.999Z'),
    taxClass: taxClass(row, product),
    weightGrams: weight(row, product, header, wrong),
    stock: stock(row, wrong),
    backorder: ['1', 'notify'].includes(cell(row, 'Backorders allowed?')),
    line: row.line,
  }
  return bad.length > 0 ? { bad } : { article, bad }
}

type Wrong = (column: string, reason: string) => undefined

function price(row: CsvRow, column: string, digits: number, wrong: Wrong): number | undefined {
  const typed = cell(row, column)
  if (typed === '') return undefined
  const minor = fromDecimal(typed, digits)
  return minor ?? wrong(column, `“${typed}” is not a price; write digits with a point, like 24.90.`)
}

// A day without a time: the sale starts with it and ends after it, UTC.
function instant(row: CsvRow, column: string, wrong: Wrong, time: string): string | null {
  const typed = cell(row, column)
  if (typed === '') return null
  const iso = /^\d{4}-\d{2}-\d{2}$/.test(typed) ? `${typed}T${time}` : typed.replace(' ', 'T')
  const at = Date.parse(/(Z|[+-]\d{2}:?\d{2})$/.test(iso) ? iso : `${iso}Z`)
  if (!Number.isNaN(at)) return new Date(at).toISOString()
  wrong(column, `“${typed}” is not a date; write it like 2026-11-30.`)
  return null
}

function taxClass(row: CsvRow, product: CsvRow): string {
  if (cell(product, 'Tax status') === 'none') return 'none'
  const own = cell(row, 'Tax class')
  const name = own === 'parent' ? cell(product, 'Tax class') : own
  return name === '' || name === 'parent' ? 'standard' : slug(name.replace(/-rate$/, ''))
}

function weight(row: CsvRow, product: CsvRow, header: readonly string[], wrong: Wrong): number {
  const column = header.find((name) => /^Weight \((kg|g|lbs|oz)\)$/.test(name))
  if (!column || typesOf(row).includes('virtual')) return 0
  const typed = cell(row, column) || cell(product, column)
  if (typed === '') return 0
  const grams = Math.round(Number(typed.replace(',', '.')) * (GRAMS_PER_UNIT[column.slice(8, -1)] ?? 1))
  if (0 <= grams && grams <= MOST_GRAMS) return grams
  wrong(column, `“${typed}” is not a weight.`)
  return 0
}

// Without a number the shop does not count; "In stock?" 0 then says that there is none.
function stock(row: CsvRow, wrong: Wrong): number | null {
  const typed = cell(row, 'Stock')
  if (typed === '' || typed === 'parent') return cell(row, 'In stock?') === '0' ? 0 : null
  const count = Number(typed)
  if (Number.isInteger(count) && Math.abs(count) <= 1_000_000_000) return Math.max(0, count)
  wrong('Stock', `“${typed}” is not a number of pieces.`)
  return null
}

const cell = ({ cells }: CsvRow, name: string): string => (cells.get(name) ?? '').trim()
