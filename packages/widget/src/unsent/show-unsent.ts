import type { Settled, UnsentEntry } from '@tributary/sdk'
import { createUnsent, idOf } from '@tributary/sdk/parts'
import { h, render } from 'preact'
import { pageLocale, speakOn } from '../locale.ts'
import { assemblyOf } from '../sheet/open-sheet.ts'
import type { Shop } from '../shop.ts'
import { tokens } from '../tokens.css.ts'
import { noticeSheet } from './notice.css.ts'
import { Notices } from './notice.tsx'
import type { NoticeView } from './notice-view.ts'

const WEEK_MS = 7 * 24 * 60 * 60 * 1_000

/** What the corner of the page says, by id. */
const shown = new Map<string, NoticeView>()
let root: ShadowRoot | undefined

// What the customer put away stays away on this page.
const dismissed = new Set<string>()

/** Shows the orders and requests of this browser that are not answered yet: what is fresh is being sent, about what is old the customer is asked. */
export async function showUnsent(shop: Shop): Promise<void> {
  const { events, ordering } = assemblyOf(shop)
  const unsent = createUnsent(await ordering(), events)

  const show = (view: NoticeView): void => {
    shown.set(idOf(view.entry), view)
    draw()
  }
  const dismiss = (entry: UnsentEntry): void => {
    dismissed.add(idOf(entry))
    shown.delete(idOf(entry))
    draw()
  }
  const follow = (entry: UnsentEntry, sending: Promise<Settled<UnsentEntry> | undefined>): void => {
    show({ entry, kind: 'sending' })
    sending.then(
      (settled) => {
        // Put away by the customer, or taken up by another tab, which tells of it there.
        if (!settled || !shown.has(idOf(entry))) dismiss(entry)
        else if (settled.outcome === 'placed') show({ entry, kind: 'placed', answer: settled.answer })
        else show({ entry, kind: 'refused', problem: settled.problem })
      },
      () => dismiss(entry),
    )
  }
  const actions = {
    dismiss,
    send: (entry: UnsentEntry) => follow(entry, unsent.send(entry)),
    forget: (entry: UnsentEntry) => void unsent.forget(idOf(entry)).then(() => dismiss(entry)),
  }
  const draw = (): void => {
    if (shown.size === 0) remove()
    else render(h(Notices, { views: [...shown.values()], locale: pageLocale(), actions }), (root ??= createHost()))
  }

  for (const { entry, settled } of await unsent.resume()) {
    if (shown.has(idOf(entry)) || dismissed.has(idOf(entry))) continue
    if (settled) follow(entry, settled)
    else show({ entry, kind: 'asked', isOld: Math.abs(Date.now() - entry.savedAt) > WEEK_MS })
  }
}

function createHost(): ShadowRoot {
  const host = document.createElement('tributary-notice')
  speakOn(host)
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
