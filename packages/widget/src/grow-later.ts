import { canGrow, show } from './placement.ts'
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
    if (link.isConnected) show(link, card)
  }
  const press = inPlaceOf(() => {
    grow()
    setTimeout(() => (card.proceed ? card.proceed() : goOn(card)))
  })
  link.addEventListener('click', press)
  watch.observe(link)
}

/** Puts the focus on what is left to choose, or opens the sheet. */
function goOn({ shadowRoot }: Standing): void {
  const selects = [...(shadowRoot?.querySelectorAll('select') ?? [])]
  const button = shadowRoot?.querySelector<HTMLElement>('.primary')
  const left = selects.find(({ value }) => value === '')
  const next = left ?? button ?? shadowRoot?.querySelector<HTMLElement>('.button')
  next?.focus()
  if (next === button) button?.click()
}
