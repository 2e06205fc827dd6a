// Written by scripts/check-attributes.mjs --write from protocol/src/placement.ts.
import type { TributaryOffer } from './card/offer-element.ts'
import type { TributaryCart } from './cart/cart-element.ts'
import type { TributaryCollection } from './collection/collection-element.ts'
import type {
  CartProperties,
  CollectionProperties,
  OfferProperties,
  PlacementProperties,
  ShareProperties,
  StatusProperties,
} from './element-properties.ts'
import type { TributaryPlacement } from './held/held-element.ts'
import type { TributaryShare } from './share/share-element.ts'
import type { TributaryStatus } from './status/status-element.ts'

/** Our elements by their names, as `document.createElement` and `querySelector` answer them. */
export interface TributaryTagNames {
  'tributary-offer': TributaryOffer & OfferProperties
  'tributary-collection': TributaryCollection & CollectionProperties
  'tributary-cart': TributaryCart & CartProperties
  'tributary-status': TributaryStatus & StatusProperties
  'tributary-share': TributaryShare & ShareProperties
  'tributary-placement': TributaryPlacement & PlacementProperties
}

declare global {
  interface HTMLElementTagNameMap extends TributaryTagNames {}
}
