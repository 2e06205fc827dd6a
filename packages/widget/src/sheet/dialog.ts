import { type ComponentChild, render } from 'preact'
import { speakOn } from '../locale.ts'
import { tokens } from '../tokens.css.ts'
import { keyboardSheet, watchKeyboard } from './keyboard.ts'
import { orderSheetSheet } from './order-sheet.css.ts'
import { stepsSheet } from './steps.css.ts'

/** A sheet on the page: one host element under the body, there from open to close. */
export interface SheetDialog {
  readonly root: ShadowRoot
  /** Draws; a new step is read from its heading. */
  show(content: ComponentChild, isNewStep: boolean): void
  form(): HTMLFormElement | undefined
  remove(): void
}

/**
 * Opens an empty sheet. `leave` is asked when the customer wants to go: Escape, or a press beside the sheet. `closed` is told when the browser
 * closed it all the same, as browsers do on a second Escape.
 */
export function createDialog(leave: () => void, closed: () => void): SheetDialog {
  const host = document.createElement('tributary-sheet')
  speakOn(host)
  const root = host.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [tokens(), orderSheetSheet(), stepsSheet(), keyboardSheet()]
  const dialog = document.createElement('dialog')
  dialog.setAttribute('aria-labelledby', 'heading')
  dialog.setAttribute('part', 'sheet')
  root.append(dialog)
  document.body.append(host)
  const unwatch = watchKeyboard()

  dialog.addEventListener('cancel', (event) => {
    event.preventDefault()
    leave()
  })
  dialog.addEventListener('close', () => host.isConnected && closed())
  dialog.addEventListener('click', ({ target }) => target === dialog && leave())
  dialog.addEventListener('keydown', (event) => {
    const isLine = event.target instanceof HTMLInputElement && event.target.type === 'text'
    if (event.key !== 'Enter' || event.isComposing || !isLine) return
    event.preventDefault()
    root.querySelector<HTMLElement>('[data-primary]')?.click()
  })
  // Shortcuts of the page stay out of the form.
  for (const name of ['keydown', 'keyup', 'keypress']) host.addEventListener(name, (event) => event.stopPropagation())

  return {
    root,
    form: () => root.querySelector('form') ?? undefined,
    remove() {
      unwatch()
      dialog.close()
      render(null, dialog)
      host.remove()
    },
    show(content, isNewStep) {
      render(content, dialog)
      if (!dialog.open) dialog.showModal()
      moveFocus(root, isNewStep)
    },
  }
}

// What has to be put right comes first.
function moveFocus(root: ShadowRoot, isNewStep: boolean): void {
  const summary = root.querySelector<HTMLElement>('[data-focus]')
  if (summary && (isNewStep || !root.activeElement?.closest('.field'))) summary.focus()
  else if (isNewStep) {
    root.querySelector('.content')?.scrollTo(0, 0)
    root.getElementById('heading')?.focus()
  }
}
