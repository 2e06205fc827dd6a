// Written by scripts/check-attributes.mjs --write from protocol/src/placement.ts.
// Types only: `import type {} from '@tributary/widget/react'`, once in a program, and TSX knows the elements.
import type * as React from 'react'
import type {
  CartAttributes,
  CollectionAttributes,
  OfferAttributes,
  PlacementAttributes,
  ShareAttributes,
  StatusAttributes,
} from './element-attributes.ts'
import type { TributaryTagNames } from './tag-names.ts'

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'tributary-offer': React.DetailedHTMLProps<
        React.HTMLAttributes<TributaryTagNames['tributary-offer']>,
        TributaryTagNames['tributary-offer']
      > &
        OfferAttributes
      'tributary-collection': React.DetailedHTMLProps<
        React.HTMLAttributes<TributaryTagNames['tributary-collection']>,
        TributaryTagNames['tributary-collection']
      > &
        CollectionAttributes
      'tributary-cart': React.DetailedHTMLProps<
        React.HTMLAttributes<TributaryTagNames['tributary-cart']>,
        TributaryTagNames['tributary-cart']
      > &
        CartAttributes
      'tributary-status': React.DetailedHTMLProps<
        React.HTMLAttributes<TributaryTagNames['tributary-status']>,
        TributaryTagNames['tributary-status']
      > &
        StatusAttributes
      'tributary-share': React.DetailedHTMLProps<
        React.HTMLAttributes<TributaryTagNames['tributary-share']>,
        TributaryTagNames['tributary-share']
      > &
        ShareAttributes
      'tributary-placement': React.DetailedHTMLProps<
        React.HTMLAttributes<TributaryTagNames['tributary-placement']>,
        TributaryTagNames['tributary-placement']
      > &
        PlacementAttributes
    }
  }
}
