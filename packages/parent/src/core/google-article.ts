import type { RowNote } from '@tributary/protocol/catalogue'
import { fromDecimal, toDecimal } from '@tributary/protocol/money'
import type { OfferImage } from '@tributary/protocol/offer'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { type CatalogueVariant, MOST, saleFailure } from './catalogue.ts'
import type { FeedItem } from './google-feed.ts'
import { gtinFailure } from './gtin.ts'
import { readMeasure } from './measure.ts'
import { readDescription, titleNotes } from './offer-text.ts'
import { isSafeSource } from './picture.ts'
import { gramsIn, isWeightUnit } from './weight.ts'

/** An item of a feed as it can be sold; what tells it apart from the others of its group is the group's business. */
export interface GoogleArticle {
  readonly item: FeedItem
  readonly title: string
  readonly description: string
  readonly images: readonly OfferImage[]
  readonly variant: Omit<CatalogueVariant, 'options' | 'image'>
  readonly notes: readonly RowNote[]
}

/** The currency of the program that imports. */
export interface FeedCurrency {
  readonly code: string
  readonly digits: number
}

type Wrong = (attribute: string, reason: string) => undefined

/** The first value of an attribute; empty where it is not there. */
export const attributeOf = ({ attributes }: FeedItem, name: string): string => attributes.get(name)?.[0] ?? ''

/** Reads an item: its id is the SKU, its sale price counts within the dates it names. */
export function readGoogleArticle(item: FeedItem, currency: FeedCurrency): Result<GoogleArticle, RowNote[]> {
  const { line } = item
  const bad: RowNote[] = []
  const wrong: Wrong = (column, reason) => {
    bad.push({ line, column, reason })
    return undefined
  }
  const sku = attributeOf(item, 'id')
  if (sku === '') wrong('id', 'The id is missing; without it the article cannot be told from others.')
  if (MOST.skuLength < sku.length) wrong('id', `The id is longer than ${MOST.skuLength} characters.`)
  const title = attributeOf(item, 'title')
  bad.push(...titleNotes(title, 'title', { line, column: 'title' }))
  const description = readDescription(attributeOf(item, 'description'), { line, column: 'description' })
  if (!description.ok) bad.push(description.error)

  if (attributeOf(item, 'price') === '') wrong('price', 'The price is missing.')
  const amountMinor = priceOf(item, 'price', currency, wrong) ?? Number.NaN
  const [saleStartsAt = null, saleEndsAt = null] = datesOf(item, wrong)
  const sale = { saleMinor: priceOf(item, 'sale_price', currency, wrong) ?? null, saleStartsAt, saleEndsAt }
  const failure = saleFailure({ amountMinor, ...sale }, (minor) => toDecimal(minor, currency.digits))
  if (failure) wrong(failure.field === 'sale' ? 'sale_price' : 'sale_price_effective_date', failure.reason)

  // What sells well without: a measure that we do not know is said, and the article is sold all the same.
  const typedMeasure = attributeOf(item, 'unit_pricing_measure')
  const measure = readMeasure(typedMeasure, attributeOf(item, 'unit_pricing_base_measure'))
  const availability = attributeOf(item, 'availability').toLowerCase().replaceAll(' ', '_')
  const variant = {
    ...{ sku, amountMinor, ...sale, taxClass: 'standard', line },
    weightGrams: weightOf(item, wrong),
    ...(measure && { measure }),
    stock: availability === 'out_of_stock' ? 0 : null,
    backorder: availability === 'backorder' || availability === 'preorder',
  }
  const images = imagesOf(item, title, wrong)
  if (bad.length > 0 || !description.ok) return fail(bad)
  const gtin = attributeOf(item, 'gtin')
  const mistyped = gtin === '' ? undefined : gtinFailure(gtin)
  const notes = mistyped ? [{ line, column: 'gtin', reason: `${mistyped} The article is sold all the same.` }] : []
  if (typedMeasure !== '' && !measure) {
    notes.push({ line, column: 'unit_pricing_measure', reason: `“${typedMeasure}” is not a measure that we know; no unit price is shown.` })
  }
  return ok({ item, title, description: description.value, images, variant, notes })
}

// “105.29 USD”, in some feeds “USD 105.29”; one without a currency is in the program's.
function priceOf(item: FeedItem, attribute: string, { code, digits }: FeedCurrency, wrong: Wrong): number | undefined {
  const typed = attributeOf(item, attribute)
  if (typed === '') return undefined
  const [, before, amount = '', after] = /^([A-Z]{3})?\s*([\d.,]+)\s*([A-Z]{3})?$/.exec(typed) ?? []
  const named = before ?? after
  if (named && named !== code) return wrong(attribute, `“${typed}” is in ${named}; this program sells in ${code}.`)
  return fromDecimal(amount, digits) ?? wrong(attribute, `“${typed}” is not a price; write it like ${toDecimal(2_490, digits)} ${code}.`)
}

function datesOf(item: FeedItem, wrong: Wrong): (string | null)[] {
  const typed = attributeOf(item, 'sale_price_effective_date')
  if (typed === '') return []
  const dates = typed.split('/').map((part) => new Date(part.trim().replace(/([+-]\d{2})(\d{2})$/, '$1:$2')))
  if (dates.length === 2 && dates.every((date) => !Number.isNaN(date.getTime()))) return dates.map((date) => date.toISOString())
  wrong('sale_price_effective_date', `“${typed}” is not a time from and to; write it like 2026-11-01T00:00Z/2026-11-30T23:59Z.`)
  return []
}

function weightOf(item: FeedItem, wrong: Wrong): number {
  const typed = attributeOf(item, 'shipping_weight')
  if (typed === '') return 0
  const [, number = '', unit = ''] = /^([\d.,]+)\s*([a-z]+)$/i.exec(typed) ?? []
  if (unit !== '' && !isWeightUnit(unit))
    return wrong('shipping_weight', `“${unit}” is not a unit that we know; we know kg, g, lb and oz.`) ?? 0
  return gramsIn(number, unit) ?? wrong('shipping_weight', `“${typed}” is not a weight; write it like 0.25 kg.`) ?? 0
}

function imagesOf(item: FeedItem, alt: string, wrong: Wrong): OfferImage[] {
  const stated = ['image_link', 'additional_image_link'].flatMap((name) => (item.attributes.get(name) ?? []).map((src) => ({ name, src })))
  for (const { name, src } of stated) {
    if (!URL.canParse(src) || !isSafeSource(src)) wrong(name, `“${src}” is not a web address of a picture (https://…).`)
  }
  return stated.map(({ src }) => ({ src, alt }))
}
