// Written by scripts/check-attributes.mjs --write from attributes.ts.
// Types only: `import type {} from '@tributary/widget/svelte'`, once in a program.
import type { HTMLAttributes } from 'svelte/elements'
import type { CollectionAttributes, OfferAttributes, ShareAttributes } from '../dist/element-attributes.js'

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'tributary-offer': HTMLAttributes<HTMLElement> & OfferAttributes
    'tributary-collection': HTMLAttributes<HTMLElement> & CollectionAttributes
    'tributary-share': HTMLAttributes<HTMLElement> & ShareAttributes
  }
}
