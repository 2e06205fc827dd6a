import { hasUnsent, readTouches } from '@tributary/sdk/parts'
import { createShop } from './create-shop.ts'
import type { Shop } from './shop.ts'
import { touchesOf } from './touches.ts'

const shops = new Map<string, Shop>()

/** The one shop of this parent and site on this page, for pages without the script tag: it does what the loader does beside finding placements. */
export function pageShop(parent: string, site: string, consent?: string | null): Shop {
  const key = `${site} ${parent}`
  const shop = shops.get(key) ?? makeShop(parent, site, consent)
  shops.set(key, shop)
  return shop
}

function makeShop(parent: string, site: string, consent: string | null | undefined): Shop {
  const tag = { parent, site, consent }
  touchesOf(tag)
  const shop = createShop({ ...tag, touchModule: async () => ({ readTouches }) })
  void takeUp(shop).catch(() => undefined)
  return shop
}

async function takeUp(shop: Shop): Promise<void> {
  if (await hasUnsent()) await (await shop.load('later')).showUnsent(shop)
}
