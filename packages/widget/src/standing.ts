import type { VNode } from 'preact'
import type { CardActions, CardView } from './card/card-view.ts'
import type { Sheet } from './css.ts'

/** An element that stands for a link. */
export interface Standing extends HTMLElement {
  /** Goes on for a customer who pressed the link, where that is not to choose or to press its one primary button. */
  proceed?(): void
  /** Makes the element at least so many pixels high: what its link reserved. */
  reserve(height: number): void
}

/** An element whose looks can be changed by its attributes. */
export interface Dressed extends HTMLElement {
  /** Style sheets after its own. */
  looks: readonly CSSStyleSheet[]
  /** Of an offer: what draws it. */
  face?: Face
}

/** How an offer is drawn, and the style sheet for that. */
export interface Face {
  readonly draw: (props: { readonly view: CardView; readonly actions: CardActions }) => VNode
  readonly sheet: Sheet
}
