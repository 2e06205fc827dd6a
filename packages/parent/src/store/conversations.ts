import type { AffiliateState } from '@tributary/protocol/affiliate'
import type { PostAuthor } from '@tributary/protocol/conversation'
import { type ConversationId, type LeadId, newId } from '@tributary/protocol/id'
import type { Queryable } from './database.ts'

/** What a conversation is about: exactly one of the three. */
export type ConversationSubject = { readonly leadKey: number } | { readonly orderKey: number } | { readonly offerId: number }

/** A conversation to open. `customerHash` is hex, the customer's mark on orders and leads. */
export type NewConversation = ConversationSubject & {
  /** Who talks for the shop beside staff. Of a lead it is who owns the lead, whoever that is at the time. */
  readonly affiliateId: number | null
  readonly customer: { readonly name: string; readonly email: string }
  readonly customerHash: string
  readonly subject: string
  readonly openedAt: Date
  readonly test: boolean
}

/** A stored conversation with who and what it is about. */
export interface StoredConversation {
  readonly conversationKey: number
  readonly id: ConversationId
  readonly leadId: LeadId | null
  readonly leadNumber: string | null
  /** Staff took the lead over. */
  readonly isHandledByStaff: boolean
  readonly orderKey: number | null
  readonly orderNumber: string | null
  readonly offerHandle: string | null
  readonly affiliateId: number | null
  readonly affiliateCode: string | null
  readonly affiliateName: string | null
  readonly affiliateEmail: string | null
  readonly affiliateState: AffiliateState | null
  readonly customer: { readonly name: string; readonly email: string }
  readonly subject: string
  readonly openedAt: Date
  readonly closedAt: Date | null
  readonly test: boolean
}

/** A conversation in a list. */
export interface ListedConversation extends StoredConversation {
  readonly posts: number
  /** Who said the last thing and when; of a conversation without posts, nobody, when it was opened. */
  readonly spokenBy: PostAuthor | null
  readonly spokenAt: Date
}

/** Which conversations are listed; `before` is the moment and the key that the page before ended with. */
export interface ConversationFilter {
  readonly affiliateId?: number | undefined
  /** `product`: an order or an offer. */
  readonly about?: 'lead' | 'order' | 'offer' | 'product' | undefined
  readonly isUnanswered?: boolean | undefined
  readonly before?: { readonly at: Date; readonly key: number } | undefined
}

const INSERT = `
  insert into conversations (program_id, id, lead_key, order_key, offer_id, affiliate_id, customer, customer_hash, subject, opened_at, spoken_at, test)
  values ($1, $2, $3, $4, $5, $6, $7, decode($8, 'hex'), $9, $10, $10, $11)
  returning conversation_key as "conversationKey", id`

const COLUMNS = `
  c.conversation_key as "conversationKey", c.id, l.id as "leadId", l.number as "leadNumber",
  coalesce(l.handled_by = 'staff', false) as "isHandledByStaff", c.order_key as "orderKey", o.number as "orderNumber", f.handle as "offerHandle",
  a.affiliate_id as "affiliateId", a.code as "affiliateCode", a.name as "affiliateName", a.email as "affiliateEmail", a.state as "affiliateState",
  c.customer, c.subject, c.opened_at as "openedAt", c.closed_at as "closedAt", c.test`

// A lead may change hands; its conversation goes with it.
const OWNER = 'case when c.lead_key is null then c.affiliate_id else l.affiliate_id end'

const TABLES = `
    from conversations c
    left join leads l on l.program_id = c.program_id and l.lead_key = c.lead_key
    left join orders o on o.program_id = c.program_id and o.order_key = c.order_key
    left join offers f on f.program_id = c.program_id and f.offer_id = c.offer_id
    left join affiliates a on a.program_id = c.program_id and a.affiliate_id = ${OWNER}`

// Each name is looked up in its own index; one condition with `or` would read every conversation.
const BY_NAME = `
  select ${COLUMNS}
  ${TABLES}
   where c.program_id = $1
     and c.conversation_key in (
           select conversation_key from conversations where program_id = $1 and id = $2
            union
           select conversation_key from leads join conversations using (program_id, lead_key) where program_id = $1 and leads.id = $2
            union
           select conversation_key from leads join conversations using (program_id, lead_key) where program_id = $1 and number = $3
            union
           select conversation_key from orders join conversations using (program_id, order_key) where program_id = $1 and number = $3
         )`

const BY_KEY = `select ${COLUMNS} ${TABLES} where c.program_id = $1 and c.conversation_key = $2`

