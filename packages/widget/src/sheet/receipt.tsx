import { Fragment, h, type VNode } from 'preact'
import { words } from '../words/outcome.ts'
import type { Placed } from './checkout.ts'
import { Notice } from './notice.tsx'
import { OutLink } from './out-link.tsx'
import { Path } from './path.tsx'

/** The order number, what happens next in three dated lines, and how to reach whoever ships it. */
export function Receipt({ view }: { readonly view: Placed }): VNode {
  const { answer, program, locale, email, money } = view
  const parts = { weekday: 'short', day: 'numeric', month: 'short' } as const
  const placed = new Intl.DateTimeFormat(locale, parts).format(new Date(answer.placedAt))
  // A calendar day without a time is that day everywhere.
  const day = new Intl.DateTimeFormat(locale, { ...parts, timeZone: 'UTC' })
  const [from, to] = [day.format(new Date(answer.arrives.from)), day.format(new Date(answer.arrives.to))]
  const total = money(answer.totals.totalMinor)
  return (
    <>
      {answer.state === 'awaiting_customer' && <Notice what={words.awaiting} next={words.awaitingNext(total)} />}
      <Path
        number={[words.orderNumber, answer.number, total]}
        steps={[
          [words.received, placed],
          [words.shippedLine, words.shippedSoon],
          [words.arrives, words.between(from, to)],
        ]}
      />
      <p>{words.confirmationTo(email)}</p>
      <p class="quiet">
        {words.disclosure(program.name)} {words.questions} <a href={`mailto:${program.contact}`}>{program.contact}</a>
        <br />
        <OutLink href={program.links.returns}>{words.withdraw}</OutLink>
      </p>
    </>
  )
}
