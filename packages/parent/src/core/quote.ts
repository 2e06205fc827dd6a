import { addedTaxMinor, includedTaxMinor, sumMinor, timesMinor } from '@tributary/protocol/money'
import type { ProblemCode } from '@tributary/protocol/problem'
import type { ProgramPolicy, TaxPolicy } from '@tributary/protocol/program'
import type { CartLine, PricedCart, QuoteLine, ShippingChoice } from '@tributary/protocol/quote'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { type Parcel, shippingChoices } from './shipping.ts'

/** What pricing must know of an article: its price at this moment, its tax class and weight, and what is left of it (`null`: not counted). */
export interface Article {
  readonly sku: string
  /** A service is asked for, never ordered: its price is agreed first. */
  readonly kind: 'product' | 'service'
  readonly title: string
  readonly options: readonly string[]
  readonly amountMinor: number
  readonly taxClass: string
  readonly weightGrams: number
  readonly published: boolean
  readonly level: number | null
  readonly backorder: boolean
}

/** Why a cart cannot be priced. `line` is the index of the line that is to blame. */
export interface PricingFailure {
  readonly code: Extract<
    ProblemCode,
    'sku_unknown' | 'service_not_ordered' | 'quantity_over_limit' | 'country_unserved' | 'shipping_unknown' | 'stock_short'
  >
  readonly detail: string
  readonly line?: number
  readonly sku?: string
  readonly available?: number
}

/** A priced cart with the ways of shipping to choose from. */
export type Priced = PricedCart & { readonly shippingChoices: readonly ShippingChoice[] }

/** Where a cart goes, and which way of shipping was chosen; without one the cheapest is taken. */
export interface Destination {
  readonly country: string
  readonly shipping?: string | undefined
}

/** Prices a cart by the catalogue's prices and the program's policy. Does not look at stock: see `stockFailure`. */
export function priceCart(
  policy: ProgramPolicy,
  articles: ReadonlyMap<string, Article>,
  cart: readonly CartLine[],
  destination: Destination,
): Result<Priced, PricingFailure> {
  const failure = cartFailure(policy, articles, cart)
  if (failure) return fail(failure)

  const lines = cart.map((line) => priceLine(policy.tax, articles.get(line.sku) as Article, line.quantity, destination.country))
  const choices = shippingChoices(policy.shipping, destination.country, parcel(articles, cart, lines))
  if (!choices.ok) return fail(choices.error)
  const shipping = destination.shipping ? choices.value.find(({ id }) => id === destination.shipping) : choices.value[0]
  if (!shipping) {
    const offered = choices.value.map(({ id }) => id).join(', ')
    return fail({ code: 'shipping_unknown', detail: `“${destination.shipping}” is not offered for this cart; offered are: ${offered}.` })
  }
  return ok({
    currency: policy.currency,
    country: destination.country,
    lines,
    shipping,
    shippingChoices: choices.value,
    totals: cartTotals(policy.tax, destination.country, lines, shipping.amountMinor),
  })
}

/** The first line that is a service. Its price in the catalogue is none that anybody pays: 0 where it is on request. */
export function serviceFailure(articles: ReadonlyMap<string, Article>, cart: readonly CartLine[]): PricingFailure | undefined {
  const line = cart.findIndex(({ sku }) => articles.get(sku)?.kind === 'service')
  const article = articles.get(cart[line]?.sku ?? '')
  return article && { code: 'service_not_ordered', line, sku: article.sku, detail: `“${article.title}” is a service: ask for an offer.` }
}

/** The first line of which less is left than wanted. */
export function stockFailure(articles: ReadonlyMap<string, Article>, cart: readonly CartLine[]): PricingFailure | undefined {
  for (const [line, { sku, quantity }] of cart.entries()) {
    const article = articles.get(sku)
    if (!article || article.level === null || article.backorder || quantity <= article.level) continue
    return { ...shortOf(article, article.level), line }
  }
  return undefined
}

/** The failure of an article of which only `available` are left. */
export function shortOf(article: Pick<Article, 'sku' | 'title' | 'options'>, available: number): PricingFailure {
  const left = available <= 0 ? 'was just sold out' : `has only ${available} left`
  return { code: 'stock_short', sku: article.sku, available: Math.max(0, available), detail: `${articleName(article)} ${left}.` }
}

