import { inPlaceOf } from '../press.ts'
import type { Shop } from '../shop.ts'

const placed = new WeakSet<HTMLElement>()

/** Lets a link to the page of joining open the sheet instead, as long as it says so; where that does not load, the link leads on. */
export function place(shop: Shop, placement: HTMLElement): void {
  if (placed.has(placement)) return
  placed.add(placement)
  const link = placement as HTMLAnchorElement
  const open = inPlaceOf(() =>
    shop
      .load('open-join', () => import('./open-join.ts'))
      .then(
        ({ openJoin }) => openJoin(shop, link),
        () => location.assign(link.href),
      ),
  )
  link.addEventListener('click', (event) => 'tributaryJoin' in link.dataset && open(event))
}
