import { type Problem, problem } from '@tributary/protocol/problem'
import { fail, ok, type Result } from '@tributary/protocol/result'
import type { Withdrawal } from '@tributary/protocol/return'
import { cancellation, withdrawal } from '@tributary/protocol/withdrawal.schema'
import { limitsOf } from '../core/limit.ts'
import { statusUrl } from '../core/order.ts'
import { withdrawalArrived, withdrawalReceived } from '../core/return-message.ts'
import { decideWithdrawal, type WithdrawnLine, withdrawalDigest } from '../core/withdrawal.ts'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import type { Queryable } from '../store/database.ts'
import { queueMessages } from '../store/messages.ts'
import { leadOfOrder } from '../store/milestones.ts'
import { orderForChange, type StoredOrder } from '../store/order-reads.ts'
import { firstProgram, type Program } from '../store/programs.ts'
import { addReturn, recordReturnStep, returnByName, returnsOfOrder } from '../store/returns.ts'
import { changeOrder, changeWithin } from './order-changes.ts'
import { ownOrder, statusOf } from './order-status.ts'
import type { Call, Parent, PublicRoute } from './route.ts'
import type { Shop } from './say.ts'

const CUSTOMER = 'customer'
const WITHDRAWN = 'You withdrew from the contract before it was shipped.'

/** `POST /v1/orders/:id/cancel`: the customer cancels an order of which nothing was shipped. Cancelled already is answered the same. */
export const postCancellation =
  (parent: Parent): PublicRoute =>
  async (call) => {
    const parsed = await parseBody(call.request, cancellation, parent.bodyLimits, nameIn(call))
    return parsed.ok
      ? answer(parent, call, parsed.value.secret, (program, order) => cancelOwnOrder(parent, program, order.id))
      : parsed.error
  }

/** `POST /v1/orders/:id/withdrawal`: the customer withdraws from the contract; 201 the first time, 200 for each repeat of the same statement. */
export const postWithdrawal =
  (parent: Parent): PublicRoute =>
  async (call) => {
    const parsed = await parseBody(call.request, withdrawal, parent.bodyLimits, nameIn(call))
    return parsed.ok
      ? answer(parent, call, parsed.value.secret, (program, order) => withdraw(parent, program, order.id, parsed.value))
      : parsed.error
  }

async function answer(
  parent: Parent,
  call: Call,
  secret: string,
  act: (program: Program, order: StoredOrder) => Promise<Result<{ readonly created: boolean }, Problem>>,
): Promise<Response> {
  const name = nameIn(call)
  const id = name.orderId
  const program = await firstProgram(parent.database)
  if (!program) return problemResponse('order_unknown', name)
  const { address } = call
  const wait = parent.limiter.admit(program.programId, limitsOf(await parent.keyring(program.programId), 'change', { address }))
  if (wait !== undefined) return problemResponse('rate_limited', { ...name, retryAfterSeconds: wait })
  const order = await ownOrder(parent, program, id, secret)
  if (!order || (await leadOfOrder(parent.database, program.programId, order.orderKey))) return problemResponse('order_unknown', name)
  const done = await act(program, order)
  if (!done.ok) return problemResponse(done.error.code, { ...done.error, ...name })
  const after = await ownOrder(parent, program, id, secret)
  return json(await statusOf(parent, program, after ?? order), done.value.created ? 201 : 200)
}

// The id that was asked about stands in every answer, refusals too: without it a page takes the answer for somebody else's (a captive portal).
const nameIn = ({ parameters: { id = '' } }: Call) => ({ orderId: id })

/** Cancels the whole of an order in the customer's name; one that is cancelled already stays so. */
export async function cancelOwnOrder(
  parent: Parent,
  program: Program,
  id: string,
): Promise<Result<{ readonly created: boolean }, Problem>> {
  const cancelled = await changeOrder(parent, program, id, { kind: 'cancel_whole' }, CUSTOMER)
  if (cancelled.ok) return ok({ created: false })
  const isDone = await parent.database.transaction(
    async (transaction) => (await orderForChange(transaction, program.programId, id, ''))?.state === 'cancelled',
  )
  return isDone ? ok({ created: false }) : cancelled
}

/** Takes a withdrawal: cancels what was not shipped, announces the return of the rest, and sends the receipt, all or nothing. */
export async function withdraw(
  parent: Parent,
  program: Program,
  orderId: string,
  statement: Withdrawal,
): Promise<Result<{ readonly created: boolean }, Problem>> {
  const { programId, policy } = program
  const keyring = await parent.keyring(programId)
  const digest = withdrawalDigest(keyring, orderId, statement)
  const taken = await parent.database.transaction(async (transaction): Promise<Result<{ readonly created: boolean }, Problem>> => {
    const order = await orderForChange(transaction, programId, orderId, '')
    if (!order) return fail(problem('order_unknown'))
    const known = await returnByName(transaction, programId, statement.id, '')
    if (known) return known.digest === digest ? ok({ created: false }) : fail(problem('return_id_reused', named(order)))

    const returns = await returnsOfOrder(transaction, programId, order.orderKey)
    const decided = decideWithdrawal(policy, order, returns, statement.lines, parent.now())
    if (!decided.ok) return fail(problem(decided.error.code, { ...decided.error, ...named(order) }))
    const stored = await store(transaction, { parent, program, keyring }, order, { ...statement, digest }, decided.value)
    return stored.ok ? ok({ created: true }) : stored
  })
  if (taken.ok && taken.value.created) parent.wake()
  return taken
}

async function store(
  transaction: Queryable,
  shop: Shop,
  order: StoredOrder,
  { id, name, email, reason = '', digest }: Withdrawal & { readonly digest: string },
  lines: readonly WithdrawnLine[],
): Promise<Result<undefined, Problem>> {
  const { parent, program, keyring } = shop
  const { programId, policy } = program
  const announcedAt = parent.now()
  const stated = { id, digest, name, email, reason, announcedAt, lines }
  const returnKey = await addReturn(transaction, programId, order, stated)
  if (returnKey === undefined) return fail(problem('changed', named(order)))
  const step = { actor: CUSTOMER, at: announcedAt }
  const made = { returnKey, test: order.test }
  await recordReturnStep(transaction, programId, made, { ...step, from: null, to: 'announced', event: 'announce', reason: '' })

  const unsent = lines.filter(({ unsentQuantity }) => 0 < unsentQuantity)
  if (unsent.length > 0) {
    const parts = unsent.map(({ sku, unsentQuantity }) => ({ sku, quantity: unsentQuantity }))
    const cancelled = await changeWithin(transaction, shop, order, { kind: 'cancel', lines: parts, reason: WITHDRAWN }, CUSTOMER)
    // The order is locked and the pieces were counted: what is refused here would leave half of a withdrawal.
    if (!cancelled.ok) throw new Error(`expected the unshipped pieces of ${order.id} to be cancelled, received ${cancelled.error.code}`)
  }
  if (lines.every(({ quantity, unsentQuantity }) => quantity === unsentQuantity)) {
    await recordReturnStep(transaction, programId, made, {
      ...step,
      from: 'announced',
      to: 'received',
      event: 'receive',
      reason: WITHDRAWN,
    })
  }
  const facts = { ...order, customerEmail: order.customer.email, statusUrl: statusUrl(parent.origin, keyring, order.id) }
  const letters = [...withdrawalReceived(policy, facts, stated), ...withdrawalArrived(policy, facts, stated)]
  await queueMessages(transaction, programId, letters, order)
  return ok(undefined)
}

const named = ({ id, number }: StoredOrder) => ({ orderId: id, orderNumber: number })
