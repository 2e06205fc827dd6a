import type { QuoteId } from '@tributary/protocol/id'
import type { ProgramPolicy } from '@tributary/protocol/program'
import type { PricedCart, Quote, QuoteLine } from '@tributary/protocol/quote'
import type { Keyring } from './keyring.ts'
import type { Priced } from './quote.ts'
import { readToken, signToken } from './token.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** What a quote token proves. Titles are left out: the catalogue has them, and an order must fit 32 KiB. Times are UTC milliseconds. */
export interface QuoteClaims extends Omit<PricedCart, 'lines'> {
  readonly id: QuoteId
  readonly lines: readonly Omit<QuoteLine, 'title' | 'variant'>[]
  readonly issuedAt: number
  readonly honouredUntil: number
}

/** A priced cart as a signed quote. */
export function signQuote(keyring: Keyring, policy: ProgramPolicy, priced: Priced, id: QuoteId, now: Date): Quote {
  const issuedAt = now.getTime()
  const honouredUntil = issuedAt + policy.quote.honouredDays * DAY_MS
  const { currency, country, shipping, totals } = priced
  const lines = priced.lines.map(({ title: _title, variant: _variant, ...line }) => line)
  const claims: QuoteClaims = { id, currency, country, lines, shipping, totals, issuedAt, honouredUntil }
  return {
    ...priced,
    id,
    issuedAt: now.toISOString(),
    expiresAt: new Date(issuedAt + policy.quote.minutes * MINUTE_MS).toISOString(),
    honouredUntil: new Date(honouredUntil).toISOString(),
    token: signToken(keyring, 'quote', claims),
  }
}

/** What a quote token proves, or `undefined` where it is altered or another program's. */
export const readQuote = (keyring: Keyring, token: string): QuoteClaims | undefined =>
  readToken(keyring, 'quote', token) as QuoteClaims | undefined
