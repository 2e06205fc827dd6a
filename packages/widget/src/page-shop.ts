import { hasUnsent, readConsent, readTouches } from '@tributary/sdk/parts'
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

// What each element said of consent last.
const heard = new WeakMap<HTMLElement, string | null>()

/**
 * The shop that an element names by its attributes `parent` and `site`, or none. The first element of a site says of consent what counts at first; an
 * element whose attribute changes afterwards says what counts from then on.
 */
export function shopOfElement(element: HTMLElement): Shop | undefined {
  const [parent, site, consent = null] = ['parent', 'site', 'consent'].map((name) => element.getAttribute(name))
  if (!parent || !site) return undefined
  const before = heard.get(element)
  heard.set(element, consent)
  const shop = pageShop(parent, site, consent)
  if (before !== undefined && before !== consent) touchesOf({ parent, site }).consent(readConsent(consent) === 'granted')
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
