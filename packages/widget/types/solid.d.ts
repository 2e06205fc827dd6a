// Written by scripts/check-attributes.mjs --write from protocol/src/placement.ts.
// Types only: `import type {} from '@tributary/widget/solid'`, once in a program.
import type { JSX } from 'solid-js'
import type {
  CartAttributes,
  CollectionAttributes,
  OfferAttributes,
  PlacementAttributes,
  ShareAttributes,
  StatusAttributes,
} from '../dist/element-attributes.js'

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'tributary-offer': JSX.HTMLAttributes<HTMLElement> & OfferAttributes
      'tributary-collection': JSX.HTMLAttributes<HTMLElement> & CollectionAttributes
      'tributary-cart': JSX.HTMLAttributes<HTMLElement> & CartAttributes
      'tributary-status': JSX.HTMLAttributes<HTMLElement> & StatusAttributes
      'tributary-share': JSX.HTMLAttributes<HTMLElement> & ShareAttributes
      'tributary-placement': JSX.HTMLAttributes<HTMLElement> & PlacementAttributes
    }
  }
}
