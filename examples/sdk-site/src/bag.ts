import type { CartItem, Offer, ProgramFacts, Tributary } from '@tributary/sdk'
import { byId, make, money } from './page.ts'

/** Shows the bag, now and whenever it changes, in this tab or in another one. */
export function showBag(shop: Tributary, offers: readonly Offer[], program: ProgramFacts): void {
  const show = (items: readonly CartItem[]): void => {
    byId('bag-lines').replaceChildren(...items.map((item) => line(shop, item, offers, program)))
    byId('bag-empty').hidden = items.length > 0
    byId('checkout').hidden = items.length === 0
    // A total belongs to the bag that it was worked out for.
    byId('total').hidden = true
  }
  shop.on('cart', show)
  show(shop.cart.lines())
}

function line(shop: Tributary, item: CartItem, offers: readonly Offer[], program: ProgramFacts): HTMLElement {
  const offer = offers.find(({ id }) => id === item.offer)
  const variant = offer?.variants.find(({ sku }) => sku === item.sku)
  const title = [offer?.title ?? item.sku, ...(variant?.options ?? [])].join(', ')
  const takeOut = Object.assign(make('button', 'Take out'), { type: 'button', className: 'plain' })
  takeOut.addEventListener('click', () => shop.cart.set({ ...item, quantity: 0 }))

  const row = make('li')
  row.append(
    make('span', `${item.quantity} × ${title}`),
    make('span', variant ? money(program, variant.amountMinor * item.quantity) : ''),
    takeOut,
  )
  return row
}
