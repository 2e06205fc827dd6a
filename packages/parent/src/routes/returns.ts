import { newId, normalizeCode, type RefundId } from '@tributary/protocol/id'
import { type Problem, problem } from '@tributary/protocol/problem'
import type { NewRefund } from '@tributary/protocol/refund'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { returnStateAfter } from '@tributary/protocol/return'
import { receiveReturn as receiveBody, refuseReturn as refuseBody, returnsQuery } from '@tributary/protocol/return.schema'
import type { Letter } from '../core/letter.ts'
import { statusUrl } from '../core/order.ts'
import { type ReturnedLine, refundOfReturn, returnedPieces } from '../core/return.ts'
import { returnReceived, returnRefused } from '../core/return-message.ts'
import { returnRecord } from '../core/return-view.ts'
import { json } from '../http/json.ts'
import { parseBody, parseQuery } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import type { Queryable } from '../store/database.ts'
import { queueMessages } from '../store/messages.ts'
import { orderForChange, type StoredOrder } from '../store/order-reads.ts'
import { releaseLines } from '../store/refunds.ts'
import { recordReturnStep, returnByName, returnsPage, type StoredReturn } from '../store/returns.ts'
import { lettersOfCorrections } from './correction-letters.ts'
import { settleOrder } from './order-settlement.ts'
import { refundWithin } from './refunds.ts'
import type { Parent, StaffCall, StaffRoute } from './route.ts'
import type { Shop } from './say.ts'

const PAGE_SIZE = 50

/** `GET /v1/admin/returns`: newest first, by cursor. */
export const listReturns =
  (parent: Parent): StaffRoute =>
  async ({ url, program }) => {
    const query = parseQuery(url, returnsQuery)
    if (!query.ok) return query.error
    const { state, order, cursor, limit = PAGE_SIZE } = query.value
    const before = cursor === undefined ? undefined : Number(cursor)
    if (before !== undefined && !Number.isSafeInteger(before)) {
      return problemResponse('request_invalid', { errors: [{ pointer: '?cursor', detail: 'Use `next` of the page before.' }] })
    }
    const number = order === undefined ? undefined : normalizeCode(order)
    const rows = await returnsPage(parent.database, program.programId, { state, number, before }, limit + 1)
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    return json({ returns: page.map(returnRecord), ...(limit < rows.length && last && { next: String(last.returnKey) }) })
  }

/** `GET /v1/admin/returns/:id`, by its id or the number of its order. */
export const showReturn =
  (parent: Parent): StaffRoute =>
  async ({ program, parameters: { id = '' } }) => {
    const found = await returnByName(parent.database, program.programId, id, normalizeCode(id))
    return found ? json(returnRecord(found)) : problemResponse('return_unknown', { detail: `No return is called “${id}”.` })
  }

/** `POST /v1/admin/returns/:id/receive`: the pieces are back, and what was paid for them goes back. */
export const receiveReturn =
  (parent: Parent): StaffRoute =>
  async (call) => {
    const parsed = await parseBody(call.request, receiveBody, parent.bodyLimits)
    return parsed.ok ? change(parent, call, 'receive', parsed.value.reason ?? '', receive) : parsed.error
  }

/** `POST /v1/admin/returns/:id/refuse`, with the reason. */
export const refuseReturn =
  (parent: Parent): StaffRoute =>
  async (call) => {
    const parsed = await parseBody(call.request, refuseBody, parent.bodyLimits)
    return parsed.ok ? change(parent, call, 'refuse', parsed.value.reason, refuse) : parsed.error
  }

interface Step {
  readonly shop: Shop
  readonly order: StoredOrder
  readonly returned: StoredReturn
  readonly reason: string
  readonly actor: string
  readonly at: Date
}

// The order is locked first, as by everything that changes it; a return has no lock of its own.
async function change(
  parent: Parent,
  { program, actor, parameters: { id: name = '' } }: StaffCall,
  event: 'receive' | 'refuse',
  reason: string,
  act: (transaction: Queryable, step: Step) => Promise<Result<undefined, Problem>>,
): Promise<Response> {
  const { programId } = program
  const shop = { parent, program, keyring: await parent.keyring(programId) }
  const named = await returnByName(parent.database, programId, name, normalizeCode(name))
  if (!named) return problemResponse('return_unknown', { detail: `No return is called “${name}”.` })
  const changed = await parent.database.transaction(async (transaction): Promise<Result<undefined, Problem>> => {
    const order = await orderForChange(transaction, programId, named.orderId, '')
    const returned = await returnByName(transaction, programId, named.id, '')
    if (!order || !returned) return fail(problem('return_unknown'))
    if (!returnStateAfter(returned.state, event)) {
      return fail(
        problem('return_transition_refused', { detail: `Return ${returned.id} is ${returned.state}; it cannot be ${event}d now.` }),
      )
    }
    return act(transaction, { shop, order, returned, reason, actor, at: parent.now() })
  })
  if (!changed.ok) return problemResponse(changed.error.code, changed.error)
  parent.wake()
  const after = await returnByName(parent.database, programId, named.id, '')
  return json(returnRecord(after ?? named))
}

async function receive(transaction: Queryable, step: Step): Promise<Result<undefined, Problem>> {
  const { shop, order, returned, reason, actor, at } = step
  const { programId } = shop.program
  const pieces = returnedPieces(order, returned)
  await recordReturnStep(transaction, programId, returned, { from: 'announced', to: 'received', event: 'receive', actor, reason, at })
  const request = refundOfReturn(order, pieces, reason)
  if (!request) return takeBackUnpaid(transaction, step, pieces)
  const id = newId('refund')
  const refunded = await refund(transaction, step, id, request)
  if (!refunded.ok) return refunded
  const last = { from: 'received', to: 'refunded', event: 'refund', actor, reason: '', at } as const
  await recordReturnStep(transaction, programId, returned, last, id)
  return ok(undefined)
}

const refund = (transaction: Queryable, { shop, order, actor }: Step, id: RefundId, request: NewRefund) =>
  refundWithin(transaction, shop, order, { id, request, actor })

// Nothing goes back where nothing was paid, or the bank or an earlier refund gave it back; the pieces are not owed any more.
async function takeBackUnpaid(
  transaction: Queryable,
  { shop: { parent, program, keyring }, order, returned, reason, at }: Step,
  pieces: readonly ReturnedLine[],
): Promise<Result<undefined, Problem>> {
  await releaseLines(transaction, program.programId, order, pieces, true)
  const corrected = await settleOrder(transaction, program, order, { kind: 'refund', id: returned.id, at })
  const facts = { ...order, customerEmail: order.customer.email, statusUrl: statusUrl(parent.origin, keyring, order.id) }
  const letters = [
    returnReceived(program.policy, facts, returned, reason),
    ...(await lettersOfCorrections(transaction, parent.origin, program, order, corrected, 'refund')),
  ]
  await queueMessages(transaction, program.programId, letters, order)
  return ok(undefined)
}

async function refuse(
  transaction: Queryable,
  { shop: { parent, program, keyring }, order, returned, reason, actor, at }: Step,
): Promise<Result<undefined, Problem>> {
  await recordReturnStep(transaction, program.programId, returned, { from: 'announced', to: 'refused', event: 'refuse', actor, reason, at })
  const facts = { ...order, customerEmail: order.customer.email, statusUrl: statusUrl(parent.origin, keyring, order.id) }
  const letters: Letter[] = [returnRefused(program.policy, facts, returned, reason)]
  await queueMessages(transaction, program.programId, letters, order)
  return ok(undefined)
}
