import { addedTaxMinor, includedTaxMinor, sumMinor, timesMinor } from '@tributary/protocol/money'
import type { ProblemCode } from '@tributary/protocol/problem'
import type { CartLine, PricedCart, QuoteLine, ShippingChoice } from '@tributary/protocol/quote'
import { fail, ok, type Result } from '@tributary/protocol/result'
import type { ProblemMembers } from './answer.ts'
import type { Article, Catalogue } from './catalogue.ts'
import type { Settings } from './options.ts'

const MOST_OF_ONE = 99

/** Why something is refused. */
export interface Refusal extends ProblemMembers {
  readonly code: ProblemCode
}

/** A refusal that points at the field to blame. */
export const refusal = (code: ProblemCode, pointer: string, detail: string, more: ProblemMembers = {}): Refusal => ({
  code,
  detail,
  errors: [{ pointer, detail }],
  ...more,
})

/** A priced cart with the ways of shipping to choose from. */
export type Priced = PricedCart & { readonly shippingChoices: readonly ShippingChoice[] }

/**
 * Prices a cart by rules that fit on a page: a line is price × quantity, shipping is what its way costs whatever the weight, and one tax rate is
 * contained in (or comes on top of) each line and the shipping. Codes come after it (`codes.ts`). Does not look at stock.
 */
export function priceCart(
  settings: Settings,
  catalogue: Catalogue,
  cart: readonly CartLine[],
  { country, shipping: wanted }: { readonly country: string; readonly shipping?: string | undefined },
): Result<Priced, Refusal> {
  const refused = cartRefusal(catalogue, cart)
  if (refused) return fail(refused)
  const { facts, taxBasisPoints, shipping: ways } = settings
  const choices = ways
    .filter(({ countries }) => countries.includes(country))
    .map(({ countries: _, ...way }): ShippingChoice => way)
    .sort((a, b) => a.amountMinor - b.amountMinor)
  if (choices.length === 0) return fail(refusal('country_unserved', '/country', `This shop does not ship to ${country}.`))
  const shipping = wanted ? choices.find(({ id }) => id === wanted) : choices[0]
  if (!shipping) return fail(refusal('shipping_unknown', '/shipping', `“${wanted}” is not offered for this cart.`))

  const tax = (amountMinor: number) => (facts.taxIncluded ? includedTaxMinor : addedTaxMinor)(amountMinor, taxBasisPoints)
  const lines = cart.map(({ sku, quantity }): QuoteLine => {
    const { title, options, amountMinor: unitMinor } = catalogue.article(sku) as Article
    const totalMinor = timesMinor(unitMinor, quantity)
    const line = { sku, title, variant: options.join(', '), quantity, unitMinor, discountMinor: 0, totalMinor }
    return { ...line, taxBasisPoints, taxMinor: tax(totalMinor) }
  })
  const subtotalMinor = sumMinor(lines.map(({ totalMinor }) => totalMinor))
  const shippingMinor = shipping.amountMinor
  const taxMinor = sumMinor([...lines.map((line) => line.taxMinor), tax(shippingMinor)])
  const totalMinor = sumMinor([subtotalMinor, shippingMinor, facts.taxIncluded ? 0 : taxMinor])
  const totals = { subtotalMinor, discountMinor: 0, shippingMinor, taxMinor, taxIncluded: facts.taxIncluded, totalMinor }
  return ok({ currency: facts.currency.code, country, lines, shipping, shippingChoices: choices, totals })
}

/** The first line of which less is left than wanted. */
export function stockRefusal(catalogue: Catalogue, cart: readonly CartLine[]): Refusal | undefined {
  for (const [line, { sku, quantity }] of cart.entries()) {
    const article = catalogue.article(sku)
    if (article?.left === undefined || quantity <= article.left) continue
    const left = article.left <= 0 ? 'was just sold out' : `has only ${article.left} left`
    const detail = `${[article.title, ...article.options].join(', ')} ${left}.`
    return refusal('stock_short', `/lines/${line}/quantity`, detail, { sku, available: Math.max(0, article.left) })
  }
  return undefined
}

/** The first line that nobody can order. */
export function cartRefusal(catalogue: Catalogue, cart: readonly CartLine[]): Refusal | undefined {
  for (const [line, { sku, quantity }] of cart.entries()) {
    const article = catalogue.article(sku)
    if (!article) return refusal('sku_unknown', `/lines/${line}/sku`, `“${sku}” does not exist or is not sold at the moment.`, { sku })
    if (article.kind === 'service')
      return refusal('service_not_ordered', `/lines/${line}/sku`, `“${article.title}” is a service: ask for an offer.`, { sku })
    if (MOST_OF_ONE < quantity)
      return refusal('quantity_over_limit', `/lines/${line}/quantity`, `At most ${MOST_OF_ONE} of one article in one order.`, { sku })
  }
  return undefined
}
