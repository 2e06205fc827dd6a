import type { Offer, ServiceFacts, Variant } from '@tributary/protocol/offer'
import { type Measure, unitPrice } from './measure.ts'

// "3 left" is worth saying, "412 left" is the shop's own business.
const STOCK_WORTH_SAYING = 5

/** An offer as the catalogue keeps it: pictures may be relative, stock is exact. */
export interface CataloguedOffer extends Omit<Offer, 'url' | 'variants' | 'service'> {
  readonly service: ServiceFacts | null
  readonly variants: readonly {
    readonly sku: string
    readonly options: readonly string[]
    readonly amountMinor: number
    readonly regularMinor: number | null
    readonly image: number | null
    readonly measure: Measure | null
    readonly level: number | null
    readonly backorder: boolean
  }[]
}

/** An offer as pages get it: absolute addresses, stock only where little is left. */
export const publicOffer = (
  origin: string,
  { id, handle, kind, title, description, images, options, variants, service }: CataloguedOffer,
): Offer => ({
  id,
  handle,
  kind,
  title,
  description,
  images: images.map((image) => ({ ...image, src: new URL(image.src, `${origin}/`).href })),
  options,
  variants: variants.map(publicVariant),
  ...(service && { service }),
  url: `${origin}/o/${encodeURIComponent(handle)}`,
})

const publicVariant = ({
  sku,
  options,
  amountMinor,
  regularMinor,
  image,
  measure,
  level,
  backorder,
}: CataloguedOffer['variants'][number]): Variant => ({
  sku,
  options,
  amountMinor,
  ...(regularMinor !== null && { regularMinor }),
  ...(measure && { unit: unitPrice(amountMinor, measure) }),
  available: level === null || backorder || 0 < level,
  ...(level !== null && !backorder && level <= STOCK_WORTH_SAYING && { stock: level }),
  ...(image !== null && { image }),
})
