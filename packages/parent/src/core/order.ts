import type { Attribution } from '@tributary/protocol/attribution'
import type { OrderId } from '@tributary/protocol/id'
import type { Customer, OrderLetter, OrderState } from '@tributary/protocol/order'
import type { ProblemCode } from '@tributary/protocol/problem'
import type { ProgramPolicy } from '@tributary/protocol/program'
import type { CartLine, PricedCart } from '@tributary/protocol/quote'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { canonicalJson } from './canonical.ts'
import { applyCode, type NamedCode, withoutDiscount } from './discount.ts'
import { isLinkSecret, type Keyring, linkSecret, macHex } from './keyring.ts'
import { type Article, type PricingFailure, priceCart, serviceFailure, stockFailure } from './quote.ts'
import type { QuoteClaims } from './quote-token.ts'

/** Why an order is refused for good. It is stored under the order's id: a late duplicate must not become an order. */
export interface Refusal {
  readonly code: ProblemCode
  readonly detail?: string
  readonly sku?: string
  readonly available?: number
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[]
}

/** What decides an order: the letter, the claims of its quote (`invalid`: not ours or altered), and what the catalogue holds at this moment. */
export interface OrderCase {
  readonly policy: ProgramPolicy
  readonly letter: OrderLetter
  readonly quote: QuoteClaims | 'invalid' | undefined
  readonly articles: ReadonlyMap<string, Article>
  /** What the customer's code stands for, if there is one; asked only where there is no quote. */
  readonly code?: NamedCode | undefined
  /** The discount of the order was used up when it was placed: it is charged without. */
  readonly isUsedUp?: boolean
  readonly test: boolean
  readonly now: Date
}

/** An order as it will be stored, before the database has given it a number. */
export interface OrderDraft {
  readonly id: OrderId
  readonly quoteId: string | null
  readonly cart: PricedCart
  readonly state: Extract<OrderState, 'placed' | 'awaiting_customer'>
  readonly takesStock: boolean
}

/** The body's identity, hex: an HMAC over the decrypted order. Touch tokens are left out, since a page may have gained one between two attempts. */
export const digestOf = (keyring: Keyring, { touches: _touches, ...letter }: OrderLetter, customer: Customer): string =>
  macHex(keyring.program, `order:${canonicalJson({ ...letter, sealed: undefined, customer })}`)

/** The secret of an order's status link. Made from the id, so that a replay can return it and nothing is stored. */
export const statusSecret = (keyring: Keyring, orderId: string): string => linkSecret(keyring, `status:${orderId}`)

/** Whether `secret` opens the status of this order. */
export const isStatusSecret = (keyring: Keyring, orderId: string, secret: string): boolean =>
  isLinkSecret(keyring, `status:${orderId}`, secret)

/** Where the customer follows the order. */
export const statusUrl = (origin: string, keyring: Keyring, orderId: string): string =>
  `${origin}/order/${orderId}/${statusSecret(keyring, orderId)}`

/**
 * Decides an order: what the parent's quote says, or with no quote the catalogue's prices now. Where that is more than the customer
 * expected, the order waits for the customer: no stock, no commission.
 */
export function decideOrder(order: OrderCase): Result<OrderDraft, Refusal> {
  const { letter, policy } = order
  if (letter.currency !== policy.currency) {
    return fail({
      code: 'currency_mismatch',
      detail: `This shop sells in ${policy.currency}, the order is in ${letter.currency}.`,
      errors: [{ pointer: '/currency', detail: `Expected ${policy.currency}.` }],
    })
  }
  const asked = order.quote === undefined ? priceNow(order) : quotedCart(order, order.quote)
  if (!asked.ok) return asked
  const cart = order.isUsedUp ? withoutDiscount(policy.tax, asked.value) : asked.value

  const state = letter.expectedTotalMinor < cart.totals.totalMinor ? 'awaiting_customer' : 'placed'
  const takesStock = state === 'placed' && !order.test
  const short = takesStock ? stockFailure(order.articles, letter.lines) : undefined
  if (short) return fail(refusalOf(short))
  const quoteId = order.quote === undefined || order.quote === 'invalid' ? null : order.quote.id
  return ok({ id: letter.id, quoteId, cart, state, takesStock })
}

/** A pricing failure as a refusal, pointing at the line. */
export function refusalOf({ line, ...failure }: PricingFailure): Refusal {
  const pointer = POINTERS[failure.code](line)
  return pointer ? { ...failure, errors: [{ pointer, detail: failure.detail }] } : failure
}

const POINTERS: Record<PricingFailure['code'], (line: number | undefined) => string | undefined> = {
  sku_unknown: (line) => `/lines/${line}/sku`,
  service_not_ordered: (line) => `/lines/${line}/sku`,
  quantity_over_limit: (line) => (line === undefined ? '/lines' : `/lines/${line}/quantity`),
  stock_short: (line) => (line === undefined ? undefined : `/lines/${line}/quantity`),
  country_unserved: () => '/country',
  shipping_unknown: () => '/shipping',
}

/** A winner's summary needs its code, which the attribution does not know. */
export const summarise = (attribution: Attribution, codeOf: (id: string) => string | undefined) => {
  const affiliate = attribution.winner && codeOf(attribution.winner)
  return {
    ...(affiliate && { affiliate }),
    reason: attribution.reason,
    candidates: attribution.candidates.map(({ evidence, outcome }) => ({ evidence, outcome })),
  }
}

function priceNow({ policy, articles, letter, code, now, test }: OrderCase): Result<PricedCart, Refusal> {
  const priced = priceCart(policy, articles, letter.lines, letter)
  if (!priced.ok) return fail(refusalOf(priced.error))
  const { shippingChoices: _choices, ...cart } = code ? applyCode(policy.tax, priced.value, code, { now, test }).priced : priced.value
  return ok(cart)
}

function quotedCart({ letter, now, articles, policy }: OrderCase, quote: QuoteClaims | 'invalid'): Result<PricedCart, Refusal> {
  const pointed = (code: ProblemCode, detail: string) => fail({ code, detail, errors: [{ pointer: '/quote', detail }] })
  if (quote === 'invalid') return pointed('quote_invalid', 'Ask for a new quote and show its total to the customer.')
  if (quote.honouredUntil < now.getTime()) {
    return pointed('quote_expired', `The price was kept until ${new Date(quote.honouredUntil).toISOString()}. Ask for a new quote.`)
  }
  const isSameCart = sameLines(quote.lines, letter.lines) && quote.country === letter.country && quote.shipping.id === letter.shipping
  if (!isSameCart || quote.currency !== policy.currency) {
    return pointed('quote_mismatch', 'Lines, country and way of shipping must be the ones that were quoted.')
  }
  const service = serviceFailure(articles, letter.lines)
  if (service) return fail(refusalOf(service))
  const gone = letter.lines.findIndex(({ sku }) => !articles.has(sku))
  if (gone !== -1) return fail(refusalOf({ code: 'sku_unknown', line: gone, detail: `“${letter.lines[gone]?.sku}” does not exist.` }))
  const lines = quote.lines.map((line) => {
    const article = articles.get(line.sku) as Article
    return { ...line, title: article.title, variant: article.options.join(', ') }
  })
  const { currency, country, shipping, totals, discount } = quote
  return ok({ currency, country, shipping, totals, discount, lines })
}

const sameLines = (quoted: readonly CartLine[], ordered: readonly CartLine[]): boolean =>
  quoted.length === ordered.length &&
  quoted.every(({ sku, quantity }, index) => sku === ordered[index]?.sku && quantity === ordered[index]?.quantity)
