import type { CardActions, CardView } from '@tributary/widget/card/card-view'
import { OfferCard } from '@tributary/widget/card/offer-card'
import { CartButton } from '@tributary/widget/cart/cart-button'
import { Collection } from '@tributary/widget/collection/collection'
import type { CollectionActions, CollectionView } from '@tributary/widget/collection/collection-view'
import { heldLink } from '@tributary/widget/held/held-link'
import type { JoinActions } from '@tributary/widget/join/join-sheet'
import { JoinSheet } from '@tributary/widget/join/join-sheet'
import { LeadSheet } from '@tributary/widget/lead/lead-sheet'
import type { RequestActions } from '@tributary/widget/lead/request'
import { OfferButton } from '@tributary/widget/looks/offer-button'
import { Share, type ShareActions } from '@tributary/widget/share/share'
import { CartLines } from '@tributary/widget/sheet/cart-lines'
import type { SheetActions, SheetView } from '@tributary/widget/sheet/checkout'
import { CodeAnswer } from '@tributary/widget/sheet/code-answer'
import { OrderSheet } from '@tributary/widget/sheet/order-sheet'
import { Outcome, OutcomeButtons } from '@tributary/widget/sheet/outcome'
import { Status } from '@tributary/widget/status/status'
import type { StatusActions } from '@tributary/widget/status/status-view'
import { Notices } from '@tributary/widget/unsent/notice'
import type { NoticeActions } from '@tributary/widget/unsent/notice-view'
import { type ComponentChild, h } from 'preact'
import { failureViews } from './failure-views.ts'
import { cardStates, cartStates, sheetStates } from './order-states.ts'
import { collectionStates, drawEntry, heldStates, layoutStates, shareStates } from './placement-states.ts'
import { joinStates, noticeStates, requestStates } from './request-states.ts'
import { statusStates } from './status-states.ts'

/** One state of one component, as the gallery shows it. */
export interface Drawing {
  /** `sheet: review`; unique. */
  readonly name: string
  /** Where it stands on a page: in the text, over it, or in the corner. */
  readonly place:
    | 'card'
    | 'cart'
    | 'sheet'
    | 'notice'
    | 'collection'
    | 'button'
    | 'row'
    | 'compact'
    | 'roomy'
    | 'share'
    | 'status'
    | 'held'
    | 'host'
  /** Everything that it shows. */
  readonly view: object
  draw(): ComponentChild
}

// Nothing happens in a gallery.
const idle = new Proxy({}, { get: () => () => undefined }) as CardActions &
  SheetActions &
  RequestActions &
  JoinActions &
  NoticeActions &
  CollectionActions &
  ShareActions &
  StatusActions
const onPick = (): void => undefined

/** Every state of every component but the failures, which come about by themselves (`played.ts`). */
export const drawings = (locale: string): readonly Drawing[] => [
  ...each('card', 'card', cardStates(locale), (view) => h(OfferCard, { view, actions: idle })),
  ...each('button', 'button', layoutStates(locale), (view) => OfferButton({ view, actions: idle, hasPrice: true })),
  ...each('row', 'row', layoutStates(locale), (view) => h(OfferCard, { view, actions: idle })),
  ...each('compact', 'compact', { card: cardStates(locale)['with options'] as CardView }, (view) => h(OfferCard, { view, actions: idle })),
  ...each('roomy', 'roomy', { card: cardStates(locale)['with options'] as CardView }, (view) => h(OfferCard, { view, actions: idle })),
  ...each('collection', 'collection', collectionStates(locale), drawCollection),
  ...each('kept at the parent', 'held', heldStates(), (view) => heldLink(view)),
  ...each('share', 'share', shareStates(), (view) => h(Share, { view, actions: idle })),
  ...each('in the looks of a loud page', 'host', { card: cardStates(locale)['reduced'] as CardView }, (view) =>
    h(OfferCard, { view, actions: idle }),
  ),
  ...each('sheet', 'sheet', sheetStates(locale), drawSheet),
  ...each('cart button', 'cart', cartStates(), (view) => h(CartButton, { view, open: () => undefined })),
  ...each('request', 'sheet', requestStates(locale), (view) => h(LeadSheet, { view, actions: idle, onPick })),
  ...each('join', 'sheet', joinStates(locale), (view) => h(JoinSheet, { view, actions: idle })),
  ...each('status', 'status', statusStates(locale), (view) => h(Status, { view, actions: idle })),
  ...each('notice', 'notice', noticeStates(), (views) => h(Notices, { views, locale, actions: idle })),
]

/** Failures as far as words go, for who looks where nothing can be played: in a language that nobody speaks. */
export function failureDrawings(locale: string): readonly Drawing[] {
  const { sheet, request, join, collection, status } = failureViews(locale)
  return [
    ...each('sheet', 'sheet', sheet, drawSheet),
    ...each('collection', 'collection', collection, drawCollection),
    ...each('request', 'sheet', request, (view) => h(LeadSheet, { view, actions: idle, onPick })),
    ...each('join', 'sheet', join, (view) => h(JoinSheet, { view, actions: idle })),
    ...each('status', 'status', status, (view) => h(Status, { view, actions: idle })),
  ]
}

const drawSheet = (view: SheetView): ComponentChild =>
  h(OrderSheet, { view, actions: idle, parts: { CartLines, CodeAnswer, Outcome, OutcomeButtons }, onPick })

const drawCollection = (view: CollectionView): ComponentChild => h(Collection, { view, actions: idle, entry: drawEntry(view) })

const each = <View extends object>(
  part: string,
  place: Drawing['place'],
  states: Readonly<Record<string, View>>,
  draw: (view: View) => ComponentChild,
): readonly Drawing[] => Object.entries(states).map(([name, view]) => ({ name: `${part}: ${name}`, place, view, draw: () => draw(view) }))
