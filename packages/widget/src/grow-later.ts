import { inPlaceOf } from './press.ts'
import type { CardPlace } from './shop.ts'

/** Until the card can grow, the link is its button, of its own height: a press opens the card where the reader expects it. */
export function growLater(link: HTMLAnchorElement, card: { proceed(): void }, place: CardPlace): void {
  const watch = new IntersectionObserver(() => {
    if (!link.isConnected || place.canGrow()) grow()
  })
  const grow = (): void => {
    watch.disconnect()
    link.removeEventListener('click', press)
    place.grow()
  }
  const press = inPlaceOf(() => {
    grow()
    setTimeout(() => card.proceed())
  })
  link.addEventListener('click', press)
  watch.observe(link)
}
