import { formatMoney, toDecimal } from '@tributary/protocol/money'
import type { Offer } from '@tributary/protocol/offer'
import type { ProgramFacts } from '@tributary/protocol/program'

/** Amounts of one currency as one locale writes them, by their decimal: `{ "24.90": "€24.90" }`. */
export interface WrittenAmounts {
  readonly locale: string
  readonly currency: string
  readonly texts: Readonly<Record<string, string>>
}

/** Every amount that the cards of these offers may say, written. */
export function writtenAmounts({ code, digits }: ProgramFacts['currency'], offers: readonly Offer[], locale: string): WrittenAmounts {
  const texts = offers
    .flatMap(amountsOf)
    .map((amountMinor) => [toDecimal(amountMinor, digits), formatMoney({ currency: code, amountMinor }, digits, locale)])
  return { locale, currency: code, texts: Object.fromEntries(texts) }
}

const amountsOf = ({ variants, service }: Offer): number[] => [
  ...variants.flatMap(({ amountMinor, regularMinor, unit }) => [amountMinor, regularMinor ?? [], unit?.amountMinor ?? []].flat()),
  ...(service && 'amountMinor' in service.price ? [service.price.amountMinor] : []),
]
