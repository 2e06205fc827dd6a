import { toDecimal } from '@tributary/protocol/money'
import { type Statement, totalOf } from '@tributary/protocol/statement'
import { type CsvCell, csvText } from './csv-cell.ts'
import { currencyDigits } from './program.ts'

/** A statement as CSV: its lines, between what it opens and closes with. */
export function statementCsv({ affiliate, period, currency, opening, lines, closing }: Statement): string {
  const amount = (amountMinor: number): CsvCell => ({ number: toDecimal(amountMinor, currencyDigits(currency)) })
  const row = (at: string, order: string, article: string, what: string, amountMinor: number, reference: string): CsvCell[] => [
    affiliate,
    period,
    at,
    order,
    article,
    what,
    currency,
    amount(amountMinor),
    reference,
  ]
  return csvText([
    ['affiliate', 'period', 'at', 'order', 'article', 'what', 'currency', 'amount', 'reference'],
    row('', '', '', 'opening', totalOf(opening), ''),
    ...lines.map(({ amountMinor, entry }) =>
      row(entry?.at ?? '', entry?.order ?? '', entry?.article ?? '', entry?.why ?? '(erased)', amountMinor, entry?.reference ?? ''),
    ),
    row('', '', '', 'closing', totalOf(closing), ''),
  ])
}
