// Written by scripts/check-attributes.mjs --write from protocol/src/placement.ts.
// Types only: `import type {} from '@tributary/widget/vue'`, once in a program, and vue-tsc checks the elements in templates.
import type { DefineComponent } from 'vue'
import type {
  CartAttributes,
  CollectionAttributes,
  OfferAttributes,
  PlacementAttributes,
  ShareAttributes,
  StatusAttributes,
} from './element-attributes.ts'

declare module 'vue' {
  interface GlobalComponents {
    'tributary-offer': DefineComponent<OfferAttributes>
    'tributary-collection': DefineComponent<CollectionAttributes>
    'tributary-cart': DefineComponent<CartAttributes>
    'tributary-status': DefineComponent<StatusAttributes>
    'tributary-share': DefineComponent<ShareAttributes>
    'tributary-placement': DefineComponent<PlacementAttributes>
  }
}
