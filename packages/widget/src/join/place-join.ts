import { inPlaceOf } from '../press.ts'
import type { Shop } from '../shop.ts'

/** Lets a link to the page of joining open the sheet instead; where that does not load, the link leads on. */
export function place(shop: Shop, placement: HTMLElement): void {
  const link = placement as HTMLAnchorElement
  link.addEventListener(
    'click',
    inPlaceOf(() =>
      shop
        .load('open-join', () => import('./open-join.ts'))
        .then(
          ({ openJoin }) => openJoin(shop, link),
          () => location.assign(link.href),
        ),
    ),
  )
}
