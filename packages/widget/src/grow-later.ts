import { goOn } from './go-on.ts'
import { canGrow, cards } from './placement.ts'
import { inPlaceOf } from './press.ts'
import type { Standing } from './standing.ts'

/** Until what stands for a link can grow, the link is its button, of its own height: a press shows what it stands for where the reader expects it. */
export function growLater(link: HTMLAnchorElement, card: Standing): void {
  const watch = new IntersectionObserver(() => {
    if (!link.isConnected || canGrow(link)) grow()
  })
  const grow = (): void => {
    watch.disconnect()
    link.removeEventListener('click', press)
    if (link.isConnected && isWanted()) link.after(card)
  }
  // The page may have said since that the link is to be something else, or nothing but a link.
  const isWanted = (): boolean => cards.get(link) === card
  const growNow = inPlaceOf(() => {
    grow()
    setTimeout(() => goOn(card))
  })
  const press = (event: MouseEvent): void => (isWanted() ? growNow(event) : grow())
  link.addEventListener('click', press)
  watch.observe(link)
}
