import { ERASED, ERASED_EMAIL, type ErasedCounts } from '@tributary/protocol/erasure'
import type { AttachmentId } from '@tributary/protocol/id'
import type { CustomerRecords } from './customer-records.ts'
import type { Queryable } from './database.ts'

/** What is looked for in texts that may hold anything: a person's own values, as they were written. */
export type PersonalValues = readonly string[]

const KEYS = { orders: '$2::bigint[]', leads: '$3::bigint[]', conversations: '$4::bigint[]' } as const

// Names every value with its type, since no statement uses all of them.
const GIVEN = 'with given as (select $1::bigint, $2::bigint[], $3::bigint[], $4::bigint[], $5::text[])'

// The values in a text, whatever their case, each replaced; plain words, so nothing in them is a pattern.
const replaced = (column: string): string =>
  `(select coalesce(regexp_replace(${column}, string_agg(regexp_replace(v, '([.*+?^$(){}|\\[\\]\\\\])', '\\\\\\1', 'g'), '|'), '${ERASED}', 'gi'), ${column}) from unnest($5::text[]) as v)`

const MARK = `sha256(convert_to(gen_random_uuid()::text, 'UTF8'))`

// In the order in which they are run; each counts the rows that it touched under its name. All take the same five values.
const ERASE = {
  statementLines: `
    update statement_lines set value = null, salt = null
     where program_id = $1 and value ->> 'order' in (select number from orders where program_id = $1 and order_key = any (${KEYS.orders})) returning 1`,
  decisionParts: `
    update decision_parts d set value = null, salt = null
      from proposals p
     where d.program_id = $1 and p.program_id = $1 and p.proposal_key = d.proposal_key and p.lead_key = any (${KEYS.leads})
       and d.salt is not null and (d.name in ('name', 'email', 'note') or ${replaced('d.value::text')} <> d.value::text) returning 1`,
  proposals: `update proposals set document = ${replaced('document::text')}::jsonb where program_id = $1 and lead_key = any (${KEYS.leads}) returning 1`,
  milestones: `
    update milestones set title = ${replaced('title')}, condition = ${replaced('condition')}
     where program_id = $1 and lead_key = any (${KEYS.leads}) returning 1`,
  titles: `update order_lines set title = ${replaced('title')} where program_id = $1 and order_key = any (${KEYS.orders}) returning 1`,
  posts: `
    update posts
       set body = '${ERASED}', author_name = case author when 'customer' then '${ERASED}' else author_name end
     where program_id = $1 and conversation_key = any (${KEYS.conversations}) returning 1`,
  conversations: `
    update conversations
       set customer = jsonb_build_object('name', '${ERASED}', 'email', '${ERASED_EMAIL}'), customer_hash = ${MARK}, subject = ${replaced('subject')}
     where program_id = $1 and conversation_key = any (${KEYS.conversations}) returning 1`,
  leadSteps: `
    update lead_transitions
       set reason = '', details = case when details is null then null else ${replaced('details::text')}::jsonb end
     where program_id = $1 and lead_key = any (${KEYS.leads}) returning 1`,
  leads: `
    update leads
       set contact = jsonb_build_object('name', '${ERASED}', 'email', '${ERASED_EMAIL}', 'answers', '{}'::jsonb, 'consents', '[]'::jsonb),
           customer_hash = ${MARK}
     where program_id = $1 and lead_key = any (${KEYS.leads}) returning 1`,
  orderSteps: `update order_transitions set reason = '' where program_id = $1 and order_key = any (${KEYS.orders}) returning 1`,
  refunds: `
    update refunds set reason = '', request = request - 'reason'
     where program_id = $1 and order_key = any (${KEYS.orders}) returning 1`,
  returns: `
    update returns set name = '${ERASED}', email = '${ERASED_EMAIL}', reason = ''
     where program_id = $1 and order_key = any (${KEYS.orders}) returning 1`,
  returnSteps: `
    update return_transitions t set reason = ''
      from returns r
     where t.program_id = $1 and r.program_id = $1 and r.return_key = t.return_key and r.order_key = any (${KEYS.orders}) returning 1`,
  shipments: `update shipments set tracking = '', tracking_url = null where program_id = $1 and order_key = any (${KEYS.orders}) returning 1`,
  unreadable: `
    delete from unreadable_orders
     where program_id = $1 and order_id in (select id from orders where program_id = $1 and order_key = any (${KEYS.orders})) returning 1`,
  // What was sent is sent, and what was not has nobody to go to. A mail about a request names its number or its page.
  messages: `
    delete from messages m
     where program_id = $1
       and (order_key = any (${KEYS.orders})
            or exists (select from unnest($5::text[]) as v where v like '%@%' and (strpos(lower(m.recipient), lower(v)) > 0 or strpos(lower(m.body_text), lower(v)) > 0))
            or exists (select from leads l where l.program_id = $1 and l.lead_key = any (${KEYS.leads}) and (strpos(m.body_text, l.number) > 0 or strpos(m.body_text, l.id) > 0))
            or exists (select from orders o where o.program_id = $1 and o.order_key = any (${KEYS.orders}) and strpos(m.body_text, o.number) > 0)
            or exists (select from conversations c where c.program_id = $1 and c.conversation_key = any (${KEYS.conversations}) and strpos(m.body_text, c.id) > 0))
    returning 1`,
  discountUses: `update discount_uses set customer_hash = null where program_id = $1 and order_key = any (${KEYS.orders}) returning 1`,
  orders: `
    update orders
       set customer = jsonb_build_object('email', '${ERASED_EMAIL}', 'delivery', jsonb_build_object(
                        'name', '${ERASED}', 'line1', '${ERASED}', 'city', '${ERASED}', 'country', country)),
           customer_hash = null, address_mark = null, phone_mark = null
     where program_id = $1 and order_key = any (${KEYS.orders}) returning 1`,
} as const

