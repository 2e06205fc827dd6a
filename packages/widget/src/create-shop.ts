import { createClient, createOffers, mayHoldTouches, type readTouches } from '@tributary/sdk/parts'
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
  /** Fetches a chunk with its integrity checked. */
  readonly preload?: (chunk: string) => Promise<void>
}

/** A parent's shop for the elements of one page. */
export function createShop({ wanted, preload, touchModule, ...tag }: ShopOptions): Shop {
  const { parent, site } = tag
  const client = createClient(parent)
  const offers = createOffers(client, site)
  const memory = memoryOf(tag)
  let asked = new Set<string>()
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
      // Asked in one moment, so all go in one request; once, since a page may have a thousand.
      if (wanted && !asked.has(reference)) {
        asked = new Set(wanted())
        void offers.read([...asked])
      }
      const answer = await offers.read([reference])
      return answer.ok ? { ok: true, value: { ...answer.value, offer: answer.value.offers[0] } } : answer
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
