import { normalizeCode, type RefundId } from '@tributary/protocol/id'
import { type Problem, problem } from '@tributary/protocol/problem'
import type { NewRefund, RefundPreview, RefundRecord } from '@tributary/protocol/refund'
import { newRefund } from '@tributary/protocol/refund.schema'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { canonicalJson } from '../core/canonical.ts'
import { withReleases } from '../core/given-back.ts'
import { statusUrl } from '../core/order.ts'
import { type DecidedRefund, decideRefund } from '../core/refund.ts'
import { orderRefunded } from '../core/refund-message.ts'
import { refundRecord } from '../core/refund-view.ts'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import type { Queryable } from '../store/database.ts'
import { queueMessages } from '../store/messages.ts'
import { recordTransition } from '../store/order-changes.ts'
import { orderByName, orderForChange, type StoredOrder } from '../store/order-reads.ts'
import type { Program } from '../store/programs.ts'
import { refundRequest, releaseLines } from '../store/refunds.ts'
import { lettersOfCorrections } from './correction-letters.ts'
import { giveBack } from './order-money.ts'
import { type CorrectedCommission, previewSettlement, settleOrder } from './order-settlement.ts'
import type { Parent, StaffCall, StaffRoute } from './route.ts'
import type { Shop } from './say.ts'

/** `GET /v1/admin/orders/:id/refunds`, eldest first. */
export const listRefunds =
  (parent: Parent): StaffRoute =>
  async ({ program, parameters: { id = '' } }) => {
    const order = await orderByName(parent.database, program.programId, id, normalizeCode(id))
    if (!order) return problemResponse('order_unknown', { detail: `No order is called “${id}”.` })
    return json({ refunds: order.refunds.map((refund) => refundRecord(order.currency, refund)) })
  }

