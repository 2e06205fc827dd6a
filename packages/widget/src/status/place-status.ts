import { css } from '../css.ts'
import { carryTwins } from '../placement.ts'
import type { Shop } from '../shop.ts'
import { TributaryStatus } from './status-element.ts'

// A theme's `a { display: inline-block }` is stronger than the browser's own rule for `hidden`.
const hiddenLinkSheet = css`
  a[data-tributary-status][hidden] {
    display: none !important;
  }
`

/** Shows an order in the place of a link to its page, or in an element that is there for it. */
export function place(shop: Shop, placement: HTMLElement): void {
  if (!customElements.get('tributary-status')) customElements.define('tributary-status', TributaryStatus)
  if (!document.adoptedStyleSheets.includes(hiddenLinkSheet())) document.adoptedStyleSheets.push(hiddenLinkSheet())
  if (placement instanceof TributaryStatus) {
    placement.shop ??= shop
    return
  }
  const element = document.createElement('tributary-status') as TributaryStatus
  carryTwins(placement as HTMLAnchorElement, element, shop)
  placement.after(element)
}
