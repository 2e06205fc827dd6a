// Types only: `import type {} from '@tributary/widget/vue'`, once in a program, and vue-tsc checks the element in templates.
import type { DefineComponent } from 'vue'
import type { OfferAttributes } from './offer-attributes.ts'

declare module 'vue' {
  interface GlobalComponents {
    'tributary-offer': DefineComponent<OfferAttributes>
  }
}
