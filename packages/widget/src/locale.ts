import { formatMoney, type ProgramFacts } from '@tributary/sdk'
import { words } from './words/card.ts'

/** The page's language where our words are in it too: an English page from Ireland gets Irish numbers, a German page English ones, as its words are. */
export const pageLocale = (): string =>
  document.documentElement.lang.startsWith(words.language) ? document.documentElement.lang : words.language

/** Writes amounts of a program's currency. */
export const moneyOf =
  ({ currency: { code, digits } }: ProgramFacts, locale: string) =>
  (amountMinor: number): string =>
    formatMoney({ amountMinor, currency: code }, digits, locale)

/** Says of an element in which language its texts are and in which direction they run, whatever the page around it says of itself. */
export function speakOn(host: HTMLElement): void {
  host.lang = words.language
  host.dir = words.direction
}
