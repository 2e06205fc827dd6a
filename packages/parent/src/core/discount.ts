import type { CartDiscount, CodeAnswer, DiscountKind } from '@tributary/protocol/discount'
import { allocateMinor, portion, sumMinor, timesMinor } from '@tributary/protocol/money'
import type { TaxPolicy } from '@tributary/protocol/program'
import type { QuoteLine, Totals } from '@tributary/protocol/quote'
import { cartTotals, type Priced, taxOf } from './quote.ts'

/** A discount as pricing sees it. */
export interface DiscountRule {
  readonly code: string
  readonly title: string
  readonly kind: DiscountKind
  readonly basisPoints: number | null
  readonly amountMinor: number | null
  readonly currency: string
  readonly validFrom: Date | null
  readonly validUntil: Date | null
  readonly useLimit: number | null
  readonly minimumMinor: number
  readonly uses: number
  readonly endedAt: Date | null
  readonly test: boolean
}

/** What a code stands for: a discount, an affiliate, or nobody knows. */
export type NamedCode =
  | { readonly kind: 'discount'; readonly rule: DiscountRule }
  | { readonly kind: 'affiliate' }
  | { readonly kind: 'unknown' }

/** A cart after a code was looked at, and what the code did. A code that takes nothing off leaves the cart as it was. */
export interface Coded {
  readonly priced: Priced
  readonly code: CodeAnswer
}

type Discounted = Priced & { readonly discount: CartDiscount }

/** Prices a cart with a code. The limit of a customer is not judged here: a quote does not know whose it is. */
export function applyCode(
  tax: TaxPolicy,
  priced: Priced,
  named: NamedCode,
  { now, test }: { readonly now: Date; readonly test: boolean },
): Coded {
  if (named.kind === 'affiliate') return { priced, code: { kind: 'affiliate' } }
  if (named.kind === 'unknown') return { priced, code: { kind: 'refused', reason: 'unknown' } }
  const refused = refusalOf(named.rule, priced, now, test)
  if (refused) return { priced, code: refused }
  const { discount, ...discounted } =
    named.rule.kind === 'free_shipping' ? withoutShipping(tax, priced, named.rule) : offLines(tax, priced, named.rule)
  // What takes nothing off, like free shipping where it was free, is no use of the code.
  return { priced: 0 < discount.amountMinor ? { ...discounted, discount } : priced, code: { kind: 'discount', ...discount } }
}

/** The cart of a quote as it is without its discount: what is charged where the discount was used up meanwhile. */
export function withoutDiscount<Cart extends Pick<Priced, 'lines' | 'shipping' | 'country' | 'totals' | 'discount'>>(
  tax: TaxPolicy,
  { discount, ...cart }: Cart,
): Omit<Cart, 'discount'> {
  if (!discount) return cart
  const isOffLines = 0 < cart.totals.discountMinor
  const lines = cart.lines.map((line) => lessened(tax, line, 0))
  const shipping = isOffLines
    ? cart.shipping
    : { ...cart.shipping, amountMinor: sumMinor([cart.shipping.amountMinor, discount.amountMinor]) }
  return { ...cart, lines, shipping, totals: cartTotals(tax, cart.country, lines, shipping.amountMinor) }
}

function refusalOf(rule: DiscountRule, priced: Priced, now: Date, test: boolean): CodeAnswer | undefined {
  const { validFrom, validUntil, useLimit, minimumMinor, uses, endedAt } = rule
  // A test code is nobody's business on a live page; an amount of a currency that the program had before means nothing now.
  if ((rule.test && !test) || rule.currency !== priced.currency) return { kind: 'refused', reason: 'unknown' }
  if (endedAt || (validUntil && validUntil <= now)) return { kind: 'refused', reason: 'expired' }
  if (validFrom && now < validFrom) return { kind: 'refused', reason: 'too_early', validFrom: validFrom.toISOString() }
  if (useLimit !== null && useLimit <= uses && !test) return { kind: 'refused', reason: 'used_up' }
  const missingMinor = minimumMinor - priced.totals.subtotalMinor
  return 0 < missingMinor ? { kind: 'refused', reason: 'below_minimum', missingMinor } : undefined
}

// By cumulative target in line order (`MONEY.md`), so that the parts sum to the whole and each line can be refunded alone.
function offLines(tax: TaxPolicy, priced: Priced, { code, title, basisPoints, amountMinor }: DiscountRule): Discounted {
  const { subtotalMinor } = priced.totals
  const { currency } = priced
  const wantedMinor = basisPoints === null ? (amountMinor ?? 0) : portion({ currency, amountMinor: subtotalMinor }, basisPoints).amountMinor
  const offMinor = Math.min(wantedMinor, subtotalMinor)
  const parts = allocateMinor(
    offMinor,
    priced.lines.map(({ totalMinor }) => totalMinor),
  )
  const lines = priced.lines.map((line, index) => lessened(tax, line, parts[index] ?? 0))
  return {
    ...priced,
    lines,
    totals: cartTotals(tax, priced.country, lines, priced.shipping.amountMinor),
    discount: { code, title, amountMinor: offMinor },
  }
}

// The price of the cheapest way comes off every way: the one that is chosen without asking is free, a dearer one costs the difference.
function withoutShipping(tax: TaxPolicy, priced: Priced, { code, title }: DiscountRule): Discounted {
  const offMinor = Math.min(...priced.shippingChoices.map(({ amountMinor }) => amountMinor))
  const cheaper = <Way extends { readonly amountMinor: number }>(way: Way): Way => ({ ...way, amountMinor: way.amountMinor - offMinor })
  const shipping = cheaper(priced.shipping)
  return {
    ...priced,
    shipping,
    shippingChoices: priced.shippingChoices.map(cheaper),
    totals: cartTotals(tax, priced.country, priced.lines, shipping.amountMinor),
    discount: { code, title, amountMinor: offMinor },
  }
}

function lessened<Line extends Omit<QuoteLine, 'title' | 'variant'>>(tax: TaxPolicy, line: Line, discountMinor: number): Line {
  const totalMinor = timesMinor(line.unitMinor, line.quantity) - discountMinor
  return { ...line, discountMinor, totalMinor, taxMinor: taxOf(tax, totalMinor, line.taxBasisPoints) }
}

/** What names a discount beside its amount. */
export const discountName = ({ discount }: { readonly discount?: CartDiscount | null | undefined }): string =>
  discount ? `${discount.title} (code ${discount.code})` : 'Discount'

/** What stands beside the shipping where a code lowered it. */
export const freeShipping = ({
  discount,
  totals,
}: {
  readonly discount?: CartDiscount | null | undefined
  readonly totals: Totals
}): string[] => (discount && totals.discountMinor === 0 ? [discountName({ discount })] : [])
