// Written by scripts/check-attributes.mjs --write from attributes.ts.
// Types only: `import type {} from '@tributary/widget/react'`, once in a program, and TSX knows the elements.
import type * as React from 'react'
import type { TributaryOffer } from './card/offer-element.ts'
import type { TributaryCollection } from './collection/collection-element.ts'
import type { CollectionAttributes, OfferAttributes, ShareAttributes } from './element-attributes.ts'
import type { TributaryShare } from './share/share-element.ts'

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'tributary-offer': React.DetailedHTMLProps<React.HTMLAttributes<TributaryOffer>, TributaryOffer> & OfferAttributes
      'tributary-collection': React.DetailedHTMLProps<React.HTMLAttributes<TributaryCollection>, TributaryCollection> & CollectionAttributes
      'tributary-share': React.DetailedHTMLProps<React.HTMLAttributes<TributaryShare>, TributaryShare> & ShareAttributes
    }
  }
}