/** How an article is called in a sentence: "Fjord hoodie (Blue, M)". */
export const articleName = ({ title, options }: Pick<Article, 'title' | 'options'>): string =>
  options.length > 0 ? `${title} (${options.join(', ')})` : title

function cartFailure(policy: ProgramPolicy, articles: ReadonlyMap<string, Article>, cart: readonly CartLine[]): PricingFailure | undefined {
  const service = serviceFailure(articles, cart)
  if (service) return service
  let totalMinor = 0n
  for (const [line, { sku, quantity }] of cart.entries()) {
    const article = articles.get(sku)
    if (!article?.published) return { code: 'sku_unknown', line, sku, detail: `“${sku}” does not exist or is not sold at the moment.` }
    const most = policy.limits.quantityPerLine
    if (most < quantity) {
      return { code: 'quantity_over_limit', line, sku, detail: `At most ${most} of one article in one order; this asks for ${quantity}.` }
    }
    // Before anything is a number: a price near 2^53 times 99 is not.
    totalMinor += BigInt(article.amountMinor) * BigInt(quantity)
  }
  if (totalMinor <= BigInt(policy.limits.totalMinor)) return undefined
  return { code: 'quantity_over_limit', detail: 'The order is worth more than this shop takes in one order. Please split it.' }
}

function priceLine(tax: TaxPolicy, article: Article, quantity: number, country: string): QuoteLine {
  const totalMinor = timesMinor(article.amountMinor, quantity)
  const taxBasisPoints = taxRate(tax, country, article.taxClass)
  return {
    sku: article.sku,
    title: article.title,
    variant: article.options.join(', '),
    quantity,
    unitMinor: article.amountMinor,
    discountMinor: 0,
    totalMinor,
    taxBasisPoints,
    taxMinor: taxOf(tax, totalMinor, taxBasisPoints),
  }
}

const parcel = (articles: ReadonlyMap<string, Article>, cart: readonly CartLine[], lines: readonly QuoteLine[]): Parcel => ({
  weightGrams: cart.reduce((sum, { sku, quantity }) => sum + (articles.get(sku)?.weightGrams ?? 0) * quantity, 0),
  subtotalMinor: sumMinor(lines.map(({ totalMinor }) => totalMinor)),
})

/** The sums of lines that are priced, with shipping. */
export function cartTotals(
  tax: TaxPolicy,
  country: string,
  lines: readonly Pick<QuoteLine, 'unitMinor' | 'quantity' | 'discountMinor' | 'taxMinor'>[],
  shippingMinor: number,
): PricedCart['totals'] {
  const subtotalMinor = sumMinor(lines.map(({ unitMinor, quantity }) => timesMinor(unitMinor, quantity)))
  const discountMinor = sumMinor(lines.map((line) => line.discountMinor))
  const shippingTaxMinor = taxOf(tax, shippingMinor, taxRate(tax, country, tax.shippingClass))
  const taxMinor = sumMinor([...lines.map((line) => line.taxMinor), shippingTaxMinor])
  const netOrGrossMinor = subtotalMinor - discountMinor + shippingMinor
  return {
    subtotalMinor,
    discountMinor,
    shippingMinor,
    taxMinor,
    taxIncluded: tax.included,
    totalMinor: tax.included ? netOrGrossMinor : sumMinor([netOrGrossMinor, taxMinor]),
  }
}

/** A tax rate in basis points. A country without rates is one where the parent owes no tax; a class that a country does not know is taxed in full there. */
export const taxRate = (tax: TaxPolicy, country: string, taxClass: string): number =>
  taxClass === 'none' ? 0 : (tax.rates[country]?.[taxClass] ?? tax.rates[country]?.['standard'] ?? 0)

/** The tax that a price contains, or that is added to it. */
export const taxOf = (tax: Pick<TaxPolicy, 'included'>, amountMinor: number, basisPoints: number): number =>
  tax.included ? includedTaxMinor(amountMinor, basisPoints) : addedTaxMinor(amountMinor, basisPoints)
