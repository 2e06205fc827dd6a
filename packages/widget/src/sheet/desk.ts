import type { ComponentChild } from 'preact'
import type { Shop } from '../shop.ts'
import { isUnderWay } from './checkout.ts'
import { createDialog, type SheetDialog } from './dialog.ts'
import { fieldId } from './field.tsx'

/** How far something is: its state, and whether this browser keeps what is being sent. */
export interface Standing {
  readonly state: string
  readonly isSaved?: boolean
}

/** What a sheet shows, what can be done in it, and what follows from that. It outlives the sheet, so that nothing typed or sent is lost. */
export interface Flow<View extends Standing, Actions extends { close(): void }> {
  /** What to show, or nothing while closed. */
  view(): View | undefined
  readonly actions: Actions
}

/** How a sheet ended: the parent has what was sent, it was put aside while that was on its way, or it was closed before. */
export type SheetEnd = 'placed' | 'aside' | 'closed'

/** A flow that can be put aside: then it goes on without a sheet, until it is opened again. */
export interface Desk<Own> {
  readonly flow: Own
  isAside: boolean
  /** How the sheet ends that is open. */
  end(): Promise<SheetEnd>
}

/** How a flow is begun, and how it looks. */
interface Plan<View extends Standing, Actions extends { close(): void }, Own extends Flow<View, Actions>> {
  /** `changed` is called whenever there is something else to show; `form` is what stands on the page of it. */
  readonly begin: (changed: () => void, form: () => HTMLFormElement | undefined) => Own
  readonly draw: (view: View, actions: Actions, onPick: (name: string) => void) => ComponentChild
}

/** A desk for one flow of a shop, with a sheet on the page whenever there is something to show: one host element under the body, there from open to close. */
export function createDesk<View extends Standing, Actions extends { close(): void }, Own extends Flow<View, Actions>>(
  shop: Shop,
  { begin, draw }: Plan<View, Actions, Own>,
): Desk<Own> {
  let dialog: SheetDialog | undefined
  let state: string | undefined
  // Not in the hands of this page alone any more.
  let isSafe = true

  let ended: Promise<SheetEnd> | undefined
  let tellEnd: ((end: SheetEnd) => void) | undefined

  const remove = (): void => {
    removeEventListener('beforeunload', warn)
    tellEnd?.(state === 'placed' ? state : isUnderWay(state) ? 'aside' : 'closed')
    dialog?.remove()
    dialog = state = ended = undefined
  }
  const putAside = (): void => {
    desk.isAside = true
    remove()
    // It goes on; a small notice says how, as soon as it can be fetched.
    const tell = async (): Promise<void> => (await shop.load('later')).showUnsent(shop)
    tell().catch(() => addEventListener('online', () => tell().catch(() => undefined), { once: true }))
  }
  // The sheet of what is under way may be put aside, and comes back as it is then; while it is on its way and only here, it stays.
  const leave = (): void => {
    if (!isUnderWay(state)) flow.actions.close()
    else if (isSafe || state === 'unknown') putAside()
  }
  const warn = (event: BeforeUnloadEvent): void => {
    if (!isSafe) event.preventDefault()
  }
  const show = (view: View): void => {
    // Closed by the browser: the flow goes on where it stood.
    dialog ??= createDialog(leave, () => (isUnderWay(state) ? putAside() : remove()))
    addEventListener('beforeunload', warn)
    const { root } = dialog
    isSafe = !isUnderWay(view.state) || view.state === 'queued' || (view.state === 'sending' && view.isSaved === true)
    dialog.show(
      draw(view, { ...flow.actions, close: leave }, (name) => root.getElementById(fieldId(name))?.focus()),
      view.state !== state,
    )
    state = view.state
  }

  const flow = begin(
    () => {
      const view = desk.isAside ? undefined : flow.view()
      if (view) show(view)
      else remove()
    },
    () => dialog?.form(),
  )
  const desk: Desk<Own> = { flow, isAside: false, end: () => (ended ??= new Promise((resolve) => (tellEnd = resolve))) }
  return desk
}
