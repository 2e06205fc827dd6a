import { createClient, createTouches } from '@tributary/sdk/parts'
import { createShop } from './create-shop.ts'
import type { Shop } from './shop.ts'

const shops = new Map<string, Shop>()

/** The one shop of this parent and site on this page, for pages without the script tag: it keeps the visit's touches itself. */
export function pageShop(parent: string, site: string): Shop {
  const key = `${site} ${parent}`
  const shop = shops.get(key) ?? makeShop(parent, site)
  shops.set(key, shop)
  return shop
}

function makeShop(parent: string, site: string): Shop {
  const client = createClient(parent)
  const touches = createTouches(async (touch) => {
    const answer = await client.call('postTouch', { body: JSON.stringify({ site, ...touch }) })
    return answer.ok ? answer.value.token : undefined
  })
  return createShop({ parent, site, touches })
}
