import type { CollectionView } from '@tributary/widget/collection/collection-view'
import type { JoinView } from '@tributary/widget/join/application'
import type { RequestView } from '@tributary/widget/lead/request'
import type { SheetView } from '@tributary/widget/sheet/checkout'
import type { OrderView, StatusView } from '@tributary/widget/status/status-view'
import { buildFailure, sheetStates } from './order-states.ts'
import { collectionStates } from './placement-states.ts'
import { joinStates, requestStates } from './request-states.ts'
import { statusStates } from './status-states.ts'

type Views<View> = Readonly<Record<string, View>>

interface FailureViews {
  readonly sheet: Views<SheetView>
  readonly request: Views<RequestView>
  readonly join: Views<JoinView>
  readonly collection: Views<CollectionView>
  readonly status: Views<StatusView>
}

/** One view for each way of telling a failure in words; the states around them are the gallery's own. */
export const failureViews = (locale: string): FailureViews => ({
  sheet: sheetViews(sheetStates(locale)),
  request: requestViews(requestStates(locale)),
  join: joinViews(joinStates(locale)),
  collection: collectionViews(collectionStates(locale)),
  status: statusViews(statusStates(locale)),
})

function sheetViews(states: Views<SheetView>): Views<SheetView> {
  const [details, review] = [states['details'], states['review']] as [SheetView, SheetView & { state: 'review' }]
  const refused = (problem: ReturnType<typeof buildFailure>): SheetView => ({ ...review, state: 'refused', problem })
  const code = (reason: string, more: object = {}): SheetView => ({
    ...review,
    quote: { ...review.quote, code: { kind: 'refused', reason, ...more } as NonNullable<typeof review.quote.code> },
  })
  return {
    'out of reach': { ...details, problem: buildFailure('unavailable', { answered: false }) } as SheetView,
    busy: { ...details, problem: buildFailure('overloaded') } as SheetView,
    'a price that changed': { ...review, before: 1_790 },
    'a price that stayed': { ...review, before: review.quote.totals.totalMinor },
    'sold out': refused(buildFailure('stock_short', { sku: 'mug', available: 0 })),
    'fewer left': refused(buildFailure('stock_short', { sku: 'mug', available: 2 })),
    'ordered already': refused(buildFailure('already_placed', { orderNumber: '7K3X9Q2M' })),
    'not registered': refused(buildFailure('origin_unregistered')),
    'an unknown code': code('unknown'),
    'a code before its time': code('too_early', { validFrom: '2026-04-01T00:00:00Z' }),
    'a code that is over': code('expired'),
    'a code that is used up': code('used_up'),
    'a code for larger carts': code('below_minimum', { missingMinor: 510 }),
  }
}

function requestViews(states: Views<RequestView>): Views<RequestView> {
  const [first, review] = [states['the first step'], states['review']] as [RequestView, RequestView]
  return {
    'out of reach': { ...first, problem: buildFailure('unavailable', { answered: false }) },
    refused: { ...review, state: 'refused', problem: buildFailure('rate_limited') },
  }
}

function joinViews(states: Views<JoinView>): Views<JoinView> {
  const form = states['form'] as JoinView & { state: 'filling' }
  return {
    'without facts': { ...form, facts: undefined },
    'out of reach': { ...form, trouble: { what: 'You are offline.', next: 'What you typed is kept. Try again shortly.' } },
  }
}

function collectionViews(states: Views<CollectionView>): Views<CollectionView> {
  const grid = states['grid'] as CollectionView & { kind: 'ready' }
  return { 'no more to be had': { ...grid, more: 'failed' }, 'out of reach': { ...grid, kind: 'failed' } }
}

function statusViews(states: Views<StatusView>): Views<StatusView> {
  const placed = states['placed'] as OrderView
  const codes = ['order_shipped', 'withdrawal_over', 'withdrawal_exceeds_rest', 'rate_limited', 'unavailable', 'internal']
  const problems = codes.map((problem) => [problem, { ...placed, problem }] as const)
  return { 'a link to no order': { kind: 'asking', mistake: 'unknown' }, ...Object.fromEntries(problems) }
}
