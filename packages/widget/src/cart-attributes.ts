import type { OfferAttributes } from './offer-attributes.ts'

/** The attributes of `<tributary-cart>`, as a framework's templates write them. */
export type CartAttributes = Pick<OfferAttributes, 'parent' | 'site' | 'consent'>
