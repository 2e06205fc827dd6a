import type { SiteKey } from '@tributary/protocol/id'
import type { CartItem } from '@tributary/sdk'
import { type Assembled, assemble, createEvents, createOrdering, type Events, pageStorage } from '@tributary/sdk/parts'
import { h } from 'preact'
import type { Shop } from '../shop.ts'
import type { LaterParts, SheetActions, SheetView } from './checkout.ts'
import { createDesk, type Desk } from './desk.ts'
import { createDialog, type SheetDialog } from './dialog.ts'
import { type Checkout, createCheckout } from './flow.ts'
import { OrderSheet } from './order-sheet.tsx'
import { tellOf, tellPage } from './page-events.ts'

// Both sheets end with it, each in a chunk of its own: here it is in the one that both have.
export { Path } from './path.tsx'

const desks = new WeakMap<Shop, Desk<Checkout>>()

/** Opens the order sheet with this article in the cart, without one at the cart, or brings the one back that is under way. Rejects where not even that can be shown. */
export async function openSheet(shop: Shop, item?: CartItem): Promise<void> {
  const desk = desks.get(shop) ?? deskOf(shop)
  desks.set(shop, desk)
  desk.isAside = false
  await desk.flow.open(item)
  tellPage('open', { sheet: 'order', offer: item?.offer, outcome: desk.end() })
}

function deskOf(shop: Shop): Desk<Checkout> {
  let parts: LaterParts | undefined
  return createDesk<SheetView, SheetActions, Checkout>(shop, {
    begin: (changed, form) =>
      createCheckout(shop, assemblyOf(shop).counter, {
        changed,
        typed: () => Object.fromEntries(new FormData(form())) as Record<string, string>,
        async prepare() {
          parts = await shop.load('later')
        },
      }),
    draw: (view, actions, onPick) => h(OrderSheet, { view, actions, parts, onPick }),
  })
}

interface Assembly extends Assembled {
  readonly events: Events
}

const assemblies = new WeakMap<Shop, Assembly>()

// Here, and not in a file of its own, so that whoever needs a part of the sheet's chunk needs all of it: its parts stay one file.
/** The one cart and outbox of a shop on this page. */
export function assemblyOf(shop: Shop): Assembly {
  const known = assemblies.get(shop)
  if (known) return known
  const events = createEvents()
  tellOf(events)
  const site = shop.site as SiteKey
  const ordering = async () => {
    // Already while the customer reads the price, so that at the press nothing has to be fetched that touches are read with.
    void shop.touches().catch(() => undefined)
    return createOrdering
  }
  const assembly = { events, ...assemble({ ...shop, site, events, storage: pageStorage(), ordering }) }
  assemblies.set(shop, assembly)
  return assembly
}

// Here for the same reason.
/** An empty sheet for a form that is no order (`createDialog`). */
export const openForm = (leave: () => void, closed: () => void): SheetDialog => createDialog(leave, closed)
