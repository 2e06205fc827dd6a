// Types only: `import type {} from '@tributary/widget/preact'`, once in a program, and TSX knows the elements.
import type { HTMLAttributes } from 'preact'
import type { TributaryOffer } from './card/offer-element.ts'
import type { TributaryCart } from './cart/cart-element.ts'
import type { CartAttributes } from './cart-attributes.ts'
import type { OfferAttributes } from './offer-attributes.ts'

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'tributary-offer': HTMLAttributes<TributaryOffer> & OfferAttributes
      'tributary-cart': HTMLAttributes<TributaryCart> & CartAttributes
    }
  }
}
