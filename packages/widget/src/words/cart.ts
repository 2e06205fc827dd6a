import { inLanguage } from './spoken.ts'

/** What the button of a cart says, in English. */
export const words = inLanguage('cart', {
  cart: 'Cart',
  /** Read aloud when the number changes. */
  holds: (quantity: number) => (quantity === 1 ? '1 article in the cart' : `${quantity} articles in the cart`),
  opening: 'Opening…',
})
