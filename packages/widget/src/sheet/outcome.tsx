import type { Failure } from '@tributary/sdk'
import { Fragment, h, type VNode } from 'preact'
import { words } from '../words/outcome.ts'
import type { Placed, Refused, SheetActions, SheetFacts } from './checkout.ts'
import { Primary } from './footer.tsx'
import { lineTitle } from './line.ts'
import { detailOf, type Explanation, Notice, titleOf } from './notice.tsx'
import { OutLink } from './out-link.tsx'
import { Receipt } from './receipt.tsx'

/** How a checkout ended. */
export const Outcome = ({ view }: { readonly view: Placed | Refused }): VNode =>
  view.state === 'placed' ? <Receipt view={view} /> : <Notice {...explainRefusal(view, view.problem)} isBad />

/** What can be done after it. */
export const OutcomeButtons = ({ view, actions }: { readonly view: Placed | Refused; readonly actions: SheetActions }): VNode =>
  view.state === 'placed' ? <AfterOrder view={view} actions={actions} /> : <AfterRefusal view={view} actions={actions} />

/** A definite no. */
function explainRefusal({ lines }: SheetFacts, problem: Failure): Explanation {
  switch (problem.code) {
    case 'stock_short': {
      const line = lines.find(({ item }) => item.sku === problem.sku)
      const what = line ? lineTitle(line) : (problem.sku ?? '')
      return { what: words.shortOf(what, problem.available ?? 0), next: words.changeCartNext }
    }
    case 'already_placed':
      return { what: words.alreadyPlaced, next: words.alreadyPlacedNext(problem.orderNumber) }
    case 'origin_unregistered':
    case 'site_unknown':
      return { what: words.notRegistered, next: words.notRegisteredNext }
    default:
      return { what: titleOf(problem), next: [detailOf(problem), words.nothingOrdered].filter(Boolean).join(' ') }
  }
}

function AfterRefusal({ view, actions }: { readonly view: Refused; readonly actions: SheetActions }): VNode {
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

function AfterOrder({ view, actions }: { readonly view: Placed; readonly actions: SheetActions }): VNode {
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
