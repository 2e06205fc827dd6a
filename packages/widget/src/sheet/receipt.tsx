import { Fragment, h, type VNode } from 'preact'
import { words } from '../words/sheet.ts'
import type { SheetView } from './checkout.ts'
import { Notice } from './notice.tsx'

type Placed = Extract<SheetView, { state: 'placed' }>

/** The order number, what happens next in three dated lines, and how to reach whoever ships it. */
export function Receipt({ view }: { readonly view: Placed }): VNode {
  const { answer, program, locale, email, money } = view
  const parts = { weekday: 'short', day: 'numeric', month: 'long' } as const
  const placed = new Intl.DateTimeFormat(locale, parts).format(new Date(answer.placedAt))
  // A calendar day without a time is that day everywhere.
  const day = new Intl.DateTimeFormat(locale, { ...parts, timeZone: 'UTC' })
  const [from, to] = [day.format(new Date(answer.arrives.from)), day.format(new Date(answer.arrives.to))]
  const total = money(answer.totals.totalMinor)
  return (
    <>
      {answer.state === 'awaiting_customer' && <Notice what={words.awaiting} next={words.awaitingNext(total)} />}
      <p class="number">
        <span class="quiet">{words.orderNumber}</span>
        <strong>{answer.number}</strong>
        <span class="money">{total}</span>
      </p>
      <ol class="path">
        <li class="done">
          <span>{words.received}</span> <time dateTime={answer.placedAt}>{placed}</time>
        </li>
        <li>
          <span>{words.shippedLine}</span> <span>{words.shippedSoon}</span>
        </li>
        <li>
          <span>{words.arrives}</span> <span>{words.between(from, to)}</span>
        </li>
      </ol>
      <p>{words.confirmationTo(email)}</p>
      <p class="quiet">
        {words.disclosureShort(program.name)} {words.questions} <a href={`mailto:${program.contact}`}>{program.contact}</a>
        <br />
        <a href={program.links.returns} target="_blank" rel="noopener">
          {words.withdraw}
        </a>
      </p>
    </>
  )
}
