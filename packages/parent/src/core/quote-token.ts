import type { CodeAnswer } from '@tributary/protocol/discount'
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
  /** When the first quote of this cart was issued. */
  readonly firstIssuedAt: number
  readonly honouredUntil: number
}

/**
 * A priced cart as a signed quote. `previous` is the token of the quote before it of the same cart: the moment of its first quote goes on. One that
 * is not ours, or whose promise has run out, begins anew.
 */
export function signQuote(
  keyring: Keyring,
  policy: ProgramPolicy,
  priced: Priced,
  {
    id,
    now,
    previous = '',
    code,
  }: { readonly id: QuoteId; readonly now: Date; readonly previous?: string | undefined; readonly code?: CodeAnswer | undefined },
): Quote {
  const issuedAt = now.getTime()
  const before = readQuote(keyring, previous)
  const firstIssuedAt = before && issuedAt <= before.honouredUntil ? Math.min(before.firstIssuedAt, issuedAt) : issuedAt
  const honouredUntil = issuedAt + policy.quote.honouredDays * DAY_MS
  const { currency, country, shipping, totals, discount } = priced
  const lines = priced.lines.map(({ title: _title, variant: _variant, ...line }) => line)
  const claims: QuoteClaims = { id, currency, country, lines, shipping, totals, discount, issuedAt, firstIssuedAt, honouredUntil }
  return {
    ...priced,
    id,
    code,
    issuedAt: now.toISOString(),
    expiresAt: new Date(issuedAt + policy.quote.minutes * MINUTE_MS).toISOString(),
    honouredUntil: new Date(honouredUntil).toISOString(),
    token: signToken(keyring, 'quote', claims),
  }
}

/** What a quote token proves, or `undefined` where it is altered or another program's. Quotes of an older version were their cart's first. */
export function readQuote(keyring: Keyring, token: string): QuoteClaims | undefined {
  const claims = readToken(keyring, 'quote', token) as Partial<QuoteClaims> | null | undefined
  if (typeof claims?.issuedAt !== 'number') return undefined
  return { firstIssuedAt: claims.issuedAt, ...claims } as QuoteClaims
}
