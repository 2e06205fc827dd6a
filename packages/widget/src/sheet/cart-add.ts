import type { Cart, CartItem } from '@tributary/sdk'
import { tellPage } from './page-events.ts'

/** Puts an article into the cart, and tells the page where it was not in it. What was counted there is not counted down by another press on the card. */
export function addToCart(cart: Cart, item: CartItem): void {
  const counted = cart.lines().find(({ sku }) => sku === item.sku)?.quantity ?? 0
  cart.set({ ...item, quantity: Math.max(item.quantity, counted) })
  if (!counted) tellPage('cart-add', { offer: item.offer, sku: item.sku })
}
