import { newId } from '@tributary/protocol/id'
import type { Delivery } from '@tributary/protocol/webhook'
import { deliveriesQuery, replayRange as replayBody } from '@tributary/protocol/webhook.schema'
import { webhookHeaders } from '../core/webhook.ts'
import { json } from '../http/json.ts'
import { parseBody, parseQuery } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import {
  addTestDelivery,
  type DeliveryRow,
  deliveriesPage,
  deliveryById,
  fetchDeliveries,
  replayOne,
  replayRange,
} from '../store/deliveries.ts'
import { setHeard, webhookById } from '../store/webhooks.ts'
import { cursorOf } from './commissions.ts'
import type { Parent, StaffRoute } from './route.ts'
import { webhookUnknown } from './webhooks.ts'

const MOST_FETCHED = 50

/** `GET /v1/admin/deliveries`: newest first, by webhook, state and time, by cursor. */
export const listDeliveries =
  (parent: Parent): StaffRoute =>
  async ({ url, program }) => {
    const query = parseQuery(url, deliveriesQuery)
    if (!query.ok) return query.error
    const { cursor, limit, ...range } = query.value
    const before = cursorOf(cursor)
    if (!before.ok) return before.error
    const rows = await deliveriesPage(parent.database, program.programId, range, before.value, limit + 1)
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    return json({ deliveries: page.map(deliveryView), ...(limit < rows.length && last && { next: String(last.deliveryKey) }) })
  }

/** `POST /v1/admin/deliveries/:id/replay`: sent again from the first attempt on, under the same `webhook-id`. */
export const replayDelivery =
  (parent: Parent): StaffRoute =>
  async ({ program: { programId }, parameters: { id = '' } }) => {
    await replayOne(parent.database, programId, id)
    parent.wake()
    return answerDelivery(parent, programId, id, 200)
  }

/** `POST /v1/admin/deliveries/replay`: all of a time, or those of one webhook or state. */
export const replayDeliveries =
  (parent: Parent): StaffRoute =>
  async ({ request, program: { programId } }) => {
    const parsed = await parseBody(request, replayBody, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { webhook } = parsed.value
    if (webhook !== undefined && !(await webhookById(parent.database, programId, webhook))) return webhookUnknown(webhook)
    const replayed = await replayRange(parent.database, programId, parsed.value)
    parent.wake()
    return json({ replayed })
  }

/** `POST /v1/admin/webhooks/:id/test`: one event of no consequence, whatever the webhook asks for. */
export const testWebhook =
  (parent: Parent): StaffRoute =>
  async ({ program: { programId }, parameters: { id: webhookId = '' } }) => {
    const webhook = await webhookById(parent.database, programId, webhookId)
    if (!webhook) return webhookUnknown(webhookId)
    if (webhook.state === 'disabled') {
      const detail = `${webhook.reason} Enable it first: tributary webhook enable ${webhook.id}`
      return problemResponse('webhook_disabled', { detail })
    }
    const [id, eventId, happenedAt] = [newId('delivery'), newId('event'), parent.now()]
    const payload = JSON.stringify({ type: 'webhook.test', timestamp: happenedAt.toISOString(), data: { id: webhook.id, test: true } })
    await addTestDelivery(parent.database, programId, webhook.webhookKey, { id, eventId, payload, happenedAt })
    parent.wake()
    return answerDelivery(parent, programId, id, 201)
  }

/** `POST /v1/admin/webhooks/:id/fetch`: what a listener was not given yet, signed at this moment. */
export const postFetch =
  (parent: Parent): StaffRoute =>
  async ({ program: { programId }, parameters: { id = '' } }) => {
    const webhook = await webhookById(parent.database, programId, id)
    if (!webhook || webhook.url !== null) return webhookUnknown(id)
    const now = parent.now()
    await setHeard(parent.database, programId, webhook.webhookKey, now)
    const fetched = await fetchDeliveries(parent.database, programId, webhook.webhookKey, now, MOST_FETCHED)
    const deliveries = fetched.map(({ eventId, type, payload }) => ({
      type,
      headers: webhookHeaders({ ...webhook, eventId, payload }, now),
      payload,
    }))
    return json({ deliveries })
  }

async function answerDelivery(parent: Parent, programId: number, id: string, status: 200 | 201): Promise<Response> {
  const row = await deliveryById(parent.database, programId, id)
  if (row) return json(deliveryView(row), status)
  return problemResponse('delivery_unknown', { detail: `No delivery has the id ${id.slice(0, 64)}. Find it: tributary webhook deliveries` })
}

const deliveryView = (row: DeliveryRow): Delivery => ({
  id: row.id,
  webhook: row.webhook,
  event: row.eventId,
  type: row.type,
  at: row.happenedAt.toISOString(),
  state: row.state,
  attempts: row.attempts,
  ...(row.state === 'retrying' && row.dueAt && { nextAt: row.dueAt.toISOString() }),
  ...(row.sentAt && { sentAt: row.sentAt.toISOString() }),
  ...(row.status !== null && { status: row.status }),
  ...(row.failure !== '' && { failure: row.failure }),
  test: row.test,
  payload: row.payload,
})
