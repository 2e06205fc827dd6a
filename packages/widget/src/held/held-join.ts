import { inPlaceOf } from '../press.ts'
import type { Shop } from '../shop.ts'

/** Lets the page's own link, which looks as the page wants it, open the sheet of joining under whoever is kept. Answers how it leads on by itself again. */
export function joinByLink(shop: Shop, link: HTMLAnchorElement, via: string | undefined): () => void {
  const stand = document.createElement('a')
  stand.href = link.href
  Object.assign(stand.dataset, { tributaryJoin: '', ...(via && { tributaryVia: via }) })
  const placed = shop.load('more').then((more) => more.place(shop, stand))
  placed.catch(() => undefined)
  const press = inPlaceOf(() =>
    placed.then(
      () => stand.click(),
      () => location.assign(link.href),
    ),
  )
  link.addEventListener('click', press)
  return () => link.removeEventListener('click', press)
}
