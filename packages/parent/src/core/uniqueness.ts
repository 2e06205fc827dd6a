import type { RowNote } from '@tributary/protocol/catalogue'
import type { CatalogueOffer } from './catalogue.ts'

/** Remembers which skus and stated handles a file has used, by line. */
export interface Uniqueness {
  /** Why an offer cannot stand beside those before it; nothing: it is remembered, and can. */
  add(offer: CatalogueOffer): RowNote[]
}

/** Finds offers that have a sku of an offer before, or a stated handle that an offer before has. */
export function createUniqueness(columns: { readonly sku: string; readonly handle: string }): Uniqueness {
  const skus = new Map<string, number>()
  const stated = new Map<string, number>()
  return {
    add(offer) {
      const notes = offer.variants.flatMap(({ sku, line }): RowNote[] => {
        const first = skus.get(sku)
        if (first === undefined) skus.set(sku, line)
        return first === undefined
          ? []
          : [{ line, column: columns.sku, reason: `The SKU “${sku}” stands in line ${first} already; each article needs its own.` }]
      })
      const taken = offer.isHandleStated ? stated.get(offer.handle) : undefined
      if (taken !== undefined) {
        notes.push({ line: offer.line, column: columns.handle, reason: `The handle “${offer.handle}” stands in line ${taken} already.` })
      }
      if (notes.length === 0 && offer.isHandleStated) stated.set(offer.handle, offer.line)
      return notes
    },
  }
}

/** The handles of a file's offers, in order: those that the file does not state are made unique among all of them. */
export function uniqueHandles(offers: readonly Pick<CatalogueOffer, 'handle' | 'isHandleStated'>[]): string[] {
  const taken = new Set(offers.filter(({ isHandleStated }) => isHandleStated).map(({ handle }) => handle))
  return offers.map(({ handle, isHandleStated }) => (isHandleStated ? handle : freeHandle(handle, taken)))
}

/** The handle, or the first of `handle-2`, `handle-3`, … that is not taken; it is taken then. */
function freeHandle(wanted: string, taken: Set<string>): string {
  let handle = wanted
  for (let count = 2; taken.has(handle); count++) handle = `${wanted}-${count}`
  taken.add(handle)
  return handle
}
