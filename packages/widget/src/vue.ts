// Written by scripts/check-attributes.mjs --write from attributes.ts.
// Types only: `import type {} from '@tributary/widget/vue'`, once in a program, and vue-tsc checks the elements in templates.
import type { DefineComponent } from 'vue'
import type { CollectionAttributes, OfferAttributes, ShareAttributes } from './element-attributes.ts'

declare module 'vue' {
  interface GlobalComponents {
    'tributary-offer': DefineComponent<OfferAttributes>
    'tributary-collection': DefineComponent<CollectionAttributes>
    'tributary-share': DefineComponent<ShareAttributes>
  }
}
