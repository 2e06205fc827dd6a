import type { Queryable } from './database.ts'

/** How much waits in a queue, and for how long the eldest that is due waits already; a queue of what is given up has no lag. */
export interface QueueDepth {
  readonly queue: string
  readonly waiting: number
  readonly lagSeconds: number | null
}

const DEPTHS = `
  select 'mails' as queue, count(*) as waiting, coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as "lagSeconds"
    from messages where state = 'due' and not test
   union all
  select 'mails_failed', count(*), null from messages where state = 'failed'
   union all
  select 'deliveries', count(*), coalesce(extract(epoch from now() - min(happened_at)), 0)::float8
    from deliveries where state in ('due', 'retrying')
   union all
  select 'deliveries_dead', count(*), null from deliveries where state = 'dead'
   union all
  select 'orders_awaiting_customer', count(*), null from orders where state = 'awaiting_customer'
   union all
  select 'orders_unreadable', count(*), null from unreadable_orders
   union all
  select 'leads_unanswered', count(*), null from leads where state = 'new' and answered_at is null`

/** What waits, by queue, of all programs. */
export const queueDepths = (database: Queryable): Promise<QueueDepth[]> => database.query<QueueDepth>(DEPTHS)
