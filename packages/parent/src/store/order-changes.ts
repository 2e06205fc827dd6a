import type { OrderState } from '@tributary/protocol/order'
import type { Queryable } from './database.ts'
import { type Pieces, returnStock, takeStock } from './stock.ts'

/** A transition of an order; `from` equal to `to` records an event that leaves the state (a part shipped, a payment). */
export interface Transition {
  readonly from: OrderState
  readonly to: OrderState
  readonly event: string
  readonly actor: string
  readonly reason?: string | undefined
  readonly at: Date
}

/** A quantity of one line. */
export interface LineQuantity {
  readonly line: number
  readonly variantId: number
  readonly quantity: number
}

/** What names an order inside the database, and says whether it is a test. */
export interface OrderKey {
  readonly orderKey: number
  readonly id: string
  readonly test: boolean
}

const SET_STATE = `
  update orders
     set state = $4
   where program_id = $1 and order_key = $2 and state = $3
  returning order_key`

const ADD_TRANSITION = `
  insert into order_transitions (program_id, order_key, from_state, to_state, event, actor, reason, at, test)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  returning transition_id as "transitionId"`

const LOCK = `select 1 from orders where program_id = $1 and order_key = $2 for update`

const ADD_SHIPPED = `
  update order_lines
     set shipped_quantity = shipped_quantity + parts.quantity
    from unnest($3::integer[], $4::bigint[]) as parts (line, quantity)
   where program_id = $1 and order_key = $2 and order_lines.line = parts.line`

const ADD_CANCELLED = `
  update order_lines
     set cancelled_quantity = cancelled_quantity + parts.quantity
    from unnest($3::integer[], $4::bigint[]) as parts (line, quantity)
   where program_id = $1 and order_key = $2 and order_lines.line = parts.line`

const OVERDUE = `
  select program_id as "programId", id
    from orders
   where state = 'awaiting_customer' and placed_at < $1
   order by placed_at
   limit 100`

/** Moves an order along and records it; answers the transition's key. Throws where the order is not in `from`: the caller holds its lock. */
export async function recordTransition(transaction: Queryable, programId: number, order: OrderKey, step: Transition): Promise<number> {
  const moved = await transaction.query(SET_STATE, [programId, order.orderKey, step.from, step.to])
  if (moved.length !== 1) throw new Error(`expected order ${order.id} to be ${step.from}`)
  const values = [programId, order.orderKey, step.from, step.to, step.event, step.actor, step.reason ?? '', step.at, order.test]
  const [added] = await transaction.query<{ transitionId: number }>(ADD_TRANSITION, values)
  if (!added) throw new Error(`expected the transition of order ${order.id}, received no row`)
  return added.transitionId
}

/** Locks an order until the transaction ends. */
export async function lockOrder(transaction: Queryable, programId: number, orderKey: number): Promise<void> {
  await transaction.query(LOCK, [programId, orderKey])
}

/** Counts quantities as shipped; the database refuses more than was ordered. */
export const addShipped = (transaction: Queryable, programId: number, order: OrderKey, parts: readonly LineQuantity[]): Promise<unknown> =>
  transaction.query(ADD_SHIPPED, [programId, order.orderKey, parts.map(({ line }) => line), parts.map(({ quantity }) => quantity)])

/** Counts quantities as cancelled and returns their stock where the order had taken any. */
export async function addCancelled(
  transaction: Queryable,
  programId: number,
  order: OrderKey & { readonly state: OrderState },
  parts: readonly LineQuantity[],
): Promise<void> {
  await transaction.query(ADD_CANCELLED, [programId, order.orderKey, parts.map(({ line }) => line), parts.map(({ quantity }) => quantity)])
  const tookStock = !order.test && order.state !== 'awaiting_customer'
  if (tookStock) await returnStock(transaction, programId, order.id, pieces(parts))
}

/** Takes the stock of an order that the customer accepted late; answers what is short and takes nothing then. */
export const takeOrderStock = (
  transaction: Queryable,
  programId: number,
  order: OrderKey,
  parts: readonly LineQuantity[],
): Promise<{ readonly variantId: number; readonly level: number } | undefined> =>
  order.test ? Promise.resolve(undefined) : takeStock(transaction, programId, order.id, pieces(parts))

/** Orders that have waited for their customer since before this instant. */
export const ordersWaitingSince = (database: Queryable, before: Date): Promise<{ programId: number; id: string }[]> =>
  database.query<{ programId: number; id: string }>(OVERDUE, [before])

const pieces = (parts: readonly LineQuantity[]): Pieces[] => parts.map(({ variantId, quantity }) => ({ variantId, quantity }))