/** `POST /v1/admin/orders/:id/refunds`: 201 for money given back, 200 for a preview and for each repeat of the same refund. */
export const postRefund =
  (parent: Parent): StaffRoute =>
  async (call) => {
    const parsed = await parseBody(call.request, newRefund, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { id, preview, ...request } = parsed.value
    const answer =
      preview || !id
        ? await previewRefund(parent, call, request)
        : await refundOrder(parent, call, call.parameters['id'] ?? '', id, request)
    if (!answer.ok) return problemResponse(answer.error.code, answer.error)
    return json(answer.value.answer, answer.value.created ? 201 : 200)
  }

type Answer = Result<{ readonly answer: RefundRecord | RefundPreview; readonly created: boolean }, Problem>

async function previewRefund(parent: Parent, { program, parameters: { id: name = '' } }: StaffCall, request: NewRefund): Promise<Answer> {
  const order = await orderByName(parent.database, program.programId, name, normalizeCode(name))
  if (!order) return fail(unknown(name))
  const decided = decideRefund(order, request)
  if (!decided.ok) return fail(refusal(order, decided.error))
  const { kind, lines, shippingMinor, amountMinor, payment } = decided.value
  const after = withReleases(order, lines, kind).lines.map(({ line, totalMinor, releasedMinor }) => ({
    line,
    totalMinor,
    remainingMinor: totalMinor - releasedMinor,
  }))
  const reversals = await previewSettlement(parent.database, program, order, after)
  const named = lines.map(({ line, quantity, amountMinor: lineMinor }) => ({ sku: skuOf(order, line), quantity, amountMinor: lineMinor }))
  const { reason = '' } = request
  const answer: RefundPreview = {
    preview: true,
    kind,
    reason,
    currency: order.currency,
    lines: named,
    shippingMinor,
    amountMinor,
    payment,
    reversals,
  }
  return ok({ answer, created: false })
}

/** Gives back money of an order named by id or number; the same refund again is answered as it was the first time. */
export async function refundOrder(
  parent: Parent,
  { program, actor }: Pick<StaffCall, 'program' | 'actor'>,
  name: string,
  id: RefundId,
  request: NewRefund,
): Promise<Answer> {
  const keyring = await parent.keyring(program.programId)
  const answered = await parent.database.transaction(async (transaction): Promise<Answer> => {
    const order = await orderForChange(transaction, program.programId, name, normalizeCode(name))
    if (!order) return fail(unknown(name))
    const earlier = await refundRequest(transaction, program.programId, id)
    if (earlier) return replay(order, id, request, earlier)

    const given = await refundWithin(transaction, { parent, program, keyring }, order, { id, request, actor })
    return given.ok ? ok({ answer: await stored(transaction, program, order, id), created: true }) : given
  })
  if (answered.ok) parent.wake()
  return answered
}

/** The same of an order that a transaction holds the lock of and does more to; whoever calls it wakes the mail job after. */
export async function refundWithin(
  transaction: Queryable,
  { parent, program, keyring }: Shop,
  order: StoredOrder,
  { id, request, actor }: { readonly id: RefundId; readonly request: NewRefund; readonly actor: string },
): Promise<Result<DecidedRefund, Problem>> {
  const decided = decideRefund(order, request)
  if (!decided.ok) return fail(refusal(order, decided.error))
  const at = parent.now()
  const corrected = await store(transaction, program, order, decided.value, { id, request, reason: request.reason ?? '', actor, at })
  if (!corrected) return fail(problem('changed', { orderId: order.id, orderNumber: order.number }))
  const customerEmail = order.customer.email
  const facts = { ...order, customerEmail, statusUrl: statusUrl(parent.origin, keyring, order.id) }
  const letter = orderRefunded(program.policy, facts, decided.value, request.reason ?? '')
  const toAffiliates = await lettersOfCorrections(transaction, parent.origin, program, order, corrected, 'refund')
  await queueMessages(transaction, program.programId, [letter, ...toAffiliates], order)
  return ok(decided.value)
}

// `undefined`, with nothing stored, where the refund's id was taken meanwhile.
async function store(
  transaction: Queryable,
  program: Program,
  order: StoredOrder,
  decided: DecidedRefund,
  asked: { readonly id: RefundId; readonly request: NewRefund; readonly reason: string; readonly actor: string; readonly at: Date },
): Promise<CorrectedCommission[] | undefined> {
  const { id, reason, actor, at } = asked
  if (!(await giveBack(transaction, program, order, decided, asked))) return undefined
  await releaseLines(transaction, program.programId, order, decided.lines, true)
  await recordTransition(transaction, program.programId, order, { from: order.state, to: order.state, event: 'refund', actor, reason, at })
  return settleOrder(transaction, program, order, { kind: 'refund', id, at })
}

function replay(
  order: StoredOrder,
  id: RefundId,
  request: NewRefund,
  earlier: { readonly request: unknown; readonly orderId: string },
): Answer {
  const first = order.refunds.find((refund) => refund.id === id)
  if (first && canonicalJson(earlier.request) === canonicalJson(request)) {
    return ok({ answer: refundRecord(order.currency, first), created: false })
  }
  return fail(
    problem('refund_id_reused', {
      orderId: order.id,
      orderNumber: order.number,
      detail: 'A new refund needs a new id; nothing was given back.',
    }),
  )
}

async function stored(transaction: Queryable, program: Program, { id, number }: StoredOrder, refundId: RefundId): Promise<RefundRecord> {
  const order = await orderByName(transaction, program.programId, id, number)
  const refund = order?.refunds.find((one) => one.id === refundId)
  if (!order || !refund) throw new Error(`expected the refund ${refundId}, received none`)
  return refundRecord(order.currency, refund)
}

const skuOf = ({ lines }: StoredOrder, line: number): string => lines.find((one) => one.line === line)?.sku ?? ''

const unknown = (name: string): Problem => problem('order_unknown', { detail: `No order is called “${name}”.` })

const refusal = (order: StoredOrder, { code, ...more }: Parameters<typeof problem>[1] & { code: Problem['code'] }): Problem =>
  problem(code, { ...more, orderId: order.id, orderNumber: order.number })
