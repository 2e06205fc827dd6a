import type { Commission } from '@tributary/protocol/commission'
import { formatMoney } from '@tributary/protocol/money'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { html } from 'hono/html'
import { currencyDigits } from '../core/program.ts'
import { day } from './day.ts'
import type { Html } from './page.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** What an affiliate's pages say money, days and states with. */
export type Words = Pick<ProgramPolicy, 'locale' | 'timeZone'>

/** An amount in whichever currency, for a person. */
export const moneyIn = ({ locale }: Pick<ProgramPolicy, 'locale'>, currency: string, amountMinor: number): string =>
  formatMoney({ currency, amountMinor }, currencyDigits(currency), locale)

/** An instant: how long ago in words, exactly on hover; what is further away than a month as its day. */
export function ago(words: Words, instant: string, now: Date): Html {
  const distance = Date.parse(instant) - now.getTime()
  const exact = new Intl.DateTimeFormat(words.locale, { dateStyle: 'long', timeStyle: 'short', timeZone: words.timeZone }).format(
    new Date(instant),
  )
  const text = Math.abs(distance) < 30 * DAY_MS ? relative(words, distance) : day(words, instant)
  return html`<time datetime="${instant}" title="${exact}">${text}</time>`
}

/** An instant with its time of day, in the program's time zone. */
export const moment = (words: Words, instant: string): Html =>
  html`<time datetime="${instant}">${new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: words.timeZone }).format(new Date(instant))}</time>`

/** How far a day is from now, in words: `in 22 days`. */
export const daysUntil = (words: Words, date: string, today: string): string =>
  new Intl.RelativeTimeFormat(words.locale, { numeric: 'auto' }).format(Math.round((Date.parse(date) - Date.parse(today)) / DAY_MS), 'day')

function relative({ locale }: Words, distanceMs: number): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const size = Math.abs(distanceMs)
  if (size < 60 * MINUTE_MS) return format.format(Math.round(distanceMs / MINUTE_MS), 'minute')
  if (size < DAY_MS) return format.format(Math.round(distanceMs / (60 * MINUTE_MS)), 'hour')
  return format.format(Math.round(distanceMs / DAY_MS), 'day')
}

/** Where a commission stands, in a few words with its date. */
export function stateWords(words: Words, { state, payableAt, isEstimate, test }: Commission): Html {
  const when = payableAt === undefined ? '' : day(words, payableAt)
  const estimate = isEstimate ? ' (an estimate)' : ''
  const texts: Record<Commission['state'], string> = {
    pending: `pending: payable on ${when}${estimate}`,
    held: `held until ${when}`,
    payable: 'payable',
    paid: 'paid out',
    reversed: 'taken back',
  }
  return html`${texts[state]}${test ? ' · test, never paid out' : ''}`
}

/** The level of a sale, as its earner calls it. */
export const levelWords = (level: number): string => (level === 0 ? 'your own sale' : `level ${level} of your network`)

/** Where a person is, and the way back to the overview. */
export const backLink = html`<p class="back"><a href="/affiliate">← Your page</a></p>`
