import { formatMoney } from '@tributary/sdk'
import { Fragment, h, type VNode } from 'preact'
import { words } from '../words/unsent.ts'
import type { NoticeActions, NoticeView } from './notice-view.ts'

const ARTICLES_NAMED = 2

/** The orders of this browser that are not answered yet, in a corner. Pure: everything it shows is in `views`. */
export const Notices = ({
  views,
  locale,
  actions,
}: {
  readonly views: readonly NoticeView[]
  readonly locale: string
  readonly actions: NoticeActions
}): VNode => (
  <section class="notices" aria-label={words.title}>
    {views.map((view) => (
      <article key={view.order.orderId} class={`notice ${view.kind}`}>
        <button type="button" class="close" aria-label={words.close} onClick={() => actions.dismiss(view.order)}>
          ×
        </button>
        <div role="status">
          <Message view={view} />
        </div>
        <p class="quiet">{aboutOf(view, locale)}</p>
        <Buttons view={view} actions={actions} />
      </article>
    ))}
  </section>
)

function Message({ view }: { readonly view: NoticeView }): VNode {
  switch (view.kind) {
    case 'asked':
      return <Lines what={words.asked} next={view.isOld ? words.askedOld : undefined} />
    case 'sending':
      return <Lines what={words.sending} next={words.sendingNext} />
    case 'placed':
      return <Lines what={view.answer.state === 'awaiting_customer' ? words.awaiting : words.placed(view.answer.number)} />
    case 'refused':
      return <Lines what={words.refused} next={`${view.problem.detail ?? view.problem.title} ${words.refusedNext}`} />
  }
}

const Lines = ({ what, next }: { readonly what: string; readonly next?: string | undefined }): VNode => (
  <>
    <p class="what">{what}</p>
    {next && <p>{next}</p>}
  </>
)

function Buttons({ view, actions }: { readonly view: NoticeView; readonly actions: NoticeActions }): VNode | null {
  switch (view.kind) {
    case 'asked':
      return (
        <p class="actions">
          <button type="button" class="button primary" onClick={() => actions.send(view.order)}>
            {words.send}
          </button>
          <button type="button" class="button" onClick={() => actions.forget(view.order)}>
            {words.forget}
          </button>
        </p>
      )
    case 'sending':
      return null
    case 'placed':
      return (
        <p class="actions">
          <a class="button primary" href={view.answer.statusUrl} target="_blank" rel="noopener noreferrer">
            {words.seeOrder}
            <span class="unseen"> {words.opensTab}</span>
          </a>
        </p>
      )
    case 'refused':
      return (
        <p class="actions">
          <button type="button" class="button" onClick={() => actions.dismiss(view.order)}>
            {words.done}
          </button>
        </p>
      )
  }
}

function aboutOf({ order: { lines, currency, totalMinor, savedAt } }: NoticeView, locale: string): string {
  const named = lines.slice(0, ARTICLES_NAMED).map(({ title, quantity }) => words.article(title, quantity))
  const rest = lines.length - named.length
  const articles = [...named, ...(rest > 0 ? [words.more(rest)] : [])].join(', ')
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(savedAt)
  return words.about(articles, formatMoney({ amountMinor: totalMinor, currency: currency.code }, currency.digits, locale), when)
}
