const COLUMNS = [
  'ID',
  'Type',
  'SKU',
  'Name',
  'Published',
  'Visibility in catalog',
  'Short description',
  'Description',
  'Date sale price starts',
  'Date sale price ends',
  'Tax status',
  'Tax class',
  'In stock?',
  'Stock',
  'Backorders allowed?',
  'Weight (kg)',
  'Sale price',
  'Regular price',
  'Categories',
  'Images',
  'Parent',
  'Attribute 1 name',
  'Attribute 1 value(s)',
  'Attribute 2 name',
  'Attribute 2 value(s)',
] as const

/** What a test says of a row of WooCommerce's export; the rest is that of a simple product which costs 10.00. */
export type WooCommerceRow = Partial<Record<(typeof COLUMNS)[number], string>>

const USUAL: WooCommerceRow = {
  Type: 'simple',
  Published: '1',
  'Visibility in catalog': 'visible',
  'Tax status': 'taxable',
  'In stock?': '1',
}

/** WooCommerce's product CSV; the first of the rows is line 2. `rename` gives columns other names. */
export function buildWooCommerce(rows: readonly WooCommerceRow[], rename: Readonly<Record<string, string>> = {}): string {
  const lines = rows.map((row) => {
    const price = row.Type?.startsWith('variable') ? '' : '10'
    const whole: WooCommerceRow = { ...USUAL, SKU: 'mug', Name: 'Mug', 'Regular price': price, ...row }
    return COLUMNS.map((column) => quoted(whole[column] ?? '')).join(',')
  })
  return `${[COLUMNS.map((column) => rename[column] ?? column).join(','), ...lines].join('\n')}\n`
}

/** A variable product with one attribute or two, each with its values. */
export const variable = (row: WooCommerceRow, ...attributes: readonly (readonly [name: string, values: string])[]): WooCommerceRow => ({
  Type: 'variable',
  SKU: 'tee',
  Name: 'Tee',
  ...withAttributes(attributes),
  ...row,
})

/** A variation of it. */
export const variation = (row: WooCommerceRow, ...attributes: readonly (readonly [name: string, value: string])[]): WooCommerceRow => ({
  Type: 'variation',
  Name: `Tee - ${attributes.map(([, value]) => value).join(', ')}`,
  Parent: 'tee',
  ...withAttributes(attributes),
  ...row,
})

const withAttributes = ([first, second]: readonly (readonly [string, string])[]): WooCommerceRow => ({
  ...(first && { 'Attribute 1 name': first[0], 'Attribute 1 value(s)': first[1] }),
  ...(second && { 'Attribute 2 name': second[0], 'Attribute 2 value(s)': second[1] }),
})

const quoted = (value: string): string => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)
