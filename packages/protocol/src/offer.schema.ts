import { z } from 'zod'
import { id, siteKey } from './id.schema.ts'
import { OFFERS_PER_REQUEST, type Offer, type OfferFacets, type OffersAnswer, type OffersQuery, type ServiceFacts } from './offer.ts'
import { OFFER_SORTS } from './offer-sort.ts'
import { programFacts } from './program.schema.ts'
import { question } from './question.schema.ts'
import { text } from './text.schema.ts'

const reference = text(200, 1)

const flag = z.enum(['true', 'false']).transform((word) => word === 'true')

/** The query of `GET /v1/offers`. */
export const offersQuery = z.strictObject({
  site: siteKey,
  ids: z
    .string()
    .max(20_000)
    .transform((list) => list.split(',').filter((one) => one !== ''))
    .pipe(z.array(reference).max(OFFERS_PER_REQUEST, `At most ${OFFERS_PER_REQUEST} offers in one request.`))
    .optional(),
  collection: text(200).optional(),
  q: text(200).optional(),
  sort: z.enum(OFFER_SORTS).optional(),
  available: flag.optional(),
  option: z
    .string()
    .max(400)
    .regex(/^[^:]+:./, 'Write the option, a colon and the value: Colour:Blue.')
    .optional(),
  maxMinor: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  facets: flag.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(OFFERS_PER_REQUEST).optional(),
}) satisfies z.ZodType<OffersQuery>

/** `ServiceFacts` on the wire. */
export const serviceFacts = z.strictObject({
  price: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.enum(['from', 'fixed']), amountMinor: z.int() }),
    z.strictObject({ kind: z.literal('on_request') }),
  ]),
  duration: z.string().exactOptional(),
  area: z.string().exactOptional(),
  answersWithinHours: z.int().exactOptional(),
  questions: z.array(question),
  consents: z.array(z.string()),
  commissionTerms: z.string().exactOptional(),
}) satisfies z.ZodType<ServiceFacts>

/** `Offer` on the wire. */
export const offer = z.strictObject({
  id: id('offer'),
  handle: z.string(),
  kind: z.enum(['product', 'service']),
  title: z.string(),
  description: z.string(),
  images: z.array(
    z.strictObject({
      src: z.string(),
      alt: z.string(),
      width: z.int().exactOptional(),
      height: z.int().exactOptional(),
    }),
  ),
  options: z.array(z.strictObject({ name: z.string(), values: z.array(z.string()) })),
  variants: z.array(
    z.strictObject({
      sku: z.string(),
      options: z.array(z.string()),
      amountMinor: z.int(),
      regularMinor: z.int().exactOptional(),
      unit: z.strictObject({ amountMinor: z.int(), base: z.string() }).exactOptional(),
      available: z.boolean(),
      stock: z.int().exactOptional(),
      image: z.int().exactOptional(),
    }),
  ),
  service: serviceFacts.exactOptional(),
  url: z.string(),
}) satisfies z.ZodType<Offer>

const facets = z.strictObject({
  options: z.array(z.strictObject({ name: z.string(), values: z.array(z.string()) })),
  fromMinor: z.int(),
  toMinor: z.int(),
}) satisfies z.ZodType<OfferFacets>

/** `OffersAnswer` on the wire. */
export const offersAnswer = z.strictObject({
  program: programFacts,
  site: z.strictObject({ key: siteKey, test: z.boolean() }),
  offers: z.array(offer),
  unknown: z.array(z.string()),
  facets: facets.exactOptional(),
  next: z.string().exactOptional(),
}) satisfies z.ZodType<OffersAnswer>
