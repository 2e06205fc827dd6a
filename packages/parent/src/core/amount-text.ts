import { toDecimal } from '@tributary/protocol/money'
import { currencyDigits } from './program.ts'

// Making one takes about a hundred times as long as using it, and an order's letters hold a dozen amounts. As many as there are currencies and locales.
const formats = new Map<string, Intl.NumberFormat>()

/** What `formatMoney` says of an amount, for where very many are said: the formats are kept. */
export function amountText(currency: string, amountMinor: number, locale: string): string {
  const digits = currencyDigits(currency)
  const key = `${currency} ${locale}`
  const style = { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const
  const format = formats.get(key) ?? new Intl.NumberFormat(locale, style)
  formats.set(key, format)
  return format.format(toDecimal(amountMinor, digits) as unknown as number)
}
