import { carryTwins, settle } from '../placement.ts'
import type { Shop } from '../shop.ts'
import { TributaryCollection } from './collection-element.ts'

/** Shows a collection where its element stands, or in the place of its link. */
export async function place(shop: Shop, placement: HTMLElement): Promise<void> {
  if (!customElements.get('tributary-collection')) customElements.define('tributary-collection', TributaryCollection)
  if (placement instanceof TributaryCollection) placement.shop ??= shop
  else if (placement instanceof HTMLAnchorElement) {
    const element = document.createElement('tributary-collection') as TributaryCollection
    carryTwins(placement, element, shop)
    await settle(shop, placement, element)
  }
}
