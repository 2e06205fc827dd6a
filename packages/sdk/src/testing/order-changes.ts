import type { OrderLine, OrderStatus } from '@tributary/protocol/order'
import type { CartLine } from '@tributary/protocol/quote'
import type { Return, Withdrawal } from '@tributary/protocol/return'
import { cancellation, withdrawal } from '@tributary/protocol/withdrawal.schema'
import { answer, refuse } from './answer.ts'
import type { Call } from './endpoint.ts'
import { readBody } from './read.ts'

/** What customers did about their orders. In tests nothing is ever shipped, so what somebody withdraws from is cancelled at once. */
export interface OrderChanges {
  /** `POST /v1/orders/:id/cancel`. */
  postCancellation(call: Call): Promise<Response>
  /** `POST /v1/orders/:id/withdrawal`: 201 the first time an id is seen, 200 for each repeat of the same statement. */
  postWithdrawal(call: Call): Promise<Response>
  /** An order with what was done about it. */
  changed(status: OrderStatus): OrderStatus
  forget(): void
}

interface Change {
  readonly lines: readonly CartLine[]
  readonly at: string
  readonly statement?: Withdrawal
}

/** Keeps changes by order; `find` answers the order that a secret opens, as it was placed. */
export function createOrderChanges(now: () => Date, find: (id: string, secret: string) => OrderStatus | undefined): OrderChanges {
  const made = new Map<string, Change[]>()
  const changesOf = (id: string): Change[] => made.get(id) ?? []
  const add = (id: string, change: Change) => made.set(id, [...changesOf(id), change])

  function changed(status: OrderStatus): OrderStatus {
    const changes = changesOf(status.orderId)
    const lines = status.lines.map((line) => ({ ...line, cancelledQuantity: cancelled(changes, line) }))
    const left = lines.map(({ sku, quantity, cancelledQuantity }) => ({ sku, quantity: quantity - cancelledQuantity }))
    const rest = left.filter(({ quantity }) => 0 < quantity)
    const isCancelled = rest.length === 0
    const at = changes.at(-1)?.at ?? status.placedAt
    return {
      ...status,
      ...(isCancelled && { state: 'cancelled', transitions: [...status.transitions, { to: 'cancelled', at }] }),
      lines,
      may: { cancel: !isCancelled, ...(!isCancelled && status.state !== 'awaiting_customer' && { withdraw: { lines: rest } }) },
      returns: changes.flatMap(returnOf),
    }
  }

  return {
    async postCancellation(call) {
      const parsed = await readBody(call, cancellation)
      if (!parsed.ok) return parsed.error
      const status = find(call.parameters['id'] ?? '', parsed.value.secret)
      if (!status) return refuse(call.name, 'order_unknown', { orderId: call.parameters['id'] ?? '' })
      const { state, lines } = changed(status)
      const rest = lines.map(({ sku, quantity, cancelledQuantity }) => ({ sku, quantity: quantity - cancelledQuantity }))
      if (state !== 'cancelled') add(status.orderId, { lines: rest, at: now().toISOString() })
      return answer(call.name, 200, changed(status))
    },
    async postWithdrawal(call) {
      const parsed = await readBody(call, withdrawal)
      if (!parsed.ok) return parsed.error
      const status = find(call.parameters['id'] ?? '', parsed.value.secret)
      if (!status) return refuse(call.name, 'order_unknown', { orderId: call.parameters['id'] ?? '' })
      const { orderId } = status
      const known = changesOf(orderId).find(({ statement }) => statement?.id === parsed.value.id)
      if (known) {
        const isSame = JSON.stringify(known.statement) === JSON.stringify(parsed.value)
        return isSame ? answer(call.name, 200, changed(status)) : refuse(call.name, 'return_id_reused', { orderId })
      }
      const open = changed(status).may?.withdraw?.lines ?? []
      const { lines = open } = parsed.value
      const isLeft = lines.every(({ sku, quantity }) => quantity <= (open.find((line) => line.sku === sku)?.quantity ?? 0))
      if (lines.length === 0 || !isLeft) return refuse(call.name, 'withdrawal_exceeds_rest', { orderId })
      add(orderId, { lines, at: now().toISOString(), statement: parsed.value })
      return answer(call.name, 201, changed(status))
    },
    changed,
    forget: () => made.clear(),
  }
}

const cancelled = (changes: readonly Change[], { sku }: OrderLine): number =>
  changes.flatMap(({ lines }) => lines.filter((line) => line.sku === sku)).reduce((sum, { quantity }) => sum + quantity, 0)

const returnOf = ({ statement, lines, at }: Change): Return[] =>
  statement
    ? [
        {
          id: statement.id,
          state: 'received',
          lines: lines.map(({ sku, quantity }) => ({ sku, quantity, unsentQuantity: quantity })),
          announcedAt: at,
          steps: [
            { to: 'announced', at, reason: '' },
            { to: 'received', at, reason: 'You withdrew from the contract before it was shipped.' },
          ],
        },
      ]
    : []
