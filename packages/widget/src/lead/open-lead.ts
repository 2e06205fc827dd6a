import type { CartItem } from '@tributary/sdk'
import { h } from 'preact'
import { createDesk, type Desk } from '../sheet/desk.ts'
import { tellPage } from '../sheet/page-events.ts'
import type { Shop } from '../shop.ts'
import { type Asked, createLeadFlow, type LeadFlow } from './lead-flow.ts'
import { LeadSheet } from './lead-sheet.tsx'
import type { RequestActions, RequestView } from './request.ts'

// As in the sheet's style: from here on it is a panel beside the page, with room for all questions.
const WIDE = '(min-width: 640px)'

const desks = new Map<string, Desk<LeadFlow>>()

/** Opens the sheet in which a customer asks for a service, or brings the one back that is under way. Rejects where the service cannot be read. */
export async function openSheet(shop: Shop, { offer, via }: CartItem): Promise<void> {
  const found = await shop.find(offer)
  if (!found.ok || !found.value.offer?.service) throw new Error('offer_unknown')
  const key = `${shop.site} ${offer}`
  // After one request comes the next one.
  if (desks.get(key)?.flow.view()?.state === 'placed') desks.delete(key)
  const desk = desks.get(key) ?? deskOf(shop, { ...found.value, via } as Asked)
  desks.set(key, desk)
  desk.isAside = false
  desk.flow.open(matchMedia(WIDE).matches)
  tellPage('open', { sheet: 'request', offer, outcome: desk.end() })
}

const deskOf = (shop: Shop, asked: Asked): Desk<LeadFlow> =>
  createDesk<RequestView, RequestActions, LeadFlow>(shop, {
    begin: (changed, form) => createLeadFlow(shop, asked, changed, form),
    draw: (view, actions, onPick) => h(LeadSheet, { view, actions, onPick }),
  })
