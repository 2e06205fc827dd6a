// Written by scripts/check-attributes.mjs --write from protocol/src/placement.ts.
// Types only: `import type {} from '@tributary/widget/react'`, once in a program, and TSX knows the elements.
import type * as React from 'react'
import type { TributaryOffer } from './card/offer-element.ts'
import type { TributaryCart } from './cart/cart-element.ts'
import type { TributaryCollection } from './collection/collection-element.ts'
import type {
  CartAttributes,
  CollectionAttributes,
  OfferAttributes,
  PlacementAttributes,
  ShareAttributes,
  StatusAttributes,
} from './element-attributes.ts'
import type { TributaryPlacement } from './held/held-element.ts'
import type { TributaryShare } from './share/share-element.ts'
import type { TributaryStatus } from './status/status-element.ts'

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'tributary-offer': React.DetailedHTMLProps<React.HTMLAttributes<TributaryOffer>, TributaryOffer> & OfferAttributes
      'tributary-collection': React.DetailedHTMLProps<React.HTMLAttributes<TributaryCollection>, TributaryCollection> & CollectionAttributes
      'tributary-cart': React.DetailedHTMLProps<React.HTMLAttributes<TributaryCart>, TributaryCart> & CartAttributes
      'tributary-status': React.DetailedHTMLProps<React.HTMLAttributes<TributaryStatus>, TributaryStatus> & StatusAttributes
      'tributary-share': React.DetailedHTMLProps<React.HTMLAttributes<TributaryShare>, TributaryShare> & ShareAttributes
      'tributary-placement': React.DetailedHTMLProps<React.HTMLAttributes<TributaryPlacement>, TributaryPlacement> & PlacementAttributes
    }
  }
}
