import type { Failure } from '@tributary/sdk'
import { h, type VNode } from 'preact'
import { words } from '../words/sheet.ts'
import type { SheetFacts } from './checkout.ts'

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

/** What the parent refused, in the customer's language; the parent itself speaks English. */
export const titleOf = ({ code, title }: Refusal): string => words.refusals[code] ?? words.refusals.other ?? title

/** What more the parent says about it, where that is in the same language. */
export const detailOf = ({ detail = '' }: Refusal): string => (words.refusals.other ? '' : detail)

type Refusal = Pick<Failure, 'code' | 'title' | 'detail'>

/** Why the parent could not be asked; the cart and what was typed are kept. */
export const explainTrouble = ({ program }: Pick<SheetFacts, 'program'>, problem: Failure): Explanation => ({
  what: problem.answered ? titleOf(problem) : navigator.onLine ? words.unreached(program.name) : words.offline,
  next: words.nothingLost,
})

/** The old total beside the new one, or that asking again changed nothing. */
export function explainPrice({ money }: SheetFacts, before: number, after: number): Explanation {
  const what = before === after ? words.priceSame(money(after)) : words.priceChanged(money(before), money(after))
  return { what, next: words.pressAgain }
}

/** Something on its way, of which nobody knows yet what becomes of it. */
interface OnItsWay {
  readonly state: string
  readonly program: { readonly name: string }
  readonly attempt?: number
  readonly isOffline?: boolean
  readonly isSaved?: boolean
}

/** What is true of it: whether it is safe to close the page above all. */
export function explainWaiting({ state, program, attempt = 1, isOffline, isSaved }: OnItsWay): Explanation {
  const { name } = program
  const noAnswer = isOffline ? words.offline : words.noAnswer(name)
  switch (state) {
    case 'saving':
      return { what: words.saving, next: words.keepOpen }
    case 'sending':
      return { what: attempt > 1 || isOffline ? noAnswer : words.sending(name), next: isSaved ? words.saved : words.keepOpen }
    case 'queued':
      return { what: noAnswer, next: words.queued }
    default:
      return { what: noAnswer, next: `${words.noAnswerNext} ${words.keepOpen}` }
  }
}
