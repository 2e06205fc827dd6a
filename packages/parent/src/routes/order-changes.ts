import { newId, normalizeCode } from '@tributary/protocol/id'
import { type Problem, problem } from '@tributary/protocol/problem'
import type { CartLine } from '@tributary/protocol/quote'
import { fail, ok, type Result } from '@tributary/protocol/result'
import type { NewShipment } from '@tributary/protocol/shipment'
import type { GivenBack } from '../core/given-back.ts'
import type { Letter } from '../core/letter.ts'
import { orderCancelled, orderReceived, orderShipped } from '../core/message.ts'
import { type Refusal, refusalOf, statusUrl } from '../core/order.ts'
import {
  type Change,
  cancelOrder,
  cancelWholeOrder,
  chargeBackOrder,
  moveOrder,
  payOrder,
  shipOrder,
  winBackOrder,
} from '../core/order-change.ts'
import { totalsOf } from '../core/order-view.ts'
import { shortOf } from '../core/quote.ts'
import { orderRefunded } from '../core/refund-message.ts'
import { orderCancelledByCustomer } from '../core/return-message.ts'
import type { Queryable } from '../store/database.ts'
import { giveBackDiscount } from '../store/discount-uses.ts'
import { queueMessages } from '../store/messages.ts'
import { addCancelled, recordTransition, takeOrderStock } from '../store/order-changes.ts'
import { orderForChange, type StoredOrder } from '../store/order-reads.ts'
import type { Program } from '../store/programs.ts'
import { addShipment } from '../store/shipments.ts'
import { lettersOfCorrections } from './correction-letters.ts'
import { moveMoney, OWED_SINCE_CHARGEBACK } from './order-money.ts'
import { type SettlementCause, settleOrder } from './order-settlement.ts'
import type { Parent } from './route.ts'
import type { Shop } from './say.ts'

/** An event that needs nothing more said. */
export type PlainEvent = 'confirm' | 'deliver' | 'pay' | 'accept' | 'charge_back' | 'win_back'

/** What staff, or the customer on the status page, want of an order. */
export type OrderEvent =
  | { readonly kind: PlainEvent }
  | { readonly kind: 'ship'; readonly shipment: NewShipment }
  | { readonly kind: 'cancel_whole' }
  | { readonly kind: 'cancel'; readonly lines?: readonly CartLine[] | undefined; readonly reason?: string | undefined }

/**
 * Changes an order named by id or number: locks it, decides by the transition table, stores the change with its transition and its messages in
 * one transaction. Answers the id of the order.
 */
export async function changeOrder(
  parent: Parent,
  program: Program,
  name: string,
  event: OrderEvent,
  actor: string,
): Promise<Result<string, Problem>> {
  const keyring = await parent.keyring(program.programId)
  const changed = await parent.database.transaction(async (transaction) => {
    const order = await orderForChange(transaction, program.programId, name, normalizeCode(name))
    if (!order) return fail(problem('order_unknown', { detail: `No order is called “${name}”.` }))
    const stored = await changeWithin(transaction, { parent, program, keyring }, order, event, actor)
    return stored.ok ? ok(order.id as string) : stored
  })
  if (changed.ok) parent.wake()
  return changed
}

/** The same to an order that a transaction holds the lock of and does more to; whoever calls it wakes the mail job after. */
export async function changeWithin(
  transaction: Queryable,
  { parent, program, keyring }: Shop,
  order: StoredOrder,
  event: OrderEvent,
  actor: string,
): Promise<Result<GivenBack | undefined, Problem>> {
  const change = decide(order, event)
  if (!change.ok) return fail(asProblem(order, change.error))

  const at = parent.now()
  const reason = event.kind === 'cancel' ? event.reason : undefined
  const refused = await store(transaction, program.programId, order, event, change.value, at)
  if (refused) return fail(asProblem(order, refused))
  const given = await moveMoney(transaction, program, order, change.value, { reason: reason ?? '', actor, at })
  const step = { from: order.state, to: change.value.to, event: change.value.event, actor, reason, at }
  if (change.value.to === 'cancelled') await giveBackDiscount(transaction, program.programId, order.orderKey, at)
  const transitionId = await recordTransition(transaction, program.programId, order, step)
  const cause = causeOf(event)
  const corrected = await settleOrder(transaction, program, order, { kind: cause, id: `${order.id}:${transitionId}`, at })
  const url = statusUrl(parent.origin, keyring, order.id)
  const letters = [
    ...lettersOf(program, order, event, change.value, given, url),
    ...(await lettersOfCorrections(transaction, parent.origin, program, order, corrected, cause)),
  ]
  await queueMessages(transaction, program.programId, letters, order)
  return ok(given)
}

