import { Fragment, h, type VNode } from 'preact'
import { words } from '../words/sheet.ts'
import { CartSummary } from './cart-summary.tsx'
import type { LaterParts, SheetActions, SheetView } from './checkout.ts'
import { type FieldName, labelsOf } from './details.ts'
import { ErrorSummary } from './field.tsx'
import { Fields } from './fields.tsx'
import { SheetFooter } from './footer.tsx'
import { Frame } from './frame.tsx'
import { lineTitle, sumOf } from './line.ts'
import { explainPrice, explainTrouble, explainWaiting, Notice } from './notice.tsx'
import { Review } from './review.tsx'

interface SheetProps {
  readonly view: SheetView
  readonly actions: SheetActions
  /** What shows how an order ended; there by the time that one can end. */
  readonly parts: LaterParts | undefined
}

/** The order sheet. Pure: everything it shows is in `view`. The form's fields are always there, so that what was typed stays typed. */
export function OrderSheet({ view, actions, parts, onPick }: SheetProps & { readonly onPick: (name: FieldName) => void }): VNode {
  const errors = view.state === 'filling' ? view.errors : {}
  const isSaved = view.state === 'queued' || (view.state === 'sending' && view.isSaved)
  return (
    <Frame
      {...{ state: view.state, isSaved, about: boughtText(view), title: headingOf(view), ribbon: view.isTest && words.test }}
      close={actions.close}
      footer={<SheetFooter view={view} actions={actions} parts={parts} />}
    >
      <Step view={view} actions={actions} parts={parts} />
      <div class="fields" hidden={view.state !== 'filling'}>
        <ErrorSummary labels={labelsOf(view.draft.country ?? '')} errors={errors} onPick={onPick} />
        <CartSummary facts={view} onChange={actions.toCart} />
        <Fields facts={view} errors={errors} onCountry={actions.setCountry} />
      </div>
    </Frame>
  )
}

function Step({ view, actions, parts }: SheetProps): VNode | null {
  switch (view.state) {
    case 'cart':
      return parts ? <parts.CartLines view={view} actions={actions} /> : null
    case 'filling':
      return view.problem ? <Notice {...explainTrouble(view, view.problem)} isBad /> : null
    case 'quoting':
      return view.quote ? <Review facts={view} quote={view.quote} isFixed actions={actions} /> : <p role="status">{words.pricing}</p>
    case 'review':
      return (
        <>
          {view.before !== undefined && <Notice {...explainPrice(view, view.before, view.quote.totals.totalMinor)} />}
          {view.quote.code && parts && <parts.CodeAnswer facts={view} code={view.quote.code} change={actions.toDetails} />}
          <Review facts={view} quote={view.quote} isFixed={false} actions={actions} />
        </>
      )
    case 'saving':
    case 'sending':
    case 'queued':
    case 'unknown':
      return (
        <>
          <Notice {...explainWaiting(view)} isBad={view.state === 'unknown'} />
          <Review facts={view} quote={view.quote} isFixed actions={actions} />
        </>
      )
    case 'refused':
    case 'placed':
      return parts ? <parts.Outcome view={view} /> : null
  }
}

// What is bought stays in sight in every step.
function boughtText({ lines }: SheetView): string {
  const [first] = lines
  return lines.length === 1 && first ? lineTitle(first) : words.articles(sumOf(lines, ({ item }) => item.quantity))
}

function headingOf(view: SheetView): string {
  if (view.state !== 'placed') return words.steps[view.state as keyof typeof words.steps] ?? words.placing
  return view.answer.state === 'awaiting_customer' ? words.steps.awaiting : words.thanks(view.program.name)
}
