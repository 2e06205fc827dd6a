import { h } from 'preact'
import { pageLocale } from '../locale.ts'
import { viaOf } from '../placement-via.ts'
import type { SheetEnd } from '../sheet/desk.ts'
import type { SheetDialog } from '../sheet/dialog.ts'
import { fieldId } from '../sheet/field.tsx'
import { openForm } from '../sheet/open-sheet.ts'
import { tellPage } from '../sheet/page-events.ts'
import type { Shop } from '../shop.ts'
import { applicationOf, checkApplication, type JoinDraft, type JoinView, readFacts, sendApplication } from './application.ts'
import { JoinSheet } from './join-sheet.tsx'

// The form is worth more than what stands above it: it does not wait longer than this.
const FACTS_TIMEOUT_MS = 1_500
const SEND_TIMEOUT_MS = 12_000

let isOpen = false

// What was typed into a sheet that was closed; until it was sent, it comes back with the sheet.
let kept: JoinDraft = {}

/** Opens the sheet in which a visitor applies to become an affiliate. One at a time. */
export async function openJoin(shop: Shop, link: HTMLAnchorElement): Promise<void> {
  if (isOpen) return
  isOpen = true
  const via = viaOf(link) ?? shop.site
  const facts = await readFacts(shop.parent, via, AbortSignal.timeout(FACTS_TIMEOUT_MS))
  const common = { facts, href: link.href, locale: pageLocale() }
  const draft = (): JoinDraft => Object.fromEntries(new FormData(dialog.form())) as Record<string, string>
  let last: JoinView['state'] | undefined

  const show = (view: JoinView): void => {
    const actions = { apply, close, pick }
    dialog.show(h(JoinSheet, { view, actions }), view.state !== last)
    last = view.state
  }
  let ended: (end: SheetEnd) => void
  const outcome = new Promise<SheetEnd>((resolve) => (ended = resolve))
  const close = (): void => {
    ended(last === 'received' ? 'placed' : last === 'sending' ? 'aside' : 'closed')
    if (last === 'filling' || last === 'sending') kept = draft()
    isOpen = false
    dialog.remove()
  }
  const pick = (name: string): void => dialog.root.getElementById(fieldId(name))?.focus()
  const apply = async (): Promise<void> => {
    const typed = draft()
    const errors = checkApplication(typed)
    if (Object.keys(errors).length > 0) return show({ ...common, state: 'filling', draft: typed, errors })
    show({ ...common, state: 'sending', draft: typed })
    const sent = await sendApplication(shop.parent, applicationOf(typed, via), AbortSignal.timeout(SEND_TIMEOUT_MS))
    if (sent.ok) kept = {}
    if (!isOpen) return
    show(sent.ok ? { ...common, state: 'received', draft: typed } : { ...common, state: 'filling', draft: draft(), ...sent.error })
  }

  const dialog: SheetDialog = openForm(close, close)
  if (facts?.applications === 'closed') show({ ...common, state: 'closed', draft: {} })
  else show({ ...common, state: 'filling', draft: kept, errors: {} })
  tellPage('open', { sheet: 'join', outcome })
}
