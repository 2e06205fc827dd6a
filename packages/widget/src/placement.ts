import type { TributaryOffer } from './card/offer-element.ts'
import { complain, notSold, reasonOf } from './complaint.ts'
import { css } from './css.ts'
import { viaOf } from './placement-via.ts'
import type { Shop } from './shop.ts'

/** Keeps hidden links out of sight: a theme's `a { display: inline-block }` is stronger than the browser's own rule for `hidden`. */
export const hiddenLinkSheet = css`
  a[data-tributary-offer][hidden] {
    display: none !important;
  }
`

const cards = new Map<HTMLAnchorElement, TributaryOffer>()

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
  if (!found.value.offer) return complain(link, 'offer_unknown', notSold(reference))

  const card = cardFor(shop, link, reference, height)
  const grow = (): void => {
    if (link.isConnected) show(link, card)
  }
  if (canGrow(link)) grow()
  else (await shop.load('more')).growLater(link, card, { canGrow: () => canGrow(link), grow })
}

/** Takes away the cards whose links the page took away. */
export function dropOrphans(): void {
  for (const [link, card] of cards) {
    if (link.isConnected) continue
    cards.delete(link)
    card.remove()
  }
}

function cardFor(shop: Shop, link: HTMLAnchorElement, reference: string, height: number): TributaryOffer {
  const card = document.createElement('tributary-offer') as TributaryOffer
  card.link = link
  card.shop = shop
  card.setAttribute('offer', reference)
  card.setAttribute('via', viaOf(link) ?? shop.site)
  // The CSS line that reserves space for the link may as well name both.
  if (isReserved(link)) {
    card.dataset['tributarySize'] = link.dataset['tributarySize']
    card.reserve(height)
  }
  return card
}

/** Whether the page keeps space for the card. */
const isReserved = (link: HTMLAnchorElement): boolean => 'tributarySize' in link.dataset

function show(link: HTMLAnchorElement, card: TributaryOffer): void {
  cards.set(link, card)
  link.after(card)
}

/** Whether a card can stand here without moving what the reader looks at: in reserved space, or below the view. */
const canGrow = (link: HTMLAnchorElement): boolean => isReserved(link) || innerHeight <= link.getBoundingClientRect().top
