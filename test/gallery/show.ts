import { speakOn } from '@tributary/widget/locale'
import { createDialog } from '@tributary/widget/sheet/dialog'
import { tokens } from '@tributary/widget/tokens.css'
import { render } from 'preact'
import { type Drawing, drawings, PAGE_PARTS } from './draw.ts'

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
      leave = drawing.place === 'sheet' ? showSheet(drawing) : showInPage(PAGE_PARTS[drawing.place], drawing)
    },
  }
}

function showSheet({ draw }: Drawing): () => void {
  const nothing = (): void => undefined
  const dialog = createDialog(nothing, nothing)
  dialog.show(draw(), true)
  return () => dialog.remove()
}

function showInPage(part: (typeof PAGE_PARTS)[keyof typeof PAGE_PARTS], { draw }: Drawing): () => void {
  const host = document.createElement(part.element)
  speakOn(host)
  const root = host.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [tokens(), part.sheet()]
  document.querySelector('main')?.append(host)
  render(draw(), root)
  return () => host.remove()
}
