import type { Queryable } from './database.ts'
import { WEBHOOK_SELECT, type WebhookRow } from './webhooks.ts'

const LIST = `${WEBHOOK_SELECT} where w.program_id = $1 and w.affiliate_id = $2 order by w.webhook_key`

const ADD = `
  insert into webhooks (program_id, id, affiliate_id, url, events, secret, created_at)
  values ($1, $2, $3, $4, $5, $6, $7)`

const REMOVE = `delete from webhooks where program_id = $1 and affiliate_id = $2 and id = $3 returning 1`

/** The postbacks of an affiliate, oldest first. */
export const postbacksOf = (database: Queryable, programId: number, affiliateId: number): Promise<WebhookRow[]> =>
  database.query<WebhookRow>(LIST, [programId, affiliateId])

/** Adds a postback. Its secret signs nothing: what is called is an address, and the affiliate's own. */
export async function addPostback(
  database: Queryable,
  programId: number,
  added: Pick<WebhookRow, 'id' | 'url' | 'events' | 'secret' | 'createdAt'> & { readonly affiliateId: number },
): Promise<void> {
  await database.query(ADD, [programId, added.id, added.affiliateId, added.url, added.events, added.secret, added.createdAt])
}

/** Removes a postback with its deliveries; `false` where the affiliate has none of this id. */
export const removePostback = async (database: Queryable, programId: number, affiliateId: number, id: string): Promise<boolean> =>
  (await database.query(REMOVE, [programId, affiliateId, id])).length === 1
