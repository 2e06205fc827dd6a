// Written by scripts/check-attributes.mjs --write from protocol/src/placement.ts.
// Types only: `import type {} from '@tributary/widget/preact'`, once in a program, and TSX knows the elements.
import type { HTMLAttributes } from 'preact'
import type {
  CartAttributes,
  CollectionAttributes,
  OfferAttributes,
  PlacementAttributes,
  ShareAttributes,
  StatusAttributes,
} from './element-attributes.ts'
import type { TributaryTagNames } from './tag-names.ts'

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'tributary-offer': HTMLAttributes<TributaryTagNames['tributary-offer']> & OfferAttributes
      'tributary-collection': HTMLAttributes<TributaryTagNames['tributary-collection']> & CollectionAttributes
      'tributary-cart': HTMLAttributes<TributaryTagNames['tributary-cart']> & CartAttributes
      'tributary-status': HTMLAttributes<TributaryTagNames['tributary-status']> & StatusAttributes
      'tributary-share': HTMLAttributes<TributaryTagNames['tributary-share']> & ShareAttributes
      'tributary-placement': HTMLAttributes<TributaryTagNames['tributary-placement']> & PlacementAttributes
    }
  }
}