function decide(order: StoredOrder, event: OrderEvent): Result<Change, Refusal> {
  switch (event.kind) {
    case 'ship':
      return shipOrder(order, event.shipment.lines)
    case 'cancel':
      return cancelOrder(order, event.lines)
    case 'cancel_whole':
      return cancelWholeOrder(order)
    case 'pay':
      return payOrder(order)
    case 'charge_back':
      return chargeBackOrder(order)
    case 'win_back':
      return winBackOrder(order)
    case 'confirm':
    case 'deliver':
    case 'accept':
      return moveOrder(order, event.kind)
  }
}

async function store(
  transaction: Queryable,
  programId: number,
  order: StoredOrder,
  event: OrderEvent,
  { parts }: Change,
  now: Date,
): Promise<Refusal | undefined> {
  switch (event.kind) {
    case 'ship': {
      const { carrier, tracking = '', trackingUrl = null } = event.shipment
      await addShipment(transaction, programId, order, { id: newId('shipment'), carrier, tracking, trackingUrl, shippedAt: now, parts })
      return undefined
    }
    case 'cancel':
    case 'cancel_whole':
      await addCancelled(transaction, programId, order, parts)
      return undefined
    case 'accept': {
      const short = await takeOrderStock(transaction, programId, order, parts)
      const line = order.lines.find(({ variantId }) => variantId === short?.variantId)
      if (!short || !line) return undefined
      return refusalOf(shortOf({ sku: line.sku, title: line.title, options: line.variant === '' ? [] : [line.variant] }, short.level))
    }
    case 'confirm':
    case 'deliver':
    case 'pay':
    case 'charge_back':
    case 'win_back':
      return undefined
  }
}

function lettersOf(
  { policy }: Program,
  order: StoredOrder,
  event: OrderEvent,
  change: Change,
  given: GivenBack | undefined,
  url: string,
): Letter[] {
  const facts = { ...order, totals: totalsOf(order), statusUrl: url, customerEmail: order.customer.email }
  switch (event.kind) {
    case 'ship': {
      const { carrier, tracking = '' } = event.shipment
      return [orderShipped(policy, facts, { carrier, tracking, isLast: change.to !== order.state })]
    }
    case 'cancel':
      return [orderCancelled(policy, facts, event.reason ?? '', given?.amountMinor ?? 0)]
    case 'cancel_whole':
      return [
        orderCancelled(policy, facts, 'You cancelled it.', given?.amountMinor ?? 0),
        ...orderCancelledByCustomer(policy, order, given?.amountMinor ?? 0),
      ]
    case 'accept':
      return [orderReceived(policy, facts)]
    case 'confirm':
    case 'deliver':
    case 'pay':
    case 'charge_back':
      return []
    case 'win_back':
      return given ? [orderRefunded(policy, facts, given, OWED_SINCE_CHARGEBACK)] : []
  }
}

function causeOf({ kind }: OrderEvent): SettlementCause['kind'] {
  if (kind === 'cancel_whole') return 'cancel'
  return kind === 'charge_back' ? 'chargeback' : kind
}

const asProblem = (order: StoredOrder, { code, ...more }: Refusal): Problem =>
  problem(code, { ...more, orderId: order.id, orderNumber: order.number })
