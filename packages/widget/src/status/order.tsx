import type { OrderStatus } from '@tributary/sdk'
import { Fragment, h, type VNode } from 'preact'
import { moneyOf } from '../locale.ts'
import { words } from '../words/status.ts'
import { Cancelling, Confirming, Stating } from './change.tsx'
import { type OrderView, type StatusActions, titleOf } from './status-view.ts'

interface OrderProps {
  readonly view: OrderView
  readonly actions: StatusActions
}

/** An order: its number and its way, or the step in which it is cancelled or withdrawn from. */
export function Order({ view, actions }: OrderProps): VNode {
  const { order, problem, done } = view
  return (
    <section class="box" aria-busy={view.isBusy}>
      {order.test && <p class="ribbon">{words.test}</p>}
      {done && (
        <p class="said" role="status">
          {words[done]}
        </p>
      )}
      {problem && (
        <p class="said error" role="alert">
          {words.problems[problem as keyof typeof words.problems] ?? `${words.failed} (${problem})`} <a href={view.href}>{words.hosted}</a>
        </p>
      )}
      <StepOf view={view} actions={actions} />
    </section>
  )
}

function StepOf({ view, actions }: OrderProps): VNode {
  switch (view.step) {
    case 'reading':
      return <Reading view={view} actions={actions} />
    case 'cancelling':
      return <Cancelling view={view} actions={actions} />
    case 'stating':
      return <Stating view={view} actions={actions} />
    case 'confirming':
      return <Confirming view={view} actions={actions} />
  }
}

function Reading({ view, actions }: OrderProps): VNode {
  const { order, program, href } = view
  return (
    <>
      <h2 tabIndex={-1}>
        <span class="quiet">{words.order}</span> <bdi>{order.number}</bdi>
      </h2>
      <Way view={view} />
      <Lines view={view} />
      <Sent view={view} />
      {order.may?.withdraw && (
        <p class="quiet">{order.may.withdraw.until ? words.withdrawUntil(dayOf(view, order.may.withdraw.until)) : words.withdrawAnyTime}</p>
      )}
      <p class="actions">
        {order.may?.cancel && (
          <button type="button" class="button" onClick={() => actions.go('cancelling')}>
            {words.cancel}
          </button>
        )}
        {order.may?.withdraw && (
          <button type="button" class="button" onClick={() => actions.go('stating')}>
            {words.withdraw}
          </button>
        )}
      </p>
      <p class="quiet links">
        <a href={`${href}#question`}>{words.ask}</a> <a href={program.links.returns}>{words.returns}</a> <a href={href}>{words.hosted}</a>
      </p>
    </>
  )
}

// Received, shipped, arrived: each line fills up with its day.
function Way({ view }: { readonly view: OrderView }): VNode {
  const { order } = view
  const at = (state: OrderStatus['state']) => order.transitions.findLast(({ to }) => to === state)?.at
  const [cancelled, delivered] = [at('cancelled'), at('delivered')]
  const [first] = order.shipments
  if (cancelled) return <p class="said">{words.cancelledOn(dayOf(view, cancelled))}</p>
  if (order.state === 'awaiting_customer') return <p class="said">{words.awaiting}</p>
  const isShipped = order.state === 'shipped' || order.state === 'delivered'
  return (
    <ol>
      <li class="done">
        <b>{words.received}</b> {dayOf(view, order.placedAt)}
      </li>
      <li class={isShipped ? 'done' : undefined}>
        <b>{first && !isShipped ? words.shippedInPart : isShipped ? words.shipped : words.willShip}</b>
        {order.shipments.map(({ carrier, tracking, trackingUrl, shippedAt }) => (
          <span class="parcel">
            {dayOf(view, shippedAt)}, <bdi>{carrier}</bdi>{' '}
            {trackingUrl ? <a href={trackingUrl}>{tracking || words.track}</a> : <bdi>{tracking}</bdi>}
          </span>
        ))}
      </li>
      <li class={delivered ? 'done' : undefined}>
        <b>{delivered ? words.delivered : words.arrives}</b>{' '}
        {delivered ? dayOf(view, delivered) : words.between(dayOf(view, order.arrives.from), dayOf(view, order.arrives.to))}
      </li>
    </ol>
  )
}

function Lines({ view }: { readonly view: OrderView }): VNode {
  const { order, program, locale } = view
  const money = moneyOf(program, locale)
  return (
    <dl>
      {order.lines.map(({ title, variant, quantity, totalMinor, cancelledQuantity, refundedQuantity }) => (
        <div>
          <dt>
            {quantity} × {[title, variant].filter(Boolean).join(', ')}
            {cancelledQuantity > 0 && <span class="quiet">{words.ofThemCancelled(cancelledQuantity)}</span>}
            {refundedQuantity > 0 && <span class="quiet">{words.ofThemReturned(refundedQuantity)}</span>}
          </dt>
          <dd class="money">{money(totalMinor)}</dd>
        </div>
      ))}
      <div>
        <dt>{words.shipping(order.shippingTitle)}</dt>
        <dd class="money">{money(order.totals.shippingMinor)}</dd>
      </div>
      <div class="sum">
        <dt>{words.total}</dt>
        <dd class="money">{money(order.totals.totalMinor)}</dd>
      </div>
      {order.refunds.map(({ at, amountMinor }) => (
        <div>
          <dt>{words.refunded(dayOf(view, at))}</dt>
          <dd class="money">{money(-amountMinor)}</dd>
        </div>
      ))}
    </dl>
  )
}

// What was withdrawn from, and what became of it.
const Sent = ({ view }: { readonly view: OrderView }): VNode => (
  <>
    {view.order.returns?.map(({ state, lines, announcedAt, steps }) => (
      <p class="said">
        <b>{words.returned[state]}</b> {lines.map(({ sku, quantity }) => `${quantity} × ${titleOf(view, sku)}`).join(', ')}
        <span class="quiet">
          {words.withdrewOn(dayOf(view, announcedAt))} {state === 'refused' && <q>{steps.at(-1)?.reason}</q>}
        </span>
      </p>
    ))}
  </>
)

// A calendar day without a time is that day everywhere.
const dayOf = ({ locale }: OrderView, instant: string): string =>
  new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    weekday: 'short',
    ...(instant.length === 10 && { timeZone: 'UTC' }),
  }).format(new Date(instant))
