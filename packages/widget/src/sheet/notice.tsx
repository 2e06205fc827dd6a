import type { Failure } from '@tributary/sdk'
import { h, type VNode } from 'preact'
import { words } from '../words/sheet.ts'
import type { SheetFacts, SheetView } from './checkout.ts'
import { lineTitle } from './line.ts'

/** What happened in one sentence, what to do in another. */
export interface Explanation {
  readonly what: string
  readonly next: string
}

/** A short text that is read aloud when it appears. */
export const Notice = ({ what, next, isBad = false }: Explanation & { readonly isBad?: boolean }): VNode => (
  <div class={isBad ? 'notice bad' : 'notice'} role="alert">
    <p class="what">{what}</p>
    <p>{next}</p>
  </div>
)

/** Why the parent could not be asked; the cart and what was typed are kept. */
export const explainTrouble = ({ program }: SheetFacts, problem: Failure): Explanation => ({
  what: !navigator.onLine ? words.offline : problem.answered ? problem.title : words.unreached(program.name),
  next: words.nothingLost,
})

/** The old total beside the new one, or that asking again changed nothing. */
export function explainPrice({ money }: SheetFacts, before: number, after: number): Explanation {
  const what = before === after ? words.priceSame(money(after)) : words.priceChanged(money(before), money(after))
  return { what, next: words.pressAgain }
}

/** What is true of an order while nobody knows yet what becomes of it: whether it is safe to close the page above all. */
export function explainWaiting(view: Extract<SheetView, { state: 'saving' | 'sending' | 'queued' | 'unknown' }>): Explanation {
  const { name } = view.program
  switch (view.state) {
    case 'saving':
      return { what: words.saving, next: words.keepOpen }
    case 'sending': {
      const what = view.isOffline ? words.offline : view.attempt > 1 ? words.noAnswer(name) : words.sending(name)
      return { what, next: view.isSaved ? words.saved : words.keepOpen }
    }
    case 'queued':
      return { what: view.isOffline ? words.offline : words.noAnswer(name), next: words.queued }
    case 'unknown':
      return { what: view.isOffline ? words.offline : words.noAnswer(name), next: `${words.noAnswerNext} ${words.keepOpen}` }
  }
}

/** A definite no. */
export function explainRefusal({ lines }: SheetFacts, problem: Failure): Explanation {
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
      return { what: problem.title, next: [problem.detail, words.nothingOrdered].filter(Boolean).join(' ') }
  }
}
