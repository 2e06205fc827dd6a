import type { SiteKey } from '@tributary/protocol/id'
import type { CartItem } from '@tributary/sdk'
import { assemble, createEvents, pageStorage, seal } from '@tributary/sdk/parts'
import { h, render } from 'preact'
import type { Shop } from '../shop.ts'
import { tokens } from '../tokens.css.ts'
import { words } from '../words/sheet.ts'
import type { CheckoutState, SheetView } from './checkout.ts'
import type { Draft, FieldName } from './details.ts'
import { fieldId } from './fields.tsx'
import { type Checkout, createCheckout } from './flow.ts'
import { keyboardSheet, watchKeyboard } from './keyboard.ts'
import { orderSheetSheet } from './order-sheet.css.ts'
import { OrderSheet } from './order-sheet.tsx'
import { stepsSheet } from './steps.css.ts'

/** The open sheet: one host element under the body, there from open to close. */
interface OpenSheet {
  show(view: SheetView): void
  draft(): Draft
  remove(): void
}

const checkouts = new WeakMap<Shop, Checkout>()

/** Opens the order sheet with this article in the cart, or brings the one back that is under way. Rejects where not even the cart can be shown. */
export async function openSheet(shop: Shop, item: CartItem): Promise<void> {
  const checkout = checkouts.get(shop) ?? checkoutOf(shop)
  checkouts.set(shop, checkout)
  await checkout.open(item)
}

function checkoutOf(shop: Shop): Checkout {
  let sheet: OpenSheet | undefined
  const tributary = assemble({
    ...shop,
    site: shop.site as SiteKey,
    events: createEvents(),
    storage: pageStorage(),
    seal: async () => seal,
  })
  const checkout: Checkout = createCheckout(
    shop,
    tributary,
    () => {
      const view = checkout.view()
      if (view) (sheet ??= createSheet(checkout, () => (sheet = undefined))).show(view)
      else sheet?.remove()
    },
    () => sheet?.draft() ?? {},
  )
  return checkout
}

function createSheet(checkout: Checkout, removed: () => void): OpenSheet {
  const host = document.createElement('tributary-sheet')
  host.lang = words.language
  const root = host.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [tokens(), orderSheetSheet(), stepsSheet(), keyboardSheet()]
  const dialog = document.createElement('dialog')
  dialog.setAttribute('aria-labelledby', 'heading')
  root.append(dialog)
  document.body.append(host)
  const unwatch = watchKeyboard()
  let state: CheckoutState | undefined

  const field = (name: FieldName) => root.getElementById(fieldId(name))
  const draft = (): Draft => Object.fromEntries(new FormData(root.querySelector('form') ?? undefined)) as Draft
  const isSettled = (): boolean => state !== 'sending' && state !== 'unknown'

  const remove = (): void => {
    removeEventListener('beforeunload', warn)
    unwatch()
    dialog.close()
    render(null, dialog)
    host.remove()
    removed()
  }
  // The sheet of an order whose outcome is unknown may be put aside, and comes back as it was.
  const leave = (): void => {
    if (state === 'sending') return
    if (state === 'unknown') remove()
    else checkout.actions.close()
  }
  const warn = (event: BeforeUnloadEvent): void => {
    if (!isSettled()) event.preventDefault()
  }

  addEventListener('beforeunload', warn)
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault()
    leave()
  })
  // Browsers close a dialog on a second Escape whatever the page says; the checkout goes on where it stood.
  dialog.addEventListener('close', () => host.isConnected && remove())
  dialog.addEventListener('click', ({ target }) => target === dialog && leave())
  dialog.addEventListener('keydown', (event) => {
    const isText = event.target instanceof HTMLInputElement && event.target.type !== 'radio'
    if (event.key !== 'Enter' || event.isComposing || !isText) return
    event.preventDefault()
    root.querySelector<HTMLElement>('[data-primary]')?.click()
  })
  // Shortcuts of the page stay out of the form.
  for (const name of ['keydown', 'keyup', 'keypress']) host.addEventListener(name, (event) => event.stopPropagation())

  return {
    draft,
    remove,
    show(view) {
      const actions = { ...checkout.actions, close: leave }
      render(h(OrderSheet, { view, actions, onPick: (name: FieldName) => field(name)?.focus() }), dialog)
      if (!dialog.open) dialog.showModal()
      if (view.state === state && view.state !== 'filling') return
      moveFocus(root, view.state !== state)
      state = view.state
    },
  }
}

// A new step is read from its heading; what has to be put right comes first.
function moveFocus(root: ShadowRoot, isNewStep: boolean): void {
  const summary = root.querySelector<HTMLElement>('[data-focus]')
  if (summary && (isNewStep || !root.activeElement?.closest('.field'))) summary.focus()
  else if (isNewStep) {
    root.querySelector('.content')?.scrollTo(0, 0)
    root.getElementById('heading')?.focus()
  }
}
