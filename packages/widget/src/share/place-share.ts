import { carryTwins, settle } from '../placement.ts'
import type { Shop } from '../shop.ts'
import { TributaryShare } from './share-element.ts'

/** Lets an offer, or the page, be shared where its element stands, or in the place of its link. */
export async function place(shop: Shop, placement: HTMLElement): Promise<void> {
  if (!customElements.get('tributary-share')) customElements.define('tributary-share', TributaryShare)
  if (placement instanceof TributaryShare) placement.shop ??= shop
  else if (placement instanceof HTMLAnchorElement) {
    const element = document.createElement('tributary-share') as TributaryShare
    carryTwins(placement, element, shop)
    element.setAttribute('offer', placement.dataset['tributaryShare'] ?? '')
    await settle(shop, placement, element)
  }
}
