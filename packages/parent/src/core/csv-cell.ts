// What a spreadsheet takes for a formula when a cell begins with it (https://owasp.org/www-community/attacks/CSV_Injection).
const FORMULA = /^[=+\-@\t\r]/

/** A cell: text that somebody may have written, or a number of ours. */
export type CsvCell = string | { readonly number: string }

/** Rows as CSV (RFC 4180). Text that a spreadsheet would run begins with an apostrophe; numbers stay numbers. */
export const csvText = (rows: readonly (readonly CsvCell[])[]): string => rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('')

function cellText(cell: CsvCell): string {
  const text = typeof cell === 'string' ? cell.replace(FORMULA, (first) => `'${first}`) : cell.number
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
