import type { RowNote } from '@tributary/protocol/catalogue'
import type { OfferImage, OfferOption } from '@tributary/protocol/offer'
import { type CatalogueOffer, MOST } from './catalogue.ts'
import type { ReadOffer, RowRules } from './catalogue-reading.ts'
import { attributeOf, type FeedCurrency, type GoogleArticle, readGoogleArticle } from './google-article.ts'
import type { FeedItem } from './google-feed.ts'
import { slug } from './slug.ts'

// What tells the articles of a group apart, as a customer reads it (Google's product data specification, "item_group_id").
const OPTIONS = [
  ['color', 'Colour'],
  ['size', 'Size'],
  ['material', 'Material'],
  ['pattern', 'Pattern'],
  ['gender', 'For'],
  ['age_group', 'Age'],
] as const

/**
 * Reads a product feed of Google Merchant: an item is an article, and the items of one `item_group_id` are one offer, whose options are the attributes in which they
 * differ.
 */
export const googleRules = (format: 'google-merchant-xml' | 'google-merchant-tsv', currency: FeedCurrency): RowRules<FeedItem> => ({
  format,
  columns: { sku: 'id', handle: 'title' },
  notes: [],
  keysOf(item) {
    const group = attributeOf(item, 'item_group_id')
    return group === '' ? { names: [] } : { group }
  },
  readGroup: (items) => readGroup(items, currency),
})

function readGroup(items: readonly FeedItem[], currency: FeedCurrency): ReadOffer {
  const articles: GoogleArticle[] = []
  const bad: RowNote[] = []
  for (const item of items) {
    const read = readGoogleArticle(item, currency)
    if (read.ok) articles.push(read.value)
    else bad.push(...read.error)
  }
  const [first] = articles
  const differing = optionsOf(articles)
  bad.push(...clashes(articles, differing))
  if (MOST.variants < articles.length) {
    bad.push({
      line: items[0]?.line ?? 1,
      column: 'item_group_id',
      reason: `It has ${articles.length} articles; at most ${MOST.variants} are taken.`,
    })
  }
  if (bad.length > 0 || !first) return { bad, notSold: [], badSkus: items.map((item) => attributeOf(item, 'id')) }

  const images: OfferImage[] = []
  const variants = articles.map(({ variant, item, images: own }) => {
    const [main] = own.map((image) => indexOf(images, image))
    return {
      ...variant,
      options: differing.map(({ attribute }) => attributeOf(item, attribute)),
      image: articles.length > 1 ? (main ?? null) : null,
    }
  })
  const offer: CatalogueOffer = {
    handle: slug(first.title) || slug(first.variant.sku) || 'offer',
    isHandleStated: false,
    kind: 'product',
    ...{ title: first.title, description: first.description, images, collections: collectionsOf(first.item), variants },
    options: differing.map(({ name, values }) => ({ name, values })),
    line: first.item.line,
  }
  return { offer, bad, notSold: articles.flatMap(({ notes }) => notes), badSkus: [] }
}

type Differing = OfferOption & { readonly attribute: string }

// An attribute that all share only describes them. Where nothing is said that differs, the titles tell them apart.
function optionsOf(articles: readonly GoogleArticle[]): Differing[] {
  if (articles.length < 2) return []
  const valuesOf = (attribute: string): string[] => [...new Set(articles.map(({ item }) => attributeOf(item, attribute)))]
  const differing = OPTIONS.map(([attribute, name]) => ({ attribute, name, values: valuesOf(attribute) })).filter(
    ({ values }) => values.length > 1,
  )
  return differing.length > 0 ? differing : [{ attribute: 'title', name: 'Model', values: valuesOf('title') }]
}

function clashes(articles: readonly GoogleArticle[], options: readonly Differing[]): RowNote[] {
  const taken = new Map<string, number>()
  return articles.flatMap(({ item }): RowNote[] => {
    const values = options.map(({ attribute }) => attributeOf(item, attribute))
    const missing = options.find((_, index) => values[index] === '')
    if (missing)
      return [
        {
          line: item.line,
          column: missing.attribute,
          reason: `Others of its group say their ${missing.name.toLowerCase()}; this one does not.`,
        },
      ]
    const first = taken.get(JSON.stringify(values))
    if (first === undefined) {
      taken.set(JSON.stringify(values), item.line)
      return []
    }
    return [{ line: item.line, column: 'item_group_id', reason: `${values.join(', ') || 'This article'} stands in line ${first} already.` }]
  })
}

// `Apparel > Shirts` stands in Apparel, in Apparel > Shirts and in Shirts.
function collectionsOf(item: FeedItem): string[] {
  const paths = (item.attributes.get('product_type') ?? []).map((path) => path.split('>').map((part) => part.trim()))
  const names = paths.flatMap((path) => path.flatMap((part, depth) => [path.slice(0, depth + 1).join(' > '), part]))
  return [...new Set(names)].filter((name) => name !== '')
}

function indexOf(images: OfferImage[], image: OfferImage): number {
  const known = images.findIndex(({ src }) => src === image.src)
  return known === -1 ? images.push(image) - 1 : known
}
