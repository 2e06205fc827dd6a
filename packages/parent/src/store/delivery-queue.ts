import type { EventId } from '@tributary/protocol/id'
import type { Queryable } from './database.ts'
import type { WebhookSecrets } from './webhooks.ts'

/** A delivery that this process sends now. */
export interface ClaimedDelivery extends WebhookSecrets {
  readonly programId: number
  readonly deliveryKey: number
  readonly webhookKey: number
  readonly eventId: EventId
  readonly payload: string
  readonly url: string
  /** An affiliate's address is called with macros replaced, the parent's own is posted to. */
  readonly isPostback: boolean
  /** This one included. */
  readonly attempts: number
}

/** How much a process takes on: in all, and for one webhook, so that a slow receiver does not hold up the others. */
export interface Room {
  readonly most: number
  readonly mostPerWebhook: number
  /** How many it is sending now, by webhook. */
  readonly sending: ReadonlyMap<number, number>
}

// The lease is set before the first byte is sent: if this process dies meanwhile, the delivery comes again after it. Webhooks are served in
// random order, so that none is always the last.
const CLAIM = `
  with due as materialized (
    select d.program_id, d.delivery_key, w.affiliate_id is not null as is_postback, w.url, w.secret, w.previous_secret, w.previous_until
      from webhooks w
      left join unnest($4::bigint[], $5::integer[]) as busy (webhook_key, sending) using (webhook_key)
     cross join lateral (
             select program_id, delivery_key
               from deliveries
              where program_id = w.program_id and webhook_key = w.webhook_key and state in ('due', 'retrying') and due_at <= $1
              order by due_at, delivery_key
              limit greatest(0, $6 - coalesce(busy.sending, 0))
                for update skip locked
           ) d
     where w.state = 'enabled' and w.url is not null
     order by random()
     limit $3
  )
  update deliveries d
     set attempts = d.attempts + 1, due_at = $2
    from due
   where d.program_id = due.program_id and d.delivery_key = due.delivery_key
  returning d.program_id as "programId", d.delivery_key as "deliveryKey", d.webhook_key as "webhookKey", d.event_id as "eventId",
            d.payload::text as payload, d.attempts, due.url, due.is_postback as "isPostback", due.secret, due.previous_secret as "previousSecret",
            due.previous_until as "previousUntil"`

// The number of attempts fences: what was claimed again or replayed meanwhile is no longer ours.
const SENT = `
  update deliveries
     set state = 'sent', sent_at = $4, status = $5, failure = ''
   where program_id = $1 and delivery_key = $2 and attempts = $3 and state in ('due', 'retrying')`

const FAILED = `
  update deliveries
     set state = case when $4::timestamptz is null then 'dead' else 'retrying' end, due_at = coalesce($4, due_at), status = $5, failure = $6
   where program_id = $1 and delivery_key = $2 and attempts = $3 and state in ('due', 'retrying')`

/** Takes deliveries that are due; each is due again at `leaseUntil` unless its outcome is recorded. Two processes never take the same. */
export const claimDeliveries = (
  database: Queryable,
  { now, leaseUntil }: { readonly now: Date; readonly leaseUntil: Date },
  { most, mostPerWebhook, sending }: Room,
): Promise<ClaimedDelivery[]> =>
  database.query<ClaimedDelivery>(CLAIM, [now, leaseUntil, most, [...sending.keys()], [...sending.values()], mostPerWebhook])

/** Records that a receiver took a delivery. */
export async function markDelivered(database: Queryable, delivery: ClaimedDelivery, at: Date, status: number): Promise<void> {
  await database.query(SENT, [delivery.programId, delivery.deliveryKey, delivery.attempts, at, status])
}

/** Records why an attempt failed, and when the next one is; without one the delivery is given up. */
export async function markUndelivered(
  database: Queryable,
  delivery: ClaimedDelivery,
  { nextAt, status, failure }: { readonly nextAt: Date | undefined; readonly status: number | undefined; readonly failure: string },
): Promise<void> {
  const values = [delivery.programId, delivery.deliveryKey, delivery.attempts, nextAt ?? null, status ?? null, failure]
  await database.query(FAILED, values)
}
