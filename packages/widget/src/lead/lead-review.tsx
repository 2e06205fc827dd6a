import type { Question } from '@tributary/sdk'
import { Fragment, h, type VNode } from 'preact'
import { moneyOf } from '../locale.ts'
import { words } from '../words/lead.ts'
import { answerIn } from './answers.ts'
import type { RequestActions, RequestView } from './request.ts'

interface ReviewProps {
  readonly view: RequestView
  readonly actions: RequestActions
}

const titleOf = (group: string | undefined): string => (group === undefined ? words.you : group || words.about)

/** All that will be sent, as it was understood. While it goes out, nothing can be changed. */
export const LeadReview = ({ view, actions }: ReviewProps): VNode => (
  <>
    {[...view.groups, undefined].map((group, step) => (
      <section>
        <div class="row">
          <h3>{titleOf(group)}</h3>
          {view.state === 'review' && (
            <button type="button" class="plain" aria-label={`${words.change}: ${titleOf(group)}`} onClick={() => actions.back(step)}>
              {words.change}
            </button>
          )}
        </div>
        <dl>
          {rowsOf(view, group).map(([name, answer]) => (
            <>
              <dt class="quiet">{name}</dt>
              <dd>{answer}</dd>
            </>
          ))}
        </dl>
      </section>
    ))}
  </>
)

// Of a group of questions, or of who asks; what was left empty is left out.
function rowsOf(view: RequestView, group: string | undefined): (readonly string[])[] {
  const rows =
    group === undefined
      ? Object.entries(words.fields).map(([name, label]) => [label, view.typed[name]?.[0] ?? ''])
      : view.offer.service.questions
          .filter((question) => (question.group ?? '') === group)
          .map((question) => [question.label, answerText(view, question)])
  return rows.filter(([, answer]) => answer)
}

/** An answer as the customer reads it. */
export function answerText({ typed, files, locale, program }: RequestView, question: Question): string {
  const answer = answerIn(question, typed, program.currency.digits)
  if (question.kind === 'file') return files[question.id]?.names.join(', ') ?? ''
  if (question.kind === 'date' && answer)
    return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(String(answer)))
  if (typeof answer === 'number') return `${answer.toLocaleString(locale)} ${question.unit ?? ''}`
  if (typeof answer !== 'object') return answer ?? ''
  if (Array.isArray(answer)) return answer.join(', ')
  const money = moneyOf(program, locale)
  const { fromMinor, toMinor } = answer as { fromMinor?: number; toMinor?: number }
  if (fromMinor && toMinor) return `${money(fromMinor)} – ${money(toMinor)}`
  return `${words.ends[fromMinor ? 0 : 1]} ${money(fromMinor ?? toMinor ?? 0)}`
}
