import type { Language } from '../language.ts'

/** Spanish: the button of a cart, a cart that is changed, and what a code did. */
export const cart = {
  cart: {
    cart: 'Carrito',
    holds: (quantity) => `${quantity} ${quantity === 1 ? 'artículo' : 'artículos'} en el carrito`,
    opening: 'Abriendo…',
  },
  cartStep: {
    removed: (title) => `Quitado: ${title}`,
    undo: 'Deshacer',
    codeTook: (title, amount) => `${title}: su código descuenta ${amount}.`,
    codeNothing: 'Su código no cambia el precio de este pedido.',
    codeOfAffiliate: 'Su código indica quién le envió. El precio es el mismo.',
    codeRefused: {
      unknown: () => 'La tienda no conoce este código.',
      too_early: (day) => `Este código es válido a partir del ${day}.`,
      expired: () => 'Este código ya no es válido.',
      used_up: () => 'Este código está agotado.',
      below_minimum: (missing) => `Para este código faltan ${missing} en el carrito.`,
    },
    codeWithout: 'El precio es sin él.',
    changeCode: 'Cambiar el código',
  },
} satisfies Pick<Language, 'cart' | 'cartStep'>
