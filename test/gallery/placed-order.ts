import type { SiteKey } from '@tributary/protocol/id'
import { createTributary, type OrderAnswer } from '@tributary/sdk'
import type { Scene } from './scene.ts'

const ADA = {
  email: 'ada@customer.example',
  delivery: { name: 'Ada Muster', country: 'DE', line1: 'Lindenweg 3', postcode: '10115', city: 'Berlin' },
}

/** An order that this scene's parent took, with this code. */
export async function placeOrder({ parent }: Scene, code?: string): Promise<OrderAnswer> {
  const shop = createTributary({ parent: parent.origin, site: parent.site as SiteKey })
  shop.cart.set({ sku: 'mug', quantity: 2, offer: 'mug' })
  const quoted = await shop.quote({ country: 'DE', postcode: ADA.delivery.postcode, ...(code && { code }) })
  if (!quoted.ok) throw new Error(`expected a price, received ${quoted.error.code}`)
  const placed = await shop.placeOrder({ quote: quoted.value, customer: ADA, code })
  shop.cart.clear()
  if (placed.outcome !== 'placed') throw new Error(`expected an order, received ${JSON.stringify(placed)}`)
  return placed.answer
}
