// Written by scripts/check-attributes.mjs --write from protocol/src/placement.ts.
// Types only: `import type {} from '@tributary/widget/svelte'`, once in a program.
import type { HTMLAttributes } from 'svelte/elements'
import type {
  CartAttributes,
  CollectionAttributes,
  OfferAttributes,
  PlacementAttributes,
  ShareAttributes,
  StatusAttributes,
} from '../dist/element-attributes.js'

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'tributary-offer': HTMLAttributes<HTMLElement> & OfferAttributes
    'tributary-collection': HTMLAttributes<HTMLElement> & CollectionAttributes
    'tributary-cart': HTMLAttributes<HTMLElement> & CartAttributes
    'tributary-status': HTMLAttributes<HTMLElement> & StatusAttributes
    'tributary-share': HTMLAttributes<HTMLElement> & ShareAttributes
    'tributary-placement': HTMLAttributes<HTMLElement> & PlacementAttributes
  }
}
