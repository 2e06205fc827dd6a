// Written by scripts/check-attributes.mjs --write from protocol/src/placement.ts.
// Types only: `import type {} from '@tributary/widget/preact'`, once in a program, and TSX knows the elements.
import type { HTMLAttributes } from 'preact'
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

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'tributary-offer': HTMLAttributes<TributaryOffer> & OfferAttributes
      'tributary-collection': HTMLAttributes<TributaryCollection> & CollectionAttributes
      'tributary-cart': HTMLAttributes<TributaryCart> & CartAttributes
      'tributary-status': HTMLAttributes<TributaryStatus> & StatusAttributes
      'tributary-share': HTMLAttributes<TributaryShare> & ShareAttributes
      'tributary-placement': HTMLAttributes<TributaryPlacement> & PlacementAttributes
    }
  }
}
