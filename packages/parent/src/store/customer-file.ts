import type { CustomerFile } from '@tributary/protocol/erasure'
import type { CustomerRecords } from './customer-records.ts'
import type { Queryable } from './database.ts'

const ORDERS = `
  select o.id, o.number, o.state, o.payment, o.currency, o.total_minor as "totalMinor", o.placed_at as "placedAt", o.customer, o.locale, o.consent, o.flags,
         (select jsonb_agg(jsonb_build_object('sku', sku, 'title', title, 'quantity', quantity) order by line)
            from order_lines l where l.program_id = o.program_id and l.order_key = o.order_key) as lines,
         (select jsonb_agg(jsonb_build_object('carrier', carrier, 'tracking', tracking, 'at', shipped_at) order by shipment_key)
            from shipments s where s.program_id = o.program_id and s.order_key = o.order_key) as shipments,
         (select jsonb_agg(jsonb_build_object('reason', reason, 'amountMinor', amount_minor, 'at', at) order by refund_key)
            from refunds r where r.program_id = o.program_id and r.order_key = o.order_key) as refunds,
         (select jsonb_agg(jsonb_build_object('name', name, 'email', email, 'reason', reason, 'state', state, 'at', announced_at) order by return_key)
            from returns t where t.program_id = o.program_id and t.order_key = o.order_key) as returns
    from orders o
   where o.program_id = $1 and o.order_key = any ($2)
   order by o.order_key`

const LEADS = `
  select l.id, l.number, l.state, l.received_at as "receivedAt", l.contact, l.questions, l.locale, l.consent,
         (select jsonb_agg(p.document order by p.version) from proposals p where p.program_id = l.program_id and p.lead_key = l.lead_key) as proposals
    from leads l
   where l.program_id = $1 and l.lead_key = any ($2)
   order by l.lead_key`

const CONVERSATIONS = `
  select c.id, c.subject, c.customer, c.opened_at as "openedAt",
         (select jsonb_agg(jsonb_build_object('author', author, 'name', author_name, 'body', body, 'at', at) order by post_key)
            from posts p where p.program_id = c.program_id and p.conversation_key = c.conversation_key) as posts,
         (select jsonb_agg(jsonb_build_object('id', id, 'name', name, 'contentType', content_type, 'bytes', bytes) order by attachment_key)
            from attachments a where a.program_id = c.program_id and a.conversation_key = c.conversation_key) as files
    from conversations c
   where c.program_id = $1 and c.conversation_key = any ($2)
   order by c.conversation_key`

const MESSAGES = `
  select kind, recipient, subject, body_text as text, state, created_at as "createdAt"
    from messages
   where program_id = $1 and (mailbox(recipient) = mailbox($2))
   order by message_id`

const CLAIMS = `
  select distinct a.code as affiliate, c.claimed_at as "claimedAt", c.ends_at as "endsAt"
    from leads l
    join claims c using (program_id, claim_key)
    join affiliates a on a.program_id = c.program_id and a.affiliate_id = c.affiliate_id
   where l.program_id = $1 and l.lead_key = any ($2)`

const IS_AFFILIATE = 'select 1 from affiliates where program_id = $1 and mailbox(email) = mailbox($2) limit 1'

/** Everything that is held about a customer: what was given, said, sent, and who claimed them. */
export async function customerFile(
  database: Queryable,
  programId: number,
  email: string,
  { orders, leads, conversations }: CustomerRecords,
): Promise<CustomerFile> {
  const of = (statement: string, rows: readonly { readonly key: number }[]) =>
    database.query(statement, [programId, rows.map(({ key }) => key)])
  return {
    email,
    orders: await of(ORDERS, orders),
    leads: await of(LEADS, leads),
    conversations: await of(CONVERSATIONS, conversations),
    messages: await database.query(MESSAGES, [programId, email]),
    claims: await of(CLAIMS, leads),
  }
}

/** Whether a mailbox is an affiliate's. */
export const isAffiliateMailbox = async (database: Queryable, programId: number, email: string): Promise<boolean> =>
  (await database.query(IS_AFFILIATE, [programId, email])).length > 0
