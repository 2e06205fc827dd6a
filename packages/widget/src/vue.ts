// Types only: `import type {} from '@tributary/widget/vue'`, once in a program, and vue-tsc checks the elements in templates.
import type { DefineComponent } from 'vue'
import type { CartAttributes } from './cart-attributes.ts'
import type { OfferAttributes } from './offer-attributes.ts'

declare module 'vue' {
  interface GlobalComponents {
    'tributary-offer': DefineComponent<OfferAttributes>
    'tributary-cart': DefineComponent<CartAttributes>
  }
}
