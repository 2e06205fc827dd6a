import { type ComponentChildren, Fragment, h, type VNode } from 'preact'
import { words } from '../words/sheet.ts'
import type { SheetActions, SheetView } from './checkout.ts'
import { OutLink } from './out-link.tsx'
import { Legal } from './review.tsx'

interface FooterProps {
  readonly view: SheetView
  readonly actions: SheetActions
}

/** The next step: one primary button, which says what it does, and where it leads to a cost, how much. */
export const SheetFooter = (props: FooterProps): VNode => (
  <>
    {(props.view.state === 'review' || props.view.state === 'quoting') && <Legal program={props.view.program} />}
    <Buttons {...props} />
  </>
)

function Buttons({ view, actions }: FooterProps): VNode {
  switch (view.state) {
    case 'cart':
      return view.lines.length > 0 ? (
        <Primary press={actions.toDetails}>{words.continue}</Primary>
      ) : (
        <Primary press={actions.close}>{words.backToPage}</Primary>
      )
    case 'filling':
      return <Primary press={() => actions.toReview()}>{view.problem ? words.tryAgain : words.steps.review}</Primary>
    case 'quoting':
      return <Waiting>{words.pricing}</Waiting>
    case 'review':
      return <Primary press={actions.order}>{words.orderAndPay(view.money(view.quote.totals.totalMinor))}</Primary>
    case 'saving':
    case 'sending':
      return <Waiting>{words.placing}</Waiting>
    case 'queued':
    case 'unknown':
      return <Unanswered state={view.state} again={actions.order} close={actions.close} />
    case 'refused':
      return <AfterRefusal view={view} actions={actions} />
    case 'placed':
      return <AfterOrder view={view} actions={actions} />
  }
}

function AfterRefusal({
  view,
  actions,
}: {
  readonly view: Extract<SheetView, { state: 'refused' }>
  readonly actions: SheetActions
}): VNode {
  const { code, sku, available = 0 } = view.problem
  const short = view.lines.find(({ item }) => item.sku === sku)
  if (code === 'already_placed') return <Primary press={actions.close}>{words.backToPage}</Primary>
  if (code === 'origin_unregistered' || code === 'site_unknown') {
    return (
      <a class="button primary" href={view.href}>
        {words.seeAt(view.program.name)}
      </a>
    )
  }
  const canTake = short && available > 0
  const takeWhatIsLeft = (): void => {
    if (short) actions.setQuantity(short, available)
    actions.toReview()
  }
  return (
    <>
      {canTake && <Primary press={takeWhatIsLeft}>{words.takeWhatIsLeft(available)}</Primary>}
      <button type="button" class={canTake ? 'button' : 'button primary'} onClick={actions.toCart}>
        {words.changeCart}
      </button>
      <a class="out" href={view.href}>
        {words.seeAt(view.program.name)}
      </a>
    </>
  )
}

function AfterOrder({ view, actions }: { readonly view: Extract<SheetView, { state: 'placed' }>; readonly actions: SheetActions }): VNode {
  const { next, statusUrl } = view.answer
  const goesOn = next.kind === 'redirect' && /^https?:/.test(next.url)
  return (
    <>
      {goesOn && (
        <a class="button primary" href={next.url}>
          {words.pay}
        </a>
      )}
      <OutLink class={goesOn ? 'button' : 'button primary'} href={statusUrl}>
        {words.seeOrder}
      </OutLink>
      <button type="button" class="button" onClick={actions.close}>
        {words.backToPage}
      </button>
    </>
  )
}

/** What can be done about something that is sent and was not answered yet. */
export const Unanswered = ({ state, again, close }: { readonly state: string; again(): void; close(): void }): VNode =>
  state === 'unknown' ? (
    <Primary press={again}>{words.sendAgain}</Primary>
  ) : (
    <>
      <Primary press={close}>{words.backToPage}</Primary>
      <button type="button" class="button" onClick={again}>
        {words.sendAgain}
      </button>
    </>
  )

/** The one button that leads on. */
export const Primary = ({ press, children }: { readonly press: () => void; readonly children: ComponentChildren }): VNode => (
  <button type="button" class="button primary" data-primary onClick={press}>
    {children}
  </button>
)

/** In its place while something is on its way. Not `disabled`: a disabled button loses the focus, and with it whoever uses a keyboard. */
export const Waiting = ({ children }: { readonly children: ComponentChildren }): VNode => (
  <button type="button" class="button primary" aria-disabled="true" aria-busy="true">
    {children}
  </button>
)
