import type { SiteKey } from '@tributary/protocol/id'
import type { CartItem } from '@tributary/sdk'
import { type Assembled, assemble, createEvents, createOrdering, type Events, pageStorage } from '@tributary/sdk/parts'
import { h, render } from 'preact'
import type { Shop } from '../shop.ts'
import { tokens } from '../tokens.css.ts'
import { words } from '../words/sheet.ts'
import { type CheckoutState, isUnderWay, type SheetView } from './checkout.ts'
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

/** A checkout that can be put aside: then it goes on without a sheet, until it is opened again. */
interface Desk {
  readonly checkout: Checkout
  isAside: boolean
}

const desks = new WeakMap<Shop, Desk>()

/** Opens the order sheet with this article in the cart, or brings the one back that is under way. Rejects where not even the cart can be shown. */
export async function openSheet(shop: Shop, item: CartItem): Promise<void> {
  const desk = desks.get(shop) ?? deskOf(shop)
  desks.set(shop, desk)
  desk.isAside = false
  await desk.checkout.open(item)
}

interface Assembly extends Assembled {
  readonly events: Events
}

const assemblies = new WeakMap<Shop, Assembly>()

/** The one cart and outbox of a shop on this page. */
export function assemblyOf(shop: Shop): Assembly {
  const known = assemblies.get(shop)
  if (known) return known
  const events = createEvents()
  const site = shop.site as SiteKey
  const ordering = async () => createOrdering
  const assembly = { events, ...assemble({ ...shop, site, events, storage: pageStorage(), ordering }) }
  assemblies.set(shop, assembly)
  return assembly
}

function deskOf(shop: Shop): Desk {
  let sheet: OpenSheet | undefined
  const putAside = (): void => {
    desk.isAside = true
    sheet?.remove()
    // It goes on; a small notice says how, as soon as it can be fetched.
    const tell = async (): Promise<void> => (await shop.later()).showUnsent(shop)
    tell().catch(() => addEventListener('online', () => tell().catch(() => undefined), { once: true }))
  }
  const checkout: Checkout = createCheckout(
    shop,
    assemblyOf(shop).counter,
    () => {
      const view = desk.isAside ? undefined : checkout.view()
      if (view) (sheet ??= createSheet(checkout, putAside, () => (sheet = undefined))).show(view)
      else sheet?.remove()
    },
    () => sheet?.draft() ?? {},
  )
  const desk: Desk = { checkout, isAside: false }
  return desk
}

function createSheet(checkout: Checkout, putAside: () => void, removed: () => void): OpenSheet {
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
  // Not in the hands of this page alone any more.
  let isSafe = true

  const field = (name: FieldName) => root.getElementById(fieldId(name))
  const draft = (): Draft => Object.fromEntries(new FormData(root.querySelector('form') ?? undefined)) as Draft
  const remove = (): void => {
    removeEventListener('beforeunload', warn)
    unwatch()
    dialog.close()
    render(null, dialog)
    host.remove()
    removed()
  }
  // The sheet of an order that is under way may be put aside, and comes back as it is then; while it is on its way and only here, it stays.
  const leave = (): void => {
    if (!isUnderWay(state)) checkout.actions.close()
    else if (isSafe || state === 'unknown') putAside()
  }
  const warn = (event: BeforeUnloadEvent): void => {
    if (!isSafe) event.preventDefault()
  }

  addEventListener('beforeunload', warn)
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault()
    leave()
  })
  // Browsers close a dialog on a second Escape whatever the page says; the checkout goes on where it stood.
  dialog.addEventListener('close', () => host.isConnected && (isUnderWay(state) ? putAside() : remove()))
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
      isSafe = !isUnderWay(view.state) || view.state === 'queued' || (view.state === 'sending' && view.isSaved)
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
