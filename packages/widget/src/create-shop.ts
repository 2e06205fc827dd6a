import { fail, ok } from '@tributary/protocol/result'
import { createClient, createOffers, mayHoldTouches, type readTouches } from '@tributary/sdk/parts'
import { notSold } from './complaint.ts'
import type { Chunks, Shop } from './shop.ts'
import { memoryOf, type TouchTag } from './touch-memory.ts'

const CHUNKS = {
  sheet: () => import('./sheet/open-sheet.ts'),
  lead: () => import('./lead/open-lead.ts'),
  later: () => import('./later.ts'),
  more: () => import('./more.ts'),
}

/** What touches are read with. */
export interface TouchModule {
  readonly readTouches: typeof readTouches
}

/** What a shop is made from. `wanted` and `preload` come from the script tag's loader. */
export interface ShopOptions extends TouchTag {
  /** Ids or handles of all placements on the page by now. */
  readonly wanted?: () => readonly string[]
  /** Fetches what touches are read with: on most pages there are none. */
  readonly touchModule: () => Promise<TouchModule>
  /** How the parent is asked, if not by the browser's own `fetch`. */
  readonly fetch?: typeof globalThis.fetch
  /** Fetches a chunk with its integrity checked. */
  readonly preload?: (chunk: string) => Promise<void>
}

/** A parent's shop for the elements of one page. */
export function createShop({ wanted, preload, touchModule, ...tag }: ShopOptions): Shop {
  const { parent, site } = tag
  const client = createClient(parent, tag.fetch)
  const offers = createOffers(client, site)
  const memory = memoryOf(tag)
  // All that the page has by now goes in one request; what comes later goes with what comes near in the same moment.
  if (wanted) void offers.read(wanted())
  const loaded: Record<string, Promise<unknown>> = {}
  const shop: Shop = {
    parent,
    site,
    client,
    offers,
    async touches() {
      if (!tag.touchPath && !memory.onItsWay && !mayHoldTouches(document)) return { touches: [] }
      return (await touchModule()).readTouches(memory)
    },
    consent: () => memory.mode,
    async find(reference) {
      const answer = await offers.read([reference])
      if (!answer.ok) return answer
      const [offer] = answer.value.offers
      return offer ? ok({ ...answer.value, offer }) : fail({ code: 'offer_unknown', final: true, title: notSold(reference) })
    },
    load: ((name: string, from: () => Promise<unknown> = CHUNKS[name as keyof Chunks]) => {
      const loading = (loaded[name] ??= Promise.resolve(preload?.(name)).then(from))
      // What could not be fetched now may be to be had at the next press.
      loading.catch(() => delete loaded[name])
      return loading
    }) as Shop['load'],
  }
  return shop
}
