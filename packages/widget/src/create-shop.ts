import { createClient, createOffers } from '@tributary/sdk/parts'
import type { OrderSheetModule, Shop } from './shop.ts'
import { memoryOf, type TouchTag } from './touch-memory.ts'

/** What a shop is made from. The last two come from the script tag's loader. */
export interface ShopOptions extends TouchTag {
  /** Ids or handles of all placements on the page by now. */
  readonly wanted?: () => readonly string[]
  /** Fetches a chunk with its integrity checked. */
  readonly preload?: (chunk: string) => Promise<void>
}

/** A parent's shop for the elements of one page. */
export function createShop({ wanted, preload, ...tag }: ShopOptions): Shop {
  const { parent, site } = tag
  const client = createClient(parent)
  const offers = createOffers(client, site)
  let sheet: Promise<OrderSheetModule> | undefined
  const shop: Shop = {
    parent,
    site,
    client,
    offers,
    touches: memoryOf(tag),
    async find(reference) {
      // Asked in one moment, so both go in one request.
      if (wanted) void offers.read(wanted())
      const answer = await offers.read([reference])
      return answer.ok ? { ok: true, value: { ...answer.value, offer: answer.value.offers[0] } } : answer
    },
    sheet() {
      sheet ??= Promise.resolve(preload?.('sheet')).then(() => import('./sheet/open-sheet.ts'))
      // What could not be fetched now may be to be had at the next press.
      sheet.catch(() => (sheet = undefined))
      return sheet
    },
    async later() {
      await preload?.('later')
      return import('./later.ts')
    },
  }
  return shop
}
