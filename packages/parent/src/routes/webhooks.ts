import { newId } from '@tributary/protocol/id'
import type { AddedWebhook, Webhook } from '@tributary/protocol/webhook'
import { disableWebhook as disableBody, newWebhook, rotateWebhook as rotateBody } from '@tributary/protocol/webhook.schema'
import { newWebhookSecret, webhookSecretText } from '../core/webhook.ts'
import { json } from '../http/json.ts'
import { refusedUrl } from '../http/outgoing.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { addWebhook, allWebhooks, removeWebhook, rotateSecret, setWebhookState, type WebhookRow, webhookById } from '../store/webhooks.ts'
import type { Parent, StaffRoute } from './route.ts'

const HOUR_MS = 60 * 60 * 1_000
const KEEP_HOURS = 24

/** `GET /v1/admin/webhooks`. */
export const listWebhooks =
  (parent: Parent): StaffRoute =>
  async ({ program }) =>
    json({ webhooks: (await allWebhooks(parent.database, program.programId)).map(webhookView) })

/** `POST /v1/admin/webhooks`: its secret is answered this once. */
export const postWebhook =
  (parent: Parent): StaffRoute =>
  async ({ request, program: { programId } }) => {
    const parsed = await parseBody(request, newWebhook, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { url = null, events = ['*'] } = parsed.value
    const refused = url === null ? undefined : refusedUrl(url, parent.allowsPrivateWebhooks)
    if (refused !== undefined) {
      const detail = `${url} ${refused}`
      return problemResponse('webhook_url_refused', { detail, errors: [{ pointer: '/url', detail }] })
    }
    const id = newId('webhook')
    await addWebhook(parent.database, programId, { id, url, events, secret: newWebhookSecret(), createdAt: parent.now() })
    return answerWebhook(parent, programId, id, (row) => json(withSecret(row), 201))
  }

/** `POST /v1/admin/webhooks/:id/remove`. */
export const postRemoval =
  (parent: Parent): StaffRoute =>
  async ({ program: { programId }, parameters: { id = '' } }) =>
    (await removeWebhook(parent.database, programId, id)) ? json({ removed: id }) : webhookUnknown(id)

/** `POST /v1/admin/webhooks/:id/enable`: what waited is sent first. */
export const enableWebhook =
  (parent: Parent): StaffRoute =>
  async ({ program: { programId }, parameters: { id = '' } }) => {
    await setWebhookState(parent.database, programId, id, '')
    parent.wake()
    return answerWebhook(parent, programId, id, (row) => json(webhookView(row)))
  }

/** `POST /v1/admin/webhooks/:id/disable`: nothing new is queued from now on; what waits stays. */
export const disableWebhook =
  (parent: Parent): StaffRoute =>
  async ({ request, actor, program: { programId }, parameters: { id = '' } }) => {
    const parsed = await parseBody(request, disableBody, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    await setWebhookState(parent.database, programId, id, parsed.value.reason ?? `Disabled by ${actor}.`)
    return answerWebhook(parent, programId, id, (row) => json(webhookView(row)))
  }

/** `POST /v1/admin/webhooks/:id/rotate`: a fresh secret; the old one signs too for a while, so that receivers change without losing any. */
export const rotateWebhook =
  (parent: Parent): StaffRoute =>
  async ({ request, program: { programId }, parameters: { id = '' } }) => {
    const parsed = await parseBody(request, rotateBody, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const until = new Date(parent.now().getTime() + (parsed.value.keepHours ?? KEEP_HOURS) * HOUR_MS)
    await rotateSecret(parent.database, programId, id, newWebhookSecret(), until)
    return answerWebhook(parent, programId, id, (row) => json(withSecret(row)))
  }

/** There is no webhook of this id. */
export const webhookUnknown = (id: string): Response =>
  problemResponse('webhook_unknown', { detail: `No webhook has the id ${id.slice(0, 64)}. They are listed by: tributary webhook list` })

async function answerWebhook(parent: Parent, programId: number, id: string, answer: (row: WebhookRow) => Response): Promise<Response> {
  const row = await webhookById(parent.database, programId, id)
  return row ? answer(row) : webhookUnknown(id)
}

const withSecret = (row: WebhookRow): AddedWebhook => ({ ...webhookView(row), secret: webhookSecretText(row.secret) })

const webhookView = (row: WebhookRow): Webhook => ({
  id: row.id,
  ...(row.url !== null && { url: row.url }),
  events: row.events,
  state: row.state,
  ...(row.reason !== '' && { reason: row.reason }),
  createdAt: row.createdAt.toISOString(),
  ...(row.previousUntil && { previousUntil: row.previousUntil.toISOString() }),
  waiting: row.waiting,
  dead: row.dead,
})
