import type { RowNote } from '@tributary/protocol/catalogue'
import { fromDecimal, toDecimal } from '@tributary/protocol/money'
import type { OfferOption } from '@tributary/protocol/offer'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { type CatalogueVariant, MOST } from './catalogue.ts'
import type { CsvRow } from './csv.ts'
import { gtinFailure } from './gtin.ts'
import { columnOf, MOST_OPTIONS, optionCell, type ShopifyField, saysNo, shopifyCell } from './shopify-row.ts'
import { slug } from './slug.ts'
import { gramsIn } from './weight.ts'

const MOST_PIECES = 1_000_000_000

// What a product without a choice says in the column of its only option.
const NO_CHOICE = { name: 'Title', value: 'Default Title' }

/** A variant as its row states it; which picture it has is its product's business. */
export type ShopifyVariant = Omit<CatalogueVariant, 'image'>

/** The options of a product, by their number from 1, with the values that its rows have. */
export function shopifyOptions(product: CsvRow, rows: readonly CsvRow[]): (OfferOption & { readonly number: number })[] {
  return Array.from({ length: MOST_OPTIONS }, (_, index) => index + 1).flatMap((number) => {
    const name = optionCell(product, number, 'name')
    const values = [...new Set(rows.map((row) => optionCell(row, number, 'value')).filter((value) => value !== ''))]
    const isNone = name === NO_CHOICE.name && values.every((value) => value === NO_CHOICE.value)
    return name === '' || isNone ? [] : [{ number, name, values }]
  })
}

/** Reads a variant. One without a SKU is sold under its product's handle and its own values, as its address in the shop would name it. */
export function readShopifyVariant(
  row: CsvRow,
  handle: string,
  options: readonly (OfferOption & { readonly number: number })[],
  digits: number,
): Result<{ readonly variant: ShopifyVariant; readonly notes: readonly RowNote[] }, RowNote[]> {
  const bad: RowNote[] = []
  const wrong = (field: ShopifyField, reason: string): undefined => {
    bad.push({ line: row.line, column: columnOf(row, field), reason })
    return undefined
  }
  const values = options.map(({ number, name }) => {
    const value = optionCell(row, number, 'value')
    if (value === '') bad.push({ line: row.line, column: `Option${number} Value`, reason: `The value for ${name} is missing.` })
    return value
  })
  const sku = shopifySku(row, handle, options)
  if (MOST.skuLength < sku.length) wrong('sku', `The SKU is longer than ${MOST.skuLength} characters.`)

  const money = (field: 'price' | 'compareAt'): number | undefined => {
    const typed = shopifyCell(row, field)
    if (typed === '') return field === 'price' ? wrong('price', 'The price is missing.') : undefined
    return fromDecimal(typed, digits) ?? wrong(field, `“${typed}” is not a price; write it like ${toDecimal(2_490, digits)}.`)
  }
  const price = money('price') ?? Number.NaN
  const compareAt = money('compareAt') ?? 0
  // A price to compare with is the regular one, where it is above what is asked now.
  const isReduced = price < compareAt
  const variant: ShopifyVariant = {
    sku,
    options: values,
    amountMinor: isReduced ? compareAt : price,
    saleMinor: isReduced ? price : null,
    saleStartsAt: null,
    saleEndsAt: null,
    taxClass: saysNo(row, 'taxable') ? 'none' : 'standard',
    weightGrams: weightOf(row, wrong),
    stock: stockOf(row, wrong),
    backorder: ['continue', 'true'].includes(shopifyCell(row, 'policy').toLowerCase()),
    line: row.line,
  }
  if (bad.length > 0) return fail(bad)
  const barcode = shopifyCell(row, 'barcode')
  const failure = barcode === '' ? undefined : gtinFailure(barcode)
  const notes = failure
    ? [{ line: row.line, column: columnOf(row, 'barcode'), reason: `${failure} The article is sold all the same.` }]
    : []
  return ok({ variant, notes })
}

type Wrong = (field: ShopifyField, reason: string) => undefined

/** The SKU of a row, stated or made. A value in a script without ASCII letters is named by its place. */
export const shopifySku = (row: CsvRow, handle: string, options: readonly (OfferOption & { readonly number: number })[]): string =>
  shopifyCell(row, 'sku') ||
  [
    handle,
    ...options.map(({ number, values }) => {
      const value = optionCell(row, number, 'value')
      return slug(value) || String(values.indexOf(value) + 1)
    }),
  ].join('-')

// The column of grams is in grams whatever the column of the unit says: that one is for the shop's own pages.
function weightOf(row: CsvRow, wrong: Wrong): number {
  const typed = shopifyCell(row, 'grams')
  if (typed === '' || saysNo(row, 'shipping')) return 0
  return gramsIn(typed, 'g') ?? wrong('grams', `“${typed}” is not a weight in grams; write digits, like 250.`) ?? 0
}

// Only what a tracker counts is counted. Fewer than none is what a shop owes on backorder.
function stockOf(row: CsvRow, wrong: Wrong): number | null {
  const typed = shopifyCell(row, 'quantity')
  if (shopifyCell(row, 'tracker') === '' || typed === '') return null
  if (/^-?\d{1,10}$/.test(typed) && Math.abs(Number(typed)) <= MOST_PIECES) return Math.max(0, Number(typed))
  wrong('quantity', `“${typed}” is not a number of pieces.`)
  return null
}
