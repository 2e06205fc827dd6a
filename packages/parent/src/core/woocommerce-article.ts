import type { RowNote } from '@tributary/protocol/catalogue'
import { fromDecimal, toDecimal } from '@tributary/protocol/money'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { type CatalogueVariant, MOST, saleFailure } from './catalogue.ts'
import type { CsvRow } from './csv.ts'
import { slug } from './slug.ts'
import { gramsIn, isWeightUnit } from './weight.ts'
import { cell, typesOf } from './woocommerce-row.ts'

/** An article of a row; which options it has and which picture is its product's business. */
export type Article = Omit<CatalogueVariant, 'options' | 'image'>

/** What of a file the reading of a row depends on. */
export interface FileFacts {
  readonly header: readonly string[]
  /** The decimals of the program's currency. */
  readonly digits: number
}

const MOST_PIECES = 1_000_000_000

/** Reads what is sold of a row: SKU, prices, tax class, weight, stock. `product` is the row that a variation inherits from, or the row itself. */
export function readArticle(row: CsvRow, product: CsvRow, { header, digits }: FileFacts): Result<Article, RowNote[]> {
  const bad: RowNote[] = []
  const wrong: Wrong = (column, reason) => {
    bad.push({ line: row.line, column, reason })
    return undefined
  }
  const sku = cell(row, 'SKU')
  if (sku === '') wrong('SKU', 'The SKU is missing; without it the article cannot be told from others.')
  if (MOST.skuLength < sku.length) wrong('SKU', `The SKU is longer than ${MOST.skuLength} characters.`)

  if (cell(row, 'Regular price') === '') wrong('Regular price', 'The price is missing.')
  const amountMinor = price(row, 'Regular price', digits, wrong) ?? Number.NaN
  const sale = {
    saleMinor: price(row, 'Sale price', digits, wrong) ?? null,
    saleStartsAt: instant(row, 'Date sale price starts', wrong, '00:00:00.000'),
    saleEndsAt: instant(row, 'Date sale price ends', wrong, '23:59:59.999'),
  }
  const failure = saleFailure({ amountMinor, ...sale }, (minor) => toDecimal(minor, digits))
  if (failure) wrong(failure.field === 'sale' ? 'Sale price' : 'Date sale price ends', failure.reason)
  const article: Article = {
    sku,
    amountMinor,
    ...sale,
    taxClass: taxClass(row, product),
    weightGrams: weight(row, product, header, wrong),
    stock: stock(row, product, wrong),
    backorder: ['1', 'yes', 'notify'].includes(cell(row, 'Backorders allowed?').toLowerCase()),
    line: row.line,
  }
  return bad.length > 0 ? fail(bad) : ok(article)
}

/** Whether a variation's pieces are counted with its product's, all variations together. */
export const sharesStock = (variation: CsvRow): boolean => cell(variation, 'Stock').toLowerCase() === 'parent'

type Wrong = (column: string, reason: string) => undefined

function price(row: CsvRow, column: string, digits: number, wrong: Wrong): number | undefined {
  const typed = cell(row, column)
  if (typed === '') return undefined
  return fromDecimal(typed, digits) ?? wrong(column, `“${typed}” is not a price; write it like ${toDecimal(2_490, digits)}.`)
}

// A day without a time: the sale starts with it and ends after it. The file names no time zone, so UTC counts.
function instant(row: CsvRow, column: string, wrong: Wrong, time: string): string | null {
  const typed = cell(row, column)
  if (typed === '') return null
  const [, day, clock = time, zone = 'Z'] =
    /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(typed) ?? []
  const at = day ? new Date(`${day}T${clock}${zone}`) : undefined
  // Without the second look the 30th of February would be the 2nd of March.
  const isReal = at && !Number.isNaN(at.getTime()) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day ?? '')
  if (isReal) return at.toISOString()
  wrong(column, `“${typed}” is not a date; write it like 2026-11-30.`)
  return null
}

function taxClass(row: CsvRow, product: CsvRow): string {
  if (['none', 'shipping'].includes(cell(product, 'Tax status').toLowerCase())) return 'none'
  const own = cell(row, 'Tax class')
  const name = own.toLowerCase() === 'parent' ? cell(product, 'Tax class') : own
  return slug(name.toLowerCase() === 'parent' ? '' : name.replace(/[- ]rate$/i, '')) || 'standard'
}

function weight(row: CsvRow, product: CsvRow, header: readonly string[], wrong: Wrong): number {
  if (typesOf(row).includes('virtual')) return 0
  const column = header.find((name) => /^weight\b/i.test(name))
  const typed = column ? cell(row, column) || cell(product, column) : ''
  if (!column || typed === '') return 0
  const unit = /\((\w+)\)$/.exec(column)?.[1]?.toLowerCase() ?? ''
  if (!isWeightUnit(unit)) return wrong(column, `“${unit}” is not a unit that we know; we know kg, g, lbs and oz.`) ?? 0
  return gramsIn(typed, unit) ?? wrong(column, `“${typed}” is not a weight; write digits with a point, like 0.25.`) ?? 0
}

// Without a number the shop does not count; "In stock?" 0 then says that there is none. Fewer than none is what a shop owes on backorder.
function stock(row: CsvRow, product: CsvRow, wrong: Wrong): number | null {
  const typed = cell(row, 'Stock')
  if (sharesStock(row)) return [row, product].some((one) => cell(one, 'In stock?') === '0' || cell(one, 'Stock') === '0') ? 0 : null
  if (typed === '') return cell(row, 'In stock?') === '0' ? 0 : null
  if (/^-?\d+(\.0+)?$/.test(typed) && Math.abs(Number(typed)) <= MOST_PIECES) return Math.max(0, Number(typed))
  wrong('Stock', `“${typed}” is not a number of pieces.`)
  return null
}
