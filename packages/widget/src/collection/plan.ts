import { OFFERS_PER_REQUEST } from '@tributary/protocol/offer'
import { OFFER_SORTS, type OfferSort } from '@tributary/protocol/offer-sort'
import type { CollectionPlan, Tool } from './collection-view.ts'

const MOST_COLUMNS = 4
const OFFERS_AT_A_TIME = 12
const FILTERS = ['stock', 'option', 'price'] as const

/** What an element's attributes say of a collection. What cannot be understood counts as not said; the developer is told elsewhere. */
export function planOf(element: Element): CollectionPlan {
  const said = (name: string): string => element.getAttribute(name) ?? ''
  const filters = said('filter').split(/[\s,]+/)
  const tools: Tool[] = FILTERS.filter((filter) => filters.includes(filter))
  const search = element.getAttribute('search')
  return {
    layout: said('layout') === 'list' ? 'list' : 'grid',
    columns: numberOf(said('columns'), MOST_COLUMNS) ?? MOST_COLUMNS,
    limit: numberOf(said('limit'), OFFERS_PER_REQUEST) ?? OFFERS_AT_A_TIME,
    tools: search === null || search === 'false' ? tools : ['search', ...tools],
    sort: OFFER_SORTS.find((sort): sort is OfferSort => sort === said('sort')) ?? 'given',
  }
}

const numberOf = (text: string, most: number): number | undefined => {
  const number = Number(text)
  return Number.isInteger(number) && 1 <= number && number <= most ? number : undefined
}
