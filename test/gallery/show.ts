import { offerCardSheet } from '@tributary/widget/card/offer-card.css'
import { cartButtonSheet } from '@tributary/widget/cart/cart-button.css'
import { collectionSheet } from '@tributary/widget/collection/collection.css'
import { heldSheet } from '@tributary/widget/held/held.css'
import { speakOn } from '@tributary/widget/locale'
import { dress } from '@tributary/widget/looks/dress'
import { buttonSheet, rowSheet } from '@tributary/widget/looks/layouts.css'
import { shareSheet } from '@tributary/widget/share/share.css'
import { createDialog } from '@tributary/widget/sheet/dialog'
import { statusSheet } from '@tributary/widget/status/status.css'
import { tokens } from '@tributary/widget/tokens.css'
import { noticeSheet } from '@tributary/widget/unsent/notice.css'
import { render } from 'preact'
import { type Drawing, drawings } from './draw.ts'
import { PLAYED } from './played.ts'
import { stage } from './scene.ts'

/** What a gallery page answers to whoever drives it. */
export interface Gallery {
  readonly names: readonly string[]
  /** Shows one state in place of the one before: draws it, or lets it come about. Resolves when it is there; rejects where it does not come. */
  show(name: string): Promise<void>
}

/** The gallery of the language that is spoken. */
export function openGallery(locale: string): Gallery {
  const all = new Map(drawings(locale).map((drawing) => [drawing.name, drawing]))
  let leave = (): void | Promise<void> => undefined
  return {
    names: [...all.keys(), ...PLAYED.keys()],
    async show(name) {
      const drawing = all.get(name)
      const failing = PLAYED.get(name)
      await leave()
      leave = () => undefined
      if (failing) leave = await stage(failing)
      else if (drawing) leave = drawing.place === 'sheet' ? showSheet(drawing) : showInPage(drawing)
      else throw new Error(`expected one of the gallery's names, received “${name}”`)
    },
  }
}

function showSheet({ draw }: Drawing): () => void {
  const nothing = (): void => undefined
  const dialog = createDialog(nothing, nothing)
  dialog.show(draw(), true)
  return () => dialog.remove()
}

/** A page that is pink, with buttons of a yellow on which nothing white can be read. */
function loudPage(): HTMLElement {
  const page = document.createElement('section')
  const button = document.createElement('button')
  page.style.cssText = 'background:#ffd9ec;color:#7a0045;font-family:Georgia,serif;padding:16px'
  button.style.cssText = 'background:#ffdd00;border:0;border-radius:20px;color:#000;display:block;margin-block-end:16px;padding:12px 24px'
  button.textContent = 'A button of the page'
  page.append(button)
  return page
}

const density = (times: number): CSSStyleSheet => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`:host{--tributary-density:${times}}`)
  return sheet
}

// What stands on a page: the element, and its style sheets.
const IN_PAGE: Readonly<Record<Exclude<Drawing['place'], 'sheet'>, readonly [name: string, sheets: () => CSSStyleSheet[]]>> = {
  card: ['tributary-offer', () => [offerCardSheet()]],
  button: ['tributary-offer', () => [buttonSheet()]],
  row: ['tributary-offer', () => [offerCardSheet(), rowSheet()]],
  compact: ['tributary-offer', () => [offerCardSheet(), density(0.7)]],
  roomy: ['tributary-offer', () => [offerCardSheet(), density(1.4)]],
  cart: ['tributary-cart', () => [cartButtonSheet()]],
  share: ['tributary-share', () => [shareSheet()]],
  held: ['tributary-placement', () => [heldSheet()]],
  status: ['tributary-status', () => [statusSheet()]],
  host: ['tributary-offer', () => [offerCardSheet()]],
  collection: ['tributary-collection', () => [collectionSheet()]],
  notice: ['tributary-notice', () => [noticeSheet()]],
}

function showInPage({ place, draw }: Drawing): () => void {
  const [name, sheets] = IN_PAGE[place as Exclude<Drawing['place'], 'sheet'>]
  const host = document.createElement(name)
  speakOn(host)
  const root = host.attachShadow({ mode: 'open' })
  const around = place === 'host' ? loudPage() : host
  if (around !== host) around.append(host)
  document.querySelector('main')?.append(around)
  const dressed = Object.assign(host, { looks: [] as readonly CSSStyleSheet[] })
  if (around !== host) {
    host.setAttribute('theme', 'host')
    dress(dressed)
  }
  root.adoptedStyleSheets = [tokens(), ...sheets(), ...dressed.looks]
  render(draw(), root)
  return () => around.remove()
}
