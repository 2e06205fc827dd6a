import { offerCardSheet } from '@tributary/widget/card/offer-card.css'
import { cartButtonSheet } from '@tributary/widget/cart/cart-button.css'
import { speakOn } from '@tributary/widget/locale'
import { createDialog } from '@tributary/widget/sheet/dialog'
import { tokens } from '@tributary/widget/tokens.css'
import { noticeSheet } from '@tributary/widget/unsent/notice.css'
import { render } from 'preact'
import { type Drawing, drawings } from './draw.ts'

/** What a gallery page answers to whoever drives it. */
export interface Gallery {
  readonly names: readonly string[]
  /** Shows one drawing in place of the one before. */
  show(name: string): void
}

/** The gallery of the language that is spoken. */
export function openGallery(locale: string): Gallery {
  const all = new Map(drawings(locale).map((drawing) => [drawing.name, drawing]))
  let leave = (): void => undefined
  return {
    names: [...all.keys()],
    show(name) {
      const drawing = all.get(name)
      if (!drawing) throw new Error(`expected one of the gallery's names, received “${name}”`)
      leave()
      leave = drawing.place === 'sheet' ? showSheet(drawing) : showInPage(drawing)
    },
  }
}

function showSheet({ draw }: Drawing): () => void {
  const nothing = (): void => undefined
  const dialog = createDialog(nothing, nothing)
  dialog.show(draw(), true)
  return () => dialog.remove()
}

const HOSTS = {
  card: ['tributary-offer', offerCardSheet],
  cart: ['tributary-cart', cartButtonSheet],
  notice: ['tributary-notice', noticeSheet],
} as const

function showInPage({ place, draw }: Drawing): () => void {
  const [name, sheet] = HOSTS[place === 'sheet' ? 'card' : place]
  const host = document.createElement(name)
  speakOn(host)
  const root = host.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [tokens(), sheet()]
  document.querySelector('main')?.append(host)
  render(draw(), root)
  return () => host.remove()
}
