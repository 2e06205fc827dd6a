import { newId } from '@tributary/protocol/id'
import type { Offer, Variant } from '@tributary/protocol/offer'
import { offer as offerSchema } from '@tributary/protocol/offer.schema'
import type { CartLine } from '@tributary/protocol/quote'

// The real parent says how many are left from here on down.
const STOCK_WORTH_SAYING = 5

/** A variant to sell. `stock` is how many there are: without it they never run out, with 0 it is sold out, as with `available: false`. */
export type TestVariant = Pick<Variant, 'sku' | 'amountMinor'> & Partial<Variant>

/** An offer to sell; only a handle, a title and a variant are needed. */
export type TestOffer = Pick<Offer, 'handle' | 'title'> &
  Partial<Omit<Offer, 'variants'>> & { readonly variants: readonly TestVariant[]; readonly collections?: readonly string[] }

/** What an order must know of a variant. `left` is missing where nobody counts. */
export interface Article {
  readonly sku: string
  readonly kind: Offer['kind']
  readonly title: string
  readonly options: readonly string[]
  readonly amountMinor: number
  readonly left: number | undefined
}

/** What is sold at this moment. */
export interface Catalogue {
  /** As pages get them, in the order that they were given in. */
  offers(): readonly (Offer & { readonly collections?: never })[]
  /** Whether an offer is in a collection. */
  isIn(handle: string, collection: string): boolean
  article(sku: string): Article | undefined
  take(lines: readonly CartLine[]): void
  setPrice(sku: string, amountMinor: number): void
  setStock(sku: string, left: number | undefined): void
  reset(): void
}

/** The catalogue of these offers. Throws where one is no offer, where a developer sees it at once. */
export function createCatalogue(origin: string, given: readonly TestOffer[]): Catalogue {
  const ids = new Map(given.map(({ handle, id }) => [handle, id ?? newId('offer')]))
  const articles = new Map<string, Article>()

  const articleOf = (sku: string): Article => {
    const article = articles.get(sku)
    if (!article) throw new Error(`expected a sku of this test parent’s offers (${[...articles.keys()].join(', ')}), received ${sku}`)
    return article
  }

  const publicVariant = ({ available: _, stock: __, ...variant }: TestVariant): Variant => {
    const { amountMinor, left, options } = articleOf(variant.sku)
    return {
      ...variant,
      options,
      amountMinor,
      available: left === undefined || 0 < left,
      ...(left !== undefined && left <= STOCK_WORTH_SAYING && { stock: left }),
    }
  }

  const publicOffer = ({ collections: _, variants, ...own }: TestOffer): Offer => ({
    kind: 'product',
    description: '',
    options: [],
    url: `${origin}/o/${encodeURIComponent(own.handle)}`,
    ...own,
    id: ids.get(own.handle) as Offer['id'],
    images: (own.images ?? []).map((image) => ({ ...image, src: new URL(image.src, `${origin}/`).href })),
    variants: variants.map(publicVariant),
  })

  const catalogue: Catalogue = {
    offers: () => given.map(publicOffer),
    isIn: (handle, collection) => given.some((offer) => offer.handle === handle && offer.collections?.includes(collection)),
    article: (sku) => articles.get(sku),
    take(lines) {
      for (const { sku, quantity } of lines) {
        const { left, ...article } = articleOf(sku)
        articles.set(sku, { ...article, left: left === undefined ? undefined : left - quantity })
      }
    },
    setPrice: (sku, amountMinor) => void articles.set(sku, { ...articleOf(sku), amountMinor }),
    setStock: (sku, left) => void articles.set(sku, { ...articleOf(sku), left }),
    reset() {
      for (const { kind = 'product', title, variants } of given) {
        for (const { sku, options = [], amountMinor, stock, available } of variants)
          articles.set(sku, { sku, kind, title, options, amountMinor, left: available === false ? 0 : stock })
      }
    },
  }
  catalogue.reset()
  for (const offer of catalogue.offers()) {
    const parsed = offerSchema.safeParse(offer)
    if (!parsed.success) throw new Error(`expected “${offer.handle}” to be an offer, received one that is not: ${parsed.error.message}`)
  }
  return catalogue
}
