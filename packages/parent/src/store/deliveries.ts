import type { DeliveryId, EventId, WebhookId } from '@tributary/protocol/id'
import type { DeliveryState } from '@tributary/protocol/webhook'
import type { Queryable } from './database.ts'

/** A delivery as it is stored. Deliveries are queued by triggers (`migrations/0029_webhook.sql`), in the transaction that causes them. */
export interface DeliveryRow {
  readonly deliveryKey: number
  readonly id: DeliveryId
  readonly webhook: WebhookId
  readonly eventId: EventId
  readonly type: string
  readonly happenedAt: Date
  readonly state: DeliveryState
  readonly attempts: number
  /** None before the first attempt. */
  readonly dueAt: Date | null
  readonly sentAt: Date | null
  readonly status: number | null
  readonly failure: string
  readonly test: boolean
  readonly payload: string
}

const COLUMNS = `
  d.delivery_key as "deliveryKey", d.id, w.id as webhook, d.event_id as "eventId", d.type, d.happened_at as "happenedAt", d.state, d.attempts,
  nullif(d.due_at, '-infinity') as "dueAt", d.sent_at as "sentAt", d.status, d.failure, d.test, d.payload::text as payload`

const SELECT = `select ${COLUMNS} from deliveries d join webhooks w using (program_id, webhook_key)`

const BY_ID = `${SELECT} where d.program_id = $1 and d.id = $2`

const PAGE = `
  ${SELECT}
   where d.program_id = $1
     and ($2::text is null or w.id = $2)
     and ($3::text is null or d.state = $3)
     and ($4::timestamptz is null or $4 <= d.happened_at)
     and ($5::timestamptz is null or d.happened_at < $5)
     and ($6::bigint is null or d.delivery_key < $6)
   order by d.delivery_key desc
   limit $7`

// Staff want it whatever the webhook listens for.
const ADD_TEST = `
  insert into deliveries (program_id, id, webhook_key, event_id, type, payload, happened_at, test)
  values ($1, $2, $3, $4, 'webhook.test', $5, $6, true)`

const AGAIN = `state = 'due', attempts = 0, due_at = '-infinity', sent_at = null, status = null, failure = ''`

const REPLAY_ONE = `update deliveries set ${AGAIN} where program_id = $1 and id = $2 returning 1`

const REPLAY_RANGE = `
  update deliveries d
     set ${AGAIN}
    from webhooks w
   where d.program_id = $1 and w.program_id = d.program_id and w.webhook_key = d.webhook_key
     and $2 <= d.happened_at
     and ($3::timestamptz is null or d.happened_at < $3)
     and ($4::text is null or w.id = $4)
     and ($5::text is null or d.state = $5)
  returning 1`

const FETCH = `
  update deliveries d
     set state = 'sent', attempts = attempts + 1, sent_at = $3
   where (program_id, delivery_key) in (
           select program_id, delivery_key
             from deliveries
            where program_id = $1 and webhook_key = $2 and state in ('due', 'retrying')
            order by due_at, delivery_key
            limit $4
              for update skip locked
         )
  returning delivery_key as "deliveryKey", event_id as "eventId", type, payload::text as payload`

const FORGET = `
  delete from deliveries d
   using programs p
   where d.program_id = p.program_id
     and d.happened_at < case d.state when 'sent' then $1::timestamptz when 'dead' then $2::timestamptz end`

/** The delivery with this id. */
export const deliveryById = async (database: Queryable, programId: number, id: string): Promise<DeliveryRow | undefined> =>
  (await database.query<DeliveryRow>(BY_ID, [programId, id]))[0]

/** What deliveries are looked for by: those of events from `since` up to, not including, `until`. */
export interface DeliveryRange {
  readonly webhook?: string | undefined
  readonly state?: DeliveryState | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
}

/** Deliveries, newest first, before a key. */
export const deliveriesPage = (
  database: Queryable,
  programId: number,
  { webhook, state, since, until }: DeliveryRange,
  before: number | undefined,
  limit: number,
): Promise<DeliveryRow[]> =>
  database.query<DeliveryRow>(PAGE, [programId, webhook ?? null, state ?? null, since ?? null, until ?? null, before ?? null, limit])

/** Queues the event by which staff try a webhook. */
export async function addTestDelivery(
  database: Queryable,
  programId: number,
  webhookKey: number,
  { id, eventId, payload, happenedAt }: Pick<DeliveryRow, 'id' | 'eventId' | 'payload' | 'happenedAt'>,
): Promise<void> {
  await database.query(ADD_TEST, [programId, id, webhookKey, eventId, payload, happenedAt])
}

/** Lets a delivery be sent again from the beginning, under its id; `false` where there is none. */
export const replayOne = async (database: Queryable, programId: number, id: string): Promise<boolean> =>
  (await database.query(REPLAY_ONE, [programId, id])).length === 1

/** Lets the deliveries of a time be sent again; answers how many. */
export const replayRange = async (database: Queryable, programId: number, range: DeliveryRange & { since: string }): Promise<number> =>
  (await database.query(REPLAY_RANGE, [programId, range.since, range.until ?? null, range.webhook ?? null, range.state ?? null])).length

/** Gives a listener what it has not seen, oldest first; each counts as sent. */
export async function fetchDeliveries(
  database: Queryable,
  programId: number,
  webhookKey: number,
  now: Date,
  most: number,
): Promise<Pick<DeliveryRow, 'eventId' | 'type' | 'payload'>[]> {
  const rows = await database.query<Pick<DeliveryRow, 'deliveryKey' | 'eventId' | 'type' | 'payload'>>(FETCH, [
    programId,
    webhookKey,
    now,
    most,
  ])
  return rows.sort((a, b) => a.deliveryKey - b.deliveryKey)
}

/** Forgets deliveries that are over, those that were sent and those that were given up, of events before an instant each. */
export async function forgetDeliveries(
  database: Queryable,
  { sentBefore, deadBefore }: { sentBefore: Date; deadBefore: Date },
): Promise<void> {
  await database.query(FORGET, [sentBefore, deadBefore])
}
