import { toDecimal } from '@tributary/protocol/money'
import type { SimulationReport } from '@tributary/protocol/sale'
import { type CsvCell, csvText } from './csv-cell.ts'
import { currencyDigits } from './program.ts'

/** What came of a replay as CSV: first what each currency sums to (`affiliate` is `total`), then each affiliate, whoever loses most first. */
export function simulationCsv({ totals, differences }: SimulationReport): string {
  const amount = (currency: string, amountMinor: number): CsvCell => ({ number: toDecimal(amountMinor, currencyDigits(currency)) })
  return csvText([
    ['affiliate', 'currency', 'base', 'live', 'draft', 'difference', 'breakage'],
    ...totals.map(({ currency, baseMinor, liveMinor, draftMinor, breakageMinor }) => [
      'total',
      currency,
      amount(currency, baseMinor),
      amount(currency, liveMinor),
      amount(currency, draftMinor),
      amount(currency, draftMinor - liveMinor),
      amount(currency, breakageMinor),
    ]),
    ...differences.map(({ affiliate, currency, liveMinor, draftMinor, differenceMinor }) => [
      affiliate,
      currency,
      '',
      amount(currency, liveMinor),
      amount(currency, draftMinor),
      amount(currency, differenceMinor),
      '',
    ]),
  ])
}
