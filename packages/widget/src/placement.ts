import type { TributaryOffer } from './card/offer-element.ts'
import { complain, reasonOf } from './complaint.ts'
import { css } from './css.ts'
import type { PlacementElement } from './placement-element.ts'
import { viaOf } from './placement-via.ts'
import type { Shop } from './shop.ts'
import type { Standing } from './standing.ts'

/** Keeps hidden links out of sight: a theme's `a { display: inline-block }` is stronger than the browser's own rule for `hidden`. */
export const hiddenLinkSheet = css`
  a[data-tributary-offer][hidden] {
    display: none !important;
  }
`

/** What stands for each link, or will as soon as it may grow. */
export const cards = new Map<HTMLAnchorElement, Standing>()

/** Puts a card in the place of a placement link, once the offer is there and nothing in view has to move for it. */
export async function placeCard(shop: Shop, link: HTMLAnchorElement, turn: () => Promise<void>): Promise<void> {
  const reference = link.dataset['tributaryOffer']
  if (!reference || cards.has(link)) return
  // Read while nothing has changed yet: asked again after each card, the browser would lay out the page for each.
  const height = link.offsetHeight
  const found = await shop.find(reference)
  await turn()
  if (!link.isConnected || cards.has(link)) return
  if (!found.ok) return complain(link, found.error.code, reasonOf(found.error))

  const card = document.createElement('tributary-offer') as TributaryOffer
  carryTwins(link, card, shop)
  // At least as high as what the link reserved. By a script, a policy of styles has nothing against it.
  if (isReserved(link)) card.style.minBlockSize = `${height}px`
  await settle(shop, link, card)
}

/** Gives an element its link, what the link says of it (`data-tributary-layout` is `layout`), and its shop. */
export function carryTwins(link: HTMLAnchorElement, element: PlacementElement, shop: Shop): void {
  cards.set(link, element)
  element.link = link
  element.shop = shop
  // Only what it knows: what visitors write may keep its data attributes, and a handler or a style is none of ours.
  for (const name of (element.constructor as typeof TributaryOffer).observedAttributes) {
    const said = link.getAttribute(`data-tributary-${name}`)
    if (said !== null) element.setAttribute(name, said)
  }
  element.setAttribute('via', viaOf(link) ?? shop.site)
  // The CSS line that reserves space for the link may as well name both.
  if (isReserved(link)) element.dataset['tributarySize'] = link.dataset['tributarySize']
}

/** Puts an element in the place of its link, now or as soon as nothing in view has to move for it. */
export const settle = async (shop: Shop, link: HTMLAnchorElement, element: Standing): Promise<void> =>
  canGrow(link) ? link.after(element) : (await shop.load('more')).growLater(link, element)

/** Takes away the cards whose links the page took away, and lets others follow a link that was moved. What the page itself took away stays away. */
export function dropOrphans(): void {
  for (const [link, card] of cards) {
    if (!link.isConnected) {
      cards.delete(link)
      card.remove()
    } else if (card.parentNode && card.parentNode !== link.parentNode) link.after(card)
  }
}

/** Whether the page keeps space for the card. */
const isReserved = (link: HTMLAnchorElement): boolean => 'tributarySize' in link.dataset

/** Whether a card can stand here without moving what the reader looks at: in reserved space, or below the view. */
export const canGrow = (link: HTMLAnchorElement): boolean => isReserved(link) || innerHeight <= link.getBoundingClientRect().top
