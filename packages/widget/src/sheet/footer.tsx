import { type ComponentChildren, Fragment, h, type VNode } from 'preact'
import { words } from '../words/sheet.ts'
import type { LaterParts, SheetActions, SheetView } from './checkout.ts'
import { Legal } from './review.tsx'

interface FooterProps {
  readonly view: SheetView
  readonly actions: SheetActions
  readonly parts: LaterParts | undefined
}

/** The next step: one primary button, which says what it does, and where it leads to a cost, how much. */
export const SheetFooter = (props: FooterProps): VNode => (
  <>
    {(props.view.state === 'review' || props.view.state === 'quoting') && <Legal program={props.view.program} />}
    <Buttons {...props} />
  </>
)

function Buttons({ view, actions, parts }: FooterProps): VNode | null {
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
    case 'placed':
      return parts ? <parts.OutcomeButtons view={view} actions={actions} /> : null
  }
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
