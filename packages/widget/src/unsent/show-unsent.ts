import type { LeftOrder, Settled, UnsentOrder } from '@tributary/sdk'
import { createUnsent } from '@tributary/sdk/parts'
import { h, render } from 'preact'
import { pageLocale } from '../locale.ts'
import { assemblyOf } from '../sheet/open-sheet.ts'
import type { Shop } from '../shop.ts'
import { tokens } from '../tokens.css.ts'
import { words } from '../words/unsent.ts'
import { noticeSheet } from './notice.css.ts'
import { Notices } from './notice.tsx'
import type { NoticeView } from './notice-view.ts'

const WEEK_MS = 7 * 24 * 60 * 60 * 1_000

/** What the corner of the page says, by order. */
const shown = new Map<string, NoticeView>()
let root: ShadowRoot | undefined

// What the customer put away stays away on this page.
const dismissed = new Set<string>()

/** Shows the orders of this browser that are not answered yet: what is fresh is being sent, about what is old the customer is asked. */
export async function showUnsent(shop: Shop): Promise<void> {
  const { events, ordering } = assemblyOf(shop)
  const unsent = createUnsent(await ordering(), events)

  const show = (view: NoticeView): void => {
    shown.set(view.order.orderId, view)
    draw()
  }
  const dismiss = ({ orderId }: UnsentOrder): void => {
    dismissed.add(orderId)
    shown.delete(orderId)
    draw()
  }
  const follow = (order: UnsentOrder, sending: Promise<Settled | undefined>): void => {
    show({ order, kind: 'sending' })
    sending.then(
      (settled) => {
        // Put away by the customer, or taken up by another tab, which tells of it there.
        if (!settled || !shown.has(order.orderId)) dismiss(order)
        else if (settled.outcome === 'placed') show({ order, kind: 'placed', answer: settled.answer })
        else show({ order, kind: 'refused', problem: settled.problem })
      },
      () => dismiss(order),
    )
  }
  const actions = {
    dismiss,
    send: (order: UnsentOrder) => follow(order, unsent.send(order)),
    forget: (order: UnsentOrder) => void unsent.forget(order.orderId).then(() => dismiss(order)),
  }
  const draw = (): void => {
    if (shown.size === 0) remove()
    else render(h(Notices, { views: [...shown.values()], locale: pageLocale(), actions }), (root ??= createHost()))
  }

  const left: readonly LeftOrder[] = await unsent.resume()
  for (const { order, settled } of left) {
    if (shown.has(order.orderId) || dismissed.has(order.orderId)) continue
    if (settled) follow(order, settled)
    else show({ order, kind: 'asked', isOld: Math.abs(Date.now() - order.savedAt) > WEEK_MS })
  }
}

function createHost(): ShadowRoot {
  const host = document.createElement('tributary-notice')
  host.lang = words.language
  const made = host.attachShadow({ mode: 'open' })
  made.adoptedStyleSheets = [tokens(), noticeSheet()]
  document.body.append(host)
  return made
}

function remove(): void {
  if (!root) return
  render(null, root)
  root.host.remove()
  root = undefined
}
