import type { CsvRow } from './csv.ts'

/** A cell as it was typed. WooCommerce writes an apostrophe before what a spreadsheet would take for a formula. */
export const cell = ({ cells }: CsvRow, name: string): string => (cells.get(name) ?? '').trim().replace(/^'(?=[=+\-@])/, '')

/** A cell that holds a list: split by commas, of which `\,` is one inside a value. */
export const listCell = (row: CsvRow, name: string): string[] =>
  cell(row, name)
    .split(/(?<!\\),/)
    .map((value) => value.replaceAll('\\,', ',').trim())
    .filter((value) => value !== '')

/** A cell of longer text: WooCommerce writes `\n` for a new line, and `\\n` for what was typed as `\n`. */
export const textCell = (row: CsvRow, name: string): string =>
  cell(row, name).replace(/\\(\\?)n/g, (_, escaped: string) => (escaped ? '\\n' : '\n'))

/** The types of a row: "simple, downloadable, virtual" has three. */
export const typesOf = (row: CsvRow): string[] => listCell(row, 'Type').map((type) => type.toLowerCase())

/** Whether a row is published. Where the file has no such column, everything is. */
export const isPublished = (row: CsvRow): boolean => !row.cells.has('Published') || cell(row, 'Published') === '1'

/** The attributes of a row in the order of their columns, with their values. */
export function attributesOf(row: CsvRow): { readonly name: string; readonly values: readonly string[] }[] {
  const attributes: { name: string; values: string[] }[] = []
  for (let number = 1; row.cells.has(`Attribute ${number} name`); number++) {
    const name = cell(row, `Attribute ${number} name`)
    if (name !== '') attributes.push({ name, values: [...new Set(listCell(row, `Attribute ${number} value(s)`))] })
  }
  return attributes
}

/**
 * The collections of a row: "Clothing > Hoodies, Sale" stands in Clothing, Clothing > Hoodies, Hoodies and Sale, so that a placement may name the
 * path or its last part. What the shop keeps out of its own lists (visibility hidden or search) stands in none.
 */
export function collectionsOf(row: CsvRow): string[] {
  if (['hidden', 'search'].includes(cell(row, 'Visibility in catalog').toLowerCase())) return []
  return [
    ...new Set(
      listCell(row, 'Categories').flatMap((path) => {
        const parts = path.split('>').map((part) => part.trim())
        return [...parts.map((_, depth) => parts.slice(0, depth + 1).join(' > ')), parts.at(-1) ?? '']
      }),
    ),
  ].filter((name) => name !== '')
}
