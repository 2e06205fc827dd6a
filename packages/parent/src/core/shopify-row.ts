import type { CsvRow } from './csv.ts'

// Shopify calls its columns by other names since 2024; a file has the old ones or the new ones.
const NAMES = {
  handle: ['Handle', 'URL handle'],
  title: ['Title'],
  body: ['Body (HTML)', 'Description'],
  category: ['Product Category', 'Product category'],
  type: ['Type'],
  tags: ['Tags'],
  published: ['Published', 'Published on online store'],
  status: ['Status'],
  sku: ['Variant SKU', 'SKU'],
  grams: ['Variant Grams', 'Weight value (grams)'],
  tracker: ['Variant Inventory Tracker', 'Inventory tracker'],
  quantity: ['Variant Inventory Qty', 'Inventory quantity'],
  policy: ['Variant Inventory Policy', 'Continue selling when out of stock'],
  price: ['Variant Price', 'Price'],
  compareAt: ['Variant Compare At Price', 'Compare-at price'],
  shipping: ['Variant Requires Shipping', 'Requires shipping'],
  taxable: ['Variant Taxable', 'Charge tax'],
  barcode: ['Variant Barcode', 'Barcode'],
  image: ['Image Src', 'Product image URL'],
  imagePosition: ['Image Position', 'Image position'],
  imageAlt: ['Image Alt Text', 'Image alt text'],
  variantImage: ['Variant Image', 'Variant image URL'],
  giftCard: ['Gift Card', 'Gift card'],
} as const

/** What a column of Shopify's file says. */
export type ShopifyField = keyof typeof NAMES

/** The most options that a product of Shopify's has. */
export const MOST_OPTIONS = 3

/** Whether a header is that of Shopify's product export, old or new. */
export const isShopify = (header: readonly string[]): boolean =>
  (['handle', 'title', 'price'] as const).every((field) => NAMES[field].some((name) => header.includes(name))) &&
  [1].some((number) => header.includes(`Option${number} Name`) || header.includes(`Option${number} name`))

/** The name of a column in this file. */
export const columnOf = ({ cells }: CsvRow, field: ShopifyField): string => NAMES[field].find((name) => cells.has(name)) ?? NAMES[field][0]

/** A cell as it was typed. Spreadsheets keep a barcode's zeros by an apostrophe before it. */
export const shopifyCell = (row: CsvRow, field: ShopifyField): string =>
  (row.cells.get(columnOf(row, field)) ?? '').trim().replace(/^'/, '')

/** The name or the value of an option in a row, by its number from 1. */
export const optionCell = ({ cells }: CsvRow, number: number, part: 'name' | 'value'): string =>
  (cells.get(`Option${number} ${part === 'name' ? 'Name' : 'Value'}`) ?? cells.get(`Option${number} ${part}`) ?? '').trim()

/** Whether a cell says no: `false` in every export, whatever the spreadsheet did to its capitals. */
export const saysNo = (row: CsvRow, field: ShopifyField): boolean => shopifyCell(row, field).toLowerCase() === 'false'

/** Whether a row states a variant: others only add a picture. */
export const isVariant = (row: CsvRow): boolean => shopifyCell(row, 'price') !== '' || optionCell(row, 1, 'value') !== ''
