import type { Offer } from '@tributary/sdk'
import { Fragment, h, type VNode } from 'preact'
import { words } from '../words/collection.ts'
import type { CollectionActions, CollectionView } from './collection-view.ts'
import { isNarrowed } from './collection-view.ts'
import { Tools } from './tools.tsx'

interface CollectionProps {
  readonly view: CollectionView
  readonly actions: CollectionActions
  /** Draws one offer as a card. */
  readonly entry: (offer: Offer) => VNode
}

/** Offers of a collection, and what they are searched, sorted and narrowed down by. Pure: everything it shows is in `view`. */
export const Collection = ({ view, actions, entry }: CollectionProps): VNode => (
  <section aria-busy={view.kind === 'loading' || (view.kind === 'ready' && view.isAsking)}>
    <Tools view={view} actions={actions} />
    <p class="quiet" role="status">
      {said(view)}
    </p>
    <Content view={view} actions={actions} entry={entry} />
  </section>
)

function Content({ view, actions, entry }: CollectionProps): VNode | null {
  const { plan, wanted, href } = view
  switch (view.kind) {
    case 'loading':
      return <ul class={listClass(view)}>{Array.from({ length: Math.min(plan.limit, 2 * plan.columns) }, () => SKELETON)}</ul>
    case 'empty':
      return isNarrowed(wanted) ? (
        <p class="foot first">
          <button type="button" class="button" onClick={actions.clear}>
            {words.clear}
          </button>
        </p>
      ) : null
    case 'failed':
      return <Again href={href} again={actions.again} isFirst />
    case 'ready':
      return (
        <>
          <ul class={listClass(view)}>
            {view.offers.map((offer) => (
              <li key={offer.id} tabIndex={-1}>
                {entry(offer)}
              </li>
            ))}
          </ul>
          {view.more === 'failed' && <p class="foot">{words.failed}</p>}
          {view.more === 'failed' && <Again href={href} again={actions.more} />}
          {(view.more === 'there' || view.more === 'coming') && (
            <p class="foot">
              <button type="button" class="button" aria-busy={view.more === 'coming'} onClick={actions.more}>
                {view.more === 'coming' ? words.loading : words.more}
              </button>
            </p>
          )}
        </>
      )
  }
}

const listClass = ({ plan: { layout, columns } }: CollectionView): string => `offers ${layout} most-${columns}`

// As high as the card that comes: its picture, then its lines.
const SKELETON = (
  <li aria-hidden="true">
    <div class="skeleton">
      <div class="blank" />
      <div class="lines" />
    </div>
  </li>
)

const Again = ({
  href,
  again,
  isFirst = false,
}: {
  readonly href: string
  readonly again: () => void
  readonly isFirst?: boolean
}): VNode => (
  <p class={isFirst ? 'foot first' : 'foot'}>
    <button type="button" class="button" onClick={again}>
      {words.again}
    </button>{' '}
    <a href={href}>{words.see}</a>
  </p>
)

/** What is read out when something changed: how many there are, or why there are none. */
function said(view: CollectionView): string {
  switch (view.kind) {
    case 'loading':
      return words.loading
    case 'empty':
      return isNarrowed(view.wanted) ? words.none : words.empty
    case 'failed':
      return words.failed
    case 'ready':
      if (view.isAsking) return words.loading
      return view.more === 'end' ? `${words.shown(view.offers.length)}. ${words.end}` : `${words.shown(view.offers.length)}`
  }
}
