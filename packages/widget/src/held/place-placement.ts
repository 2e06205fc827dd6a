import { complain } from '../complaint.ts'
import { css } from '../css.ts'
import { cards, carryTwins, settle } from '../placement.ts'
import type { Shop } from '../shop.ts'
import { TributaryPlacement } from './held-element.ts'
import { heldPlacements } from './held-placements.ts'

// A theme's `a { display: inline-block }` is stronger than the browser's own rule for `hidden`.
const hiddenLinkSheet = css`
  a[data-tributary-placement][hidden] {
    display: none !important;
  }
`

/** Shows what the parent keeps where its element stands, or in the place of its link. */
export async function place(shop: Shop, placement: HTMLElement): Promise<void> {
  if (!customElements.get('tributary-placement')) {
    customElements.define('tributary-placement', TributaryPlacement)
    document.adoptedStyleSheets.push(hiddenLinkSheet())
  }
  if (placement instanceof TributaryPlacement) placement.shop ??= shop
  else if (placement instanceof HTMLAnchorElement) await placeLink(shop, placement)
}

async function placeLink(shop: Shop, link: HTMLAnchorElement): Promise<void> {
  const placements = heldPlacements(shop)
  const id = link.dataset['tributaryPlacement'] ?? ''
  const height = link.offsetHeight
  const kept = placements.kept(id)
  const found = kept ? undefined : await placements.read(id)
  if (!link.isConnected) return
  if (found && !found.ok) return complain(link, found.error.code, found.error.reason)
  const known = kept ?? found?.value
  // Known before it may grow: where it is pressed, it is there at once.
  const offer = known?.attributes['offer']
  if (offer) await shop.find(offer)
  if (!link.isConnected || cards.has(link)) return

  const element = document.createElement('tributary-placement') as TributaryPlacement
  carryTwins(link, element, shop)
  if ('tributarySize' in link.dataset) element.style.minBlockSize = `${height}px`
  // A link to joining stays the link that it is: nothing grows.
  if (known?.kind === 'join') link.after(element)
  else await settle(shop, link, element)
}
