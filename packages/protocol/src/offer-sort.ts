/** In which order offers come page by page: the catalogue's own, by price from either end, or by title. */
export const OFFER_SORTS = ['given', 'price', 'price-down', 'title'] as const

/** One of these orders. A price is the lowest that can be ordered now. */
export type OfferSort = (typeof OFFER_SORTS)[number]
