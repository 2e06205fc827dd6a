import type { RowNote } from '@tributary/protocol/catalogue'
import type { OfferImage } from '@tributary/protocol/offer'
import { fail, ok, type Result } from '@tributary/protocol/result'
import type { CsvRow } from './csv.ts'
import { isSafeSource } from './picture.ts'
import { cell } from './woocommerce-row.ts'

/** The pictures of a row, all with this alternative text. An address may hold a comma, so the list is split where the next one begins. */
export function imagesOf(row: CsvRow, alt: string): Result<OfferImage[], RowNote[]> {
  const sources = cell(row, 'Images')
    .split(/,(?=\s*https?:)/)
    .map((source) => source.trim())
    .filter((source) => source !== '')
  const unsafe = sources.filter((source) => !URL.canParse(source) || !isSafeSource(source))
  if (unsafe.length === 0) return ok(sources.map((src) => ({ src, alt })))
  return fail(
    unsafe.map((source) => ({ line: row.line, column: 'Images', reason: `“${source}” is not a web address of a picture (https://…).` })),
  )
}
