import type { Customer, OrderLetter } from '@tributary/protocol/order'
import { customer, placeOrder } from '@tributary/protocol/order.schema'
import { statusQuery } from '@tributary/protocol/status-query.schema'
import type { z } from 'zod'
import { addressProblems } from '../core/customer.ts'
import { json } from '../http/json.ts'
import { parseQuery } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { firstProgram } from '../store/programs.ts'
import { type BodyKind, openBody } from './intake-body.ts'
import { ownOrder, statusOf } from './order-status.ts'
import type { Parent, PublicRoute } from './route.ts'

const ORDER: BodyKind<Customer> = {
  kind: 'order',
  what: 'An order',
  part: 'customer',
  schema: placeOrder,
  personalSchema: customer as z.ZodType<Customer>,
}

/** `POST /v1/orders`: 201 the first time an order id is seen, 200 for each repeat of the same order. */
export const postOrder =
  (parent: Parent): PublicRoute =>
  async (call) => {
    const opened = await openBody<OrderLetter, Customer>(parent, call, ORDER)
    if (!opened.ok) return opened.error
    const { letter, personal, program, site, flags } = opened.value
    const errors = addressProblems(personal, letter.country)
    if (errors.length > 0) return problemResponse('request_invalid', { orderId: letter.id, errors })
    const taken = await parent.takeOrder({ program, site, letter, customer: personal, flags, address: call.address })
    return taken.ok ? json(taken.value.answer, taken.value.created ? 201 : 200) : problemResponse(taken.error.code, taken.error)
  }

/** `GET /v1/orders/:id?secret=…`. A wrong secret is answered like an unknown order. */
export const getOrder =
  (parent: Parent): PublicRoute =>
  async ({ parameters: { id = '' }, url }) => {
    const query = parseQuery(url, statusQuery)
    if (!query.ok) return query.error
    const program = await firstProgram(parent.database)
    const order = program && (await ownOrder(parent, program, id, query.value.secret))
    return program && order ? json(await statusOf(parent, program, order)) : problemResponse('order_unknown')
  }