const CLAIMS = `
  delete from claim_marks m
   using leads l
   where m.program_id = $1 and l.program_id = $1 and l.lead_key = any ($2) and m.claim_key = l.claim_key
     and ($3 or exists (select from claims c where c.program_id = $1 and c.claim_key = m.claim_key and c.ends_at < $4))
  returning 1`

const FILES = 'select id from attachments where program_id = $1 and conversation_key = any ($2) for update'

const FORGET_FILES = 'delete from attachments where program_id = $1 and id = any ($2)'

const ARRIVALS = `delete from lead_arrivals where program_id = $1 and hash = any (select decode(one, 'hex') from unnest($2::text[]) as one)`

const RECORD = 'insert into erasures (program_id, at, actor, orders, leads) values ($1, $2, $3, $4, $5)'

/** The files of conversations, locked until the transaction ends. */
export const filesOfRecords = async (
  transaction: Queryable,
  programId: number,
  { conversations }: CustomerRecords,
): Promise<AttachmentId[]> =>
  (await transaction.query<{ id: AttachmentId }>(FILES, [programId, conversations.map(({ key }) => key)])).map(({ id }) => id)

/**
 * Replaces the personal data of these rows, and leaves the money, the states and every commitment. `endsClaims` says whether the marks of a claim that runs go
 * too; those of one that is over always go. Whoever calls it has removed the bytes of `files` before.
 */
export async function eraseRecords(
  transaction: Queryable,
  programId: number,
  { orders, leads, conversations }: CustomerRecords,
  more: {
    readonly values: PersonalValues
    readonly files: readonly AttachmentId[]
    readonly arrivals: readonly string[]
    readonly endsClaims: boolean
    readonly actor: string
    readonly at: Date
  },
): Promise<ErasedCounts> {
  const keys = [orders, leads, conversations].map((rows) => rows.map(({ key }) => key))
  const counts: Record<string, number> = {}
  await transaction.query(FORGET_FILES, [programId, more.files])
  await transaction.query(ARRIVALS, [programId, more.arrivals])
  const claims = await transaction.query(CLAIMS, [programId, keys[1], more.endsClaims, more.at])
  for (const [name, statement] of Object.entries(ERASE)) {
    counts[name] = (await transaction.query(`${GIVEN} ${statement}`, [programId, ...keys, more.values])).length
  }
  await transaction.query(RECORD, [programId, more.at, more.actor, orders.map(({ number }) => number), leads.map(({ number }) => number)])
  const count = (name: keyof typeof ERASE): number => counts[name] ?? 0
  return {
    orders: count('orders'),
    leads: count('leads'),
    conversations: count('conversations'),
    posts: count('posts'),
    files: more.files.length,
    messages: count('messages'),
    statementLines: count('statementLines'),
    decisionParts: count('decisionParts'),
    claims: claims.length,
  }
}
