import { normalizeCode } from '@tributary/protocol/id'
import { cancelOrder, ordersQuery } from '@tributary/protocol/order.schema'
import type { Problem } from '@tributary/protocol/problem'
import type { Result } from '@tributary/protocol/result'
import { newShipment } from '@tributary/protocol/shipment.schema'
import { statusUrl } from '../core/order.ts'
import { orderRecord } from '../core/order-view.ts'
import { json } from '../http/json.ts'
import { parseBody, parseQuery } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { orderByName, ordersPage } from '../store/order-reads.ts'
import type { Program } from '../store/programs.ts'
import { changeOrder, type OrderEvent, type PlainEvent } from './order-changes.ts'
import type { Parent, StaffCall, StaffRoute } from './route.ts'

const PAGE_SIZE = 50

/** `GET /v1/admin/orders`: newest first, by cursor. */
export const listOrders =
  (parent: Parent): StaffRoute =>
  async ({ url, program }) => {
    const query = parseQuery(url, ordersQuery)
    if (!query.ok) return query.error
    const { state, payment, site, test, cursor, limit = PAGE_SIZE } = query.value
    const before = cursor === undefined ? undefined : Number(cursor)
    if (before !== undefined && !Number.isSafeInteger(before)) {
      return problemResponse('request_invalid', { errors: [{ pointer: '?cursor', detail: 'Use `next` of the page before.' }] })
    }
    const filter = { state, payment, site, test: test === undefined ? undefined : test === 'true', before }
    const orders = await ordersPage(parent.database, program.programId, filter, limit + 1)
    const page = orders.slice(0, limit)
    const keyring = await parent.keyring(program.programId)
    const last = page.at(-1)
    return json({
      orders: page.map((order) => orderRecord(order, statusUrl(parent.origin, keyring, order.id))),
      ...(limit < orders.length && last && { next: String(last.orderKey) }),
    })
  }

/** `GET /v1/admin/orders/:id`, by id or number. */
export const showOrder =
  (parent: Parent): StaffRoute =>
  ({ program, parameters: { id = '' } }) =>
    answerOrder(parent, program, id)

/** `POST /v1/admin/orders/:id/confirm`, `/paid`, `/deliver`, `/chargeback` and `/chargeback/won`: events without a body. */
export const moveOrder =
  (parent: Parent, kind: PlainEvent): StaffRoute =>
  (call) =>
    change(parent, call, { kind })

/** `POST /v1/admin/orders/:id/ship`: one parcel. */
export const shipOrder =
  (parent: Parent): StaffRoute =>
  async (call) => {
    const shipment = await parseBody(call.request, newShipment, parent.bodyLimits)
    return shipment.ok ? change(parent, call, { kind: 'ship', shipment: shipment.value }) : shipment.error
  }

/** `POST /v1/admin/orders/:id/cancel`: all that waits, or some lines of it. */
export const cancelOrderRoute =
  (parent: Parent): StaffRoute =>
  async (call) => {
    const wanted = await parseBody(call.request, cancelOrder, parent.bodyLimits)
    return wanted.ok ? change(parent, call, { kind: 'cancel', ...wanted.value }) : wanted.error
  }

async function change(parent: Parent, { program, actor, parameters: { id = '' } }: StaffCall, event: OrderEvent): Promise<Response> {
  const changed: Result<string, Problem> = await changeOrder(parent, program, id, event, actor)
  return changed.ok ? answerOrder(parent, program, changed.value) : problemResponse(changed.error.code, changed.error)
}

async function answerOrder(parent: Parent, program: Program, name: string): Promise<Response> {
  const order = await orderByName(parent.database, program.programId, name, normalizeCode(name))
  if (!order) return problemResponse('order_unknown', { detail: `No order is called “${name}”.` })
  const keyring = await parent.keyring(program.programId)
  return json(orderRecord(order, statusUrl(parent.origin, keyring, order.id)))
}
