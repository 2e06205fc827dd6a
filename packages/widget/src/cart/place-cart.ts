import { css } from '../css.ts'
import { carryTwins } from '../placement.ts'
import type { Shop } from '../shop.ts'
import { TributaryCart } from './cart-element.ts'

// A theme's `a { display: inline-block }` is stronger than the browser's own rule for `hidden`.
const hiddenLinkSheet = css`
  a[data-tributary-cart][hidden] {
    display: none !important;
  }
`

/** Puts the button of the cart in the place of its link, or gives the element its shop. */
export function place(shop: Shop, placement: HTMLElement): void {
  if (!customElements.get('tributary-cart')) {
    customElements.define('tributary-cart', TributaryCart)
    document.adoptedStyleSheets.push(hiddenLinkSheet())
  }
  if (placement instanceof TributaryCart) {
    placement.shop ??= shop
    return
  }
  const button = document.createElement('tributary-cart') as TributaryCart
  carryTwins(placement as HTMLAnchorElement, button, shop)
  placement.after(button)
}
