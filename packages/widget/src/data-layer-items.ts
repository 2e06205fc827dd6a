import type { Found, Shop } from './shop.ts'

/** A line of a cart, with the offer that it is of where that is known. */
export interface Line {
  readonly sku: string
  readonly quantity: number
  readonly offer?: string
}

/** The sums of an order, in minor units. */
export interface Sums {
  readonly number: string
  readonly currency: string
  readonly subtotalMinor: number
  readonly discountMinor: number
  readonly shippingMinor: number
  readonly taxMinor: number
}

/** What GA4 calls `ecommerce`: amounts in major units, `value` without shipping. */
export interface Ecommerce {
  readonly currency: string
  readonly value?: number
  readonly items: readonly object[]
  readonly [name: string]: unknown
}

/** Describes what a shop sells in GA4's words. Each answers nothing where the site only tests, or where nothing is known. */
export interface Items {
  ofOffer(reference: string): Promise<Ecommerce | undefined>
  ofList(references: readonly string[], name: string): Promise<Ecommerce | undefined>
  ofLines(lines: readonly Line[]): Promise<Ecommerce | undefined>
  ofOrder(order: Sums, lines: readonly Line[]): Promise<Ecommerce | undefined>
}

/** The words for what this shop sells. */
export function createItems(shop: Shop): Items {
  const found = async (reference: string): Promise<Found | undefined> => {
    const answer = await shop.find(reference)
    return answer.ok && !answer.value.site.test ? answer.value : undefined
  }
  const described = async (
    lines: readonly Partial<Line>[],
    more: (index: number) => object = () => ({}),
  ): Promise<Ecommerce | undefined> => {
    const known = (await Promise.all(lines.map(({ offer }) => found(offer ?? '')))).map(
      (one, index) => one && itemOf(one, lines[index] ?? {}),
    )
    const items = known.flatMap((one, index) => (one ? [{ ...one, item: { ...one.item, ...more(index) } }] : []))
    const [first] = items
    if (!first) return undefined
    let valueMinor = 0
    for (const { priceMinor = 0, item } of items) valueMinor += priceMinor * item.quantity
    return { currency: first.currency, value: major(valueMinor, first.digits), items: items.map(({ item }) => item) }
  }

  return {
    ofOffer: (offer) => described([{ offer }]),
    async ofList(references, name) {
      const list = await described(
        references.map((offer) => ({ offer })),
        (index) => ({ index }),
      )
      // What all of a list together would cost says nothing.
      return list && { item_list_id: name, item_list_name: name, currency: list.currency, items: list.items }
    },
    ofLines: (lines) => described(lines),
    async ofOrder({ number, currency, subtotalMinor, discountMinor, shippingMinor, taxMinor }, lines) {
      const facts = await shop.offers.facts()
      if (!facts.ok || facts.value.site.test) return undefined
      const { digits } = facts.value.program.currency
      return {
        transaction_id: number,
        currency,
        value: major(subtotalMinor - discountMinor, digits),
        shipping: major(shippingMinor, digits),
        tax: major(taxMinor, digits),
        items: (await described(lines))?.items ?? [],
      }
    },
  }
}

function itemOf({ offer, program }: Found, { sku, quantity = 1 }: Partial<Line>) {
  const { code, digits } = program.currency
  const [only, ...others] = offer.variants
  const variant = offer.variants.find((one) => one.sku === sku) ?? (others.length === 0 ? only : undefined)
  const prices = variant ? [variant.amountMinor] : offer.variants.map(({ amountMinor }) => amountMinor)
  const priceMinor = offer.service?.price.kind === 'on_request' || prices.length === 0 ? undefined : Math.min(...prices)
  const item = {
    item_id: variant?.sku ?? offer.handle,
    item_name: offer.title,
    ...(variant && variant.options.length > 0 && { item_variant: variant.options.join(', ') }),
    affiliation: program.name,
    ...(priceMinor !== undefined && { price: major(priceMinor, digits) }),
    quantity,
  }
  return { currency: code, digits, priceMinor, item }
}

/** An amount as people write it: 1999 with two digits is 19.99, with none 1999. Division of two whole numbers gives the nearest there is. */
const major = (amountMinor: number, digits: number): number => amountMinor / 10 ** digits
