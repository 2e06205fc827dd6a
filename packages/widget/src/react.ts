// Types only: `import type {} from '@tributary/widget/react'`, once in a program, and TSX knows the elements.
import type * as React from 'react'
import type { TributaryOffer } from './card/offer-element.ts'
import type { TributaryCart } from './cart/cart-element.ts'
import type { CartAttributes } from './cart-attributes.ts'
import type { OfferAttributes } from './offer-attributes.ts'

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'tributary-offer': React.DetailedHTMLProps<React.HTMLAttributes<TributaryOffer>, TributaryOffer> & OfferAttributes
      'tributary-cart': React.DetailedHTMLProps<React.HTMLAttributes<TributaryCart>, TributaryCart> & CartAttributes
    }
  }
}
