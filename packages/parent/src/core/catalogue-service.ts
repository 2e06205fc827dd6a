import type { RowNote } from '@tributary/protocol/catalogue'
import { fromDecimal } from '@tributary/protocol/money'
import type { ServiceFacts, ServicePrice } from '@tributary/protocol/offer'
import type { Question } from '@tributary/protocol/question'
import { fail, ok, type Result } from '@tributary/protocol/result'
import type { CatalogueOffer } from './catalogue.ts'
import type { ParsedService } from './catalogue-service.schema.ts'
import { plainDescription } from './description.ts'
import { sizedImages } from './picture.ts'
import { slug } from './slug.ts'

/** A service of a file as an offer: its one variant costs what it costs at least, or 0 where that is said on request only. */
export function serviceOffer(
  parsed: ParsedService,
  note: (path: readonly PropertyKey[], reason: string) => RowNote,
  digits: number,
): Result<CatalogueOffer, RowNote[]> {
  const { title, description, images, collections, taxClass, service } = parsed
  const price = priceOf(service.price, digits)
  if (!price) return fail([note(['service', 'price', 'amount'], 'The price is finer than the currency’s smallest unit, or too large.')])
  const { line } = note([], '')
  return ok({
    handle: handleOf(parsed),
    isHandleStated: parsed.handle !== undefined,
    kind: 'service',
    title,
    description: plainDescription(description),
    images: sizedImages(images),
    options: [],
    collections,
    service: factsOf(service, price),
    variants: [{ ...UNCOUNTED, sku: serviceSku(parsed), amountMinor: 'amountMinor' in price ? price.amountMinor : 0, taxClass, line }],
    line,
  })
}

/** What the variant of a service is called in orders; of a broken one, as far as it can be read. */
export function serviceSku({ sku, ...named }: { readonly sku?: unknown; readonly handle?: unknown; readonly title?: unknown }): string {
  return typeof sku === 'string' ? sku : handleOf(named)
}

const handleOf = ({ handle, title }: { readonly handle?: unknown; readonly title?: unknown }): string =>
  typeof handle === 'string' ? handle : slug(String(title)) || 'service'

const UNCOUNTED = {
  options: [],
  saleMinor: null,
  saleStartsAt: null,
  saleEndsAt: null,
  weightGrams: 0,
  image: null,
  stock: null,
  backorder: false,
} as const

function priceOf(price: ParsedService['service']['price'], digits: number): ServicePrice | undefined {
  if (price.kind === 'on_request') return price
  const amountMinor = fromDecimal(price.amount, digits)
  return amountMinor === undefined ? undefined : { kind: price.kind, amountMinor }
}

const factsOf = (service: ParsedService['service'], price: ServicePrice): ServiceFacts =>
  stated<ServiceFacts>({ ...service, price, questions: service.questions.map((question) => stated<Question>(question)) })

// What a file leaves out is left out on the wire.
const stated = <Value extends object>(value: { readonly [Name in keyof Value]?: Value[Name] | undefined }): Value =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Value
