import type { OfferFacets } from '@tributary/protocol/offer'
import type { OfferSort } from '@tributary/protocol/offer-sort'
import type { Offer, ProgramFacts } from '@tributary/sdk'

/** What a visitor made of a collection: what is searched for, and what is left out. Empty texts leave nothing out. */
export interface Wanted {
  readonly q: string
  readonly sort: OfferSort
  /** `Colour:Blue` */
  readonly option: string
  readonly maxMinor: string
  readonly available: boolean
}

/** What a visitor can narrow a collection down by. */
export type Tool = 'search' | 'stock' | 'option' | 'price'

/** How a collection is laid out: what its attributes say. */
export interface CollectionPlan {
  readonly layout: 'grid' | 'list'
  /** At most so many columns, 1 to 4. */
  readonly columns: number
  /** So many offers at a time. */
  readonly limit: number
  readonly tools: readonly Tool[]
  readonly sort: OfferSort
}

/** What stands under the offers: nothing, a way to more of them, or why there is none at the moment. */
export type More = 'end' | 'there' | 'coming' | 'failed'

/** Everything that a collection shows. */
export type CollectionView = {
  readonly plan: CollectionPlan
  readonly wanted: Wanted
  readonly facets: OfferFacets | undefined
  readonly program: ProgramFacts | undefined
  readonly locale: string
  /** The parent's page of the same. */
  readonly href: string
} & (
  | { readonly kind: 'loading' | 'empty' | 'failed' }
  // While something else is asked for, what was there stays.
  | { readonly kind: 'ready'; readonly offers: readonly Offer[]; readonly more: More; readonly isAsking: boolean }
)

/** What a visitor can do with a collection. */
export interface CollectionActions {
  want(change: Partial<Wanted>): void
  more(): void
  again(): void
  clear(): void
}

/** What is wanted before a visitor wants anything. */
export const firstWanted = ({ sort }: CollectionPlan): Wanted => ({ q: '', sort, option: '', maxMinor: '', available: false })

/** Whether something is left out. */
export const isNarrowed = ({ q, option, maxMinor, available }: Wanted): boolean => Boolean(q || option || maxMinor || available)

/**
 * Prices to choose a limit from: up to three round amounts between the lowest and the highest of a collection. From 14.90 to 89.00 these are
 * 20, 40 and 60.
 */
export function priceSteps({ fromMinor, toMinor }: OfferFacets): readonly number[] {
  const step = roundUp((toMinor - fromMinor) / 4)
  const first = Math.ceil((fromMinor + 1) / step) * step
  return [first, first + step, first + 2 * step].filter((amount) => amount < toMinor)
}

// To 1, 2 or 5 times a power of ten.
function roundUp(amount: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(amount, 1)))
  return power * ([1, 2, 5].find((times) => amount <= times * power) ?? 10)
}
