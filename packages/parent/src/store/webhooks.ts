import type { WebhookId } from '@tributary/protocol/id'
import type { WebhookState } from '@tributary/protocol/webhook'
import type { Queryable } from './database.ts'

/** The secret of a webhook, and the one before while it is replaced. */
export interface WebhookSecrets {
  readonly secret: Uint8Array
  readonly previousSecret: Uint8Array | null
  readonly previousUntil: Date | null
}

/** A webhook as it is stored; one without an address is a listener. */
export interface WebhookRow extends WebhookSecrets {
  readonly webhookKey: number
  readonly id: WebhookId
  readonly url: string | null
  readonly events: readonly string[]
  readonly state: WebhookState
  readonly reason: string
  readonly createdAt: Date
  readonly waiting: number
  readonly dead: number
}

/** A webhook with what waits for it, to be continued by a condition on `w`. */
export const WEBHOOK_SELECT = `
  select w.webhook_key as "webhookKey", w.id, w.url, w.events, w.state, w.reason, w.created_at as "createdAt", w.secret,
         w.previous_secret as "previousSecret", w.previous_until as "previousUntil",
         (select count(*) from deliveries d
           where d.program_id = w.program_id and d.webhook_key = w.webhook_key and d.state in ('due', 'retrying')) as waiting,
         (select count(*) from deliveries d where d.program_id = w.program_id and d.webhook_key = w.webhook_key and d.state = 'dead') as dead
    from webhooks w`

const LIST = `${WEBHOOK_SELECT} where w.program_id = $1 and w.affiliate_id is null order by w.webhook_key`

const BY_ID = `${WEBHOOK_SELECT} where w.program_id = $1 and w.affiliate_id is null and w.id = $2`

const ADD = `
  insert into webhooks (program_id, id, url, events, secret, created_at, heard_at)
  values ($1, $2, $3::text, $4, $5, $6::timestamptz, case when $3::text is null then $6::timestamptz end)`

const REMOVE = `delete from webhooks where program_id = $1 and id = $2 returning 1`

const SET_STATE = `
  update webhooks
     set state = case when $3 = '' then 'enabled' else 'disabled' end, reason = $3
   where program_id = $1 and id = $2`

const DISABLE = `update webhooks set state = 'disabled', reason = $3 where program_id = $1 and webhook_key = $2 and state = 'enabled' returning id`

const ROTATE = `
  update webhooks
     set secret = $3, previous_secret = secret, previous_until = $4
   where program_id = $1 and id = $2`

const HEARD = `update webhooks set heard_at = $3 where program_id = $1 and webhook_key = $2`

const FORGET_SILENT = `delete from webhooks where url is null and heard_at < $1`

/** Every webhook of a program, oldest first. */
export const allWebhooks = (database: Queryable, programId: number): Promise<WebhookRow[]> => database.query<WebhookRow>(LIST, [programId])

/** The webhook with this id. */
export const webhookById = async (database: Queryable, programId: number, id: string): Promise<WebhookRow | undefined> =>
  (await database.query<WebhookRow>(BY_ID, [programId, id]))[0]

/** Adds a webhook; without an address a listener, which was heard of at this moment. */
export async function addWebhook(
  database: Queryable,
  programId: number,
  added: Pick<WebhookRow, 'id' | 'url' | 'events' | 'secret' | 'createdAt'>,
): Promise<void> {
  await database.query(ADD, [programId, added.id, added.url, added.events, added.secret, added.createdAt])
}

/** Removes a webhook with its deliveries; `false` where there was none. */
export const removeWebhook = async (database: Queryable, programId: number, id: string): Promise<boolean> =>
  (await database.query(REMOVE, [programId, id])).length === 1

/** Disables a webhook for a reason, or enables it where there is none. */
export async function setWebhookState(database: Queryable, programId: number, id: string, reason: string): Promise<void> {
  await database.query(SET_STATE, [programId, id, reason])
}

/** Disables a webhook whose receiver said so, and answers its id; nothing where it is disabled already, and what was said before stays. */
export const disableWebhook = async (
  database: Queryable,
  programId: number,
  webhookKey: number,
  reason: string,
): Promise<WebhookId | undefined> => (await database.query<{ id: WebhookId }>(DISABLE, [programId, webhookKey, reason]))[0]?.id

/** Replaces a secret; the one before signs too until then. */
export async function rotateSecret(database: Queryable, programId: number, id: string, secret: Uint8Array, until: Date): Promise<void> {
  await database.query(ROTATE, [programId, id, secret, until])
}

/** Remembers that a listener fetched. */
export async function setHeard(database: Queryable, programId: number, webhookKey: number, at: Date): Promise<void> {
  await database.query(HEARD, [programId, webhookKey, at])
}

/** Forgets listeners that did not fetch since an instant: whoever listened is gone. */
export async function forgetSilentListeners(database: Queryable, before: Date): Promise<void> {
  await database.query(FORGET_SILENT, [before])
}
