import type { SiteKey } from '@tributary/protocol/id'
import type { CartItem } from '@tributary/sdk'
import { type Assembled, assemble, createEvents, createOrdering, type Events, pageStorage } from '@tributary/sdk/parts'
import { h } from 'preact'
import type { Shop } from '../shop.ts'
import { type CheckoutState, isUnderWay, type SheetView } from './checkout.ts'
import type { Draft, FieldName } from './details.ts'
import { createDialog } from './dialog.ts'
import { fieldId } from './field.tsx'
import { type Checkout, createCheckout } from './flow.ts'
import { OrderSheet } from './order-sheet.tsx'

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
  // While the customer reads the price: at the press nothing has to be fetched that touches are read with.
  const ordering = async () => {
    await shop.touches()
    return createOrdering
  }
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
  let state: CheckoutState | undefined
  // Not in the hands of this page alone any more.
  let isSafe = true

  const remove = (): void => {
    removeEventListener('beforeunload', warn)
    dialog.remove()
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
  // Closed by the browser: the checkout goes on where it stood.
  const dialog = createDialog(leave, () => (isUnderWay(state) ? putAside() : remove()))
  addEventListener('beforeunload', warn)

  return {
    draft: dialog.draft,
    remove,
    show(view) {
      const actions = { ...checkout.actions, close: leave }
      const onPick = (name: FieldName): void => dialog.root.getElementById(fieldId(name))?.focus()
      isSafe = !isUnderWay(view.state) || view.state === 'queued' || (view.state === 'sending' && view.isSaved)
      dialog.show(h(OrderSheet, { view, actions, onPick }), view.state !== state)
      state = view.state
    },
  }
}
