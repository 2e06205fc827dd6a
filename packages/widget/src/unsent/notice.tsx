import { formatMoney } from '@tributary/sdk'
import { idOf } from '@tributary/sdk/parts'
import { Fragment, h, type VNode } from 'preact'
import { detailOf, titleOf } from '../sheet/notice.tsx'
import { OutLink } from '../sheet/out-link.tsx'
import { words } from '../words/unsent.ts'
import type { NoticeActions, NoticeView } from './notice-view.ts'

const ARTICLES_NAMED = 2

/** What of this browser is not answered yet, in a corner. Pure: everything it shows is in `views`. */
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
      <article key={idOf(view.entry)} class={`notice ${view.kind}`}>
        <button type="button" class="close" aria-label={words.close} onClick={() => actions.dismiss(view.entry)}>
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
  const said = 'leadId' in view.entry ? words.lead : words.order
  switch (view.kind) {
    case 'asked':
      return <Lines what={said.asked} next={view.isOld && 'orderId' in view.entry ? words.askedOld : undefined} />
    case 'sending':
      return <Lines what={said.sending} next={words.sendingNext} />
    case 'placed':
      return <Lines what={view.answer.state === 'awaiting_customer' ? words.awaiting : said.placed(view.answer.number)} />
    case 'refused':
      return <Lines what={said.refused} next={`${detailOf(view.problem) || titleOf(view.problem)} ${said.refusedNext}`} />
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
          <button type="button" class="button primary" onClick={() => actions.send(view.entry)}>
            {words.send}
          </button>
          <button type="button" class="button" onClick={() => actions.forget(view.entry)}>
            {words.forget}
          </button>
        </p>
      )
    case 'sending':
      return null
    case 'placed':
      return (
        <p class="actions">
          <OutLink class="button primary" href={view.answer.statusUrl}>
            {'leadId' in view.entry ? words.lead.see : words.order.see}
          </OutLink>
        </p>
      )
    case 'refused':
      return (
        <p class="actions">
          <button type="button" class="button" onClick={() => actions.dismiss(view.entry)}>
            {words.done}
          </button>
        </p>
      )
  }
}

function aboutOf({ entry }: NoticeView, locale: string): string {
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(entry.savedAt)
  if ('leadId' in entry) return words.aboutLead(entry.title, when)
  const { lines, currency, totalMinor } = entry
  const named = lines.slice(0, ARTICLES_NAMED).map(({ title, quantity }) => words.article(title, quantity))
  const rest = lines.length - named.length
  const articles = [...named, ...(rest > 0 ? [words.more(rest)] : [])].join(', ')
  return words.about(articles, formatMoney({ amountMinor: totalMinor, currency: currency.code }, currency.digits, locale), when)
}