const BY_ORDER = `select ${COLUMNS} ${TABLES} where c.program_id = $1 and c.order_key = $2`

const LIST = `
  select ${COLUMNS}, c.spoken_at as "spokenAt", c.spoken_by as "spokenBy",
         (select count(*) from posts p where p.program_id = c.program_id and p.conversation_key = c.conversation_key) as posts
  ${TABLES}
   where c.program_id = $1
     and ($2::bigint is null or a.affiliate_id = $2)
     and ($3::text is null or ($3 = 'product' and c.lead_key is null) or $3 = case when c.lead_key is not null then 'lead' when c.order_key is not null then 'order' else 'offer' end)
     and (not $4::boolean or (c.closed_at is null and coalesce(c.spoken_by, 'customer') = 'customer'))
     and ($5::timestamptz is null or (c.spoken_at, c.conversation_key) < ($5, $6::bigint))
   order by c.spoken_at desc, c.conversation_key desc
   limit $7`

const LOCK = 'select conversation_key from conversations where program_id = $1 and conversation_key = $2 for update'

const CLOSE = 'update conversations set closed_at = $3 where program_id = $1 and conversation_key = $2'

const OPENED = `
  select opened_at as "openedAt"
    from conversations
   where program_id = $1 and offer_id is not null and $2 < opened_at and ($3::text is null or customer_hash = decode($3, 'hex')) and not test
   order by opened_at`

/** Opens a conversation in the transaction of what it is about. A lead and an order have one each; the database refuses a second. */
export async function openConversation(
  transaction: Queryable,
  programId: number,
  conversation: NewConversation,
): Promise<{ readonly conversationKey: number; readonly id: ConversationId }> {
  const { affiliateId, customer, customerHash, subject, openedAt, test } = conversation
  const [opened] = await transaction.query<{ conversationKey: number; id: ConversationId }>(INSERT, [
    programId,
    newId('conversation'),
    'leadKey' in conversation ? conversation.leadKey : null,
    'orderKey' in conversation ? conversation.orderKey : null,
    'offerId' in conversation ? conversation.offerId : null,
    affiliateId,
    JSON.stringify({ name: customer.name, email: customer.email }),
    customerHash,
    subject,
    openedAt,
    test,
  ])
  if (!opened) throw new Error(`expected the key of the conversation about “${subject}”, received no row`)
  return opened
}

/** The conversation with this id, or of the lead or order with this id or number (normalised). */
export const conversationByName = async (
  database: Queryable,
  programId: number,
  id: string,
  number: string,
): Promise<StoredConversation | undefined> => (await database.query<StoredConversation>(BY_NAME, [programId, id, number]))[0]

/** The conversation with this internal key. */
export const conversationByKey = async (database: Queryable, programId: number, key: number): Promise<StoredConversation | undefined> =>
  (await database.query<StoredConversation>(BY_KEY, [programId, key]))[0]

/** The conversation of an order, where one was opened. */
export const conversationOfOrder = async (
  database: Queryable,
  programId: number,
  orderKey: number,
): Promise<StoredConversation | undefined> => (await database.query<StoredConversation>(BY_ORDER, [programId, orderKey]))[0]

/** Locks a conversation until the transaction ends: what is said in it is said one after the other. Whoever also locks its lead locks that first. */
export async function lockConversation(transaction: Queryable, programId: number, conversationKey: number): Promise<void> {
  await transaction.query(LOCK, [programId, conversationKey])
}

/** Conversations, the ones where something was said last first. */
export const listConversations = (
  database: Queryable,
  programId: number,
  { affiliateId, about, isUnanswered = false, before }: ConversationFilter,
  limit: number,
): Promise<ListedConversation[]> =>
  database.query<ListedConversation>(LIST, [
    programId,
    affiliateId ?? null,
    about ?? null,
    isUnanswered,
    before?.at ?? null,
    before?.key ?? null,
    limit,
  ])

/** Closes a conversation, or with `null` opens it again. */
export async function setClosed(database: Queryable, programId: number, conversationKey: number, at: Date | null): Promise<void> {
  await database.query(CLOSE, [programId, conversationKey, at])
}

/** When conversations about offers were opened since an instant, oldest first; with a mark only those of one customer. */
export const questionsSince = async (database: Queryable, programId: number, since: Date, customerHash: string | null): Promise<Date[]> =>
  (await database.query<{ openedAt: Date }>(OPENED, [programId, since, customerHash])).map(({ openedAt }) => openedAt)
