import type { Queryable } from './database.ts'

/** Which rows are a customer's, by their internal keys; the numbers are what people call them. */
export interface CustomerRecords {
  readonly orders: readonly { readonly key: number; readonly id: string; readonly number: string; readonly isOpen: boolean }[]
  readonly leads: readonly { readonly key: number; readonly id: string; readonly number: string; readonly isOpen: boolean }[]
  readonly conversations: readonly { readonly key: number; readonly id: string }[]
}

const EMAIL_OF = `
  select customer ->> 'email' as email from orders where program_id = $1 and number = $2
   union all
  select contact ->> 'email' from leads where program_id = $1 and number = $2`

// Open: something is still to be sent, paid or talked about, for which the person must be known.
const COMES_BACK = `
  exists (select from returns r where r.program_id = orders.program_id and r.order_key = orders.order_key and r.state = 'announced')`

const ORDER = `
  order_key as key, id, number,
  state not in ('delivered', 'cancelled') or (payment = 'unpaid' and state <> 'cancelled') or ${COMES_BACK} as "isOpen"`

const LEAD = `
  lead_key as key, id, number,
  state in ('new', 'contacted', 'proposed')
  or exists (select from milestones m where m.program_id = l.program_id and m.lead_key = l.lead_key and m.state in ('due', 'invoiced')) as "isOpen"`

// Rows are locked first and read after that, by a statement of its own: one that waits for a lock goes on with the returns and milestones of the moment before.
const ORDERS = `select ${ORDER} from orders where program_id = $1 and order_key = any ($2) order by order_key`

const LEADS = `select ${LEAD} from leads l where program_id = $1 and lead_key = any ($2) order by lead_key`

const LOCK_ORDERS_OF = `
  select order_key as key from orders where program_id = $1 and mailbox(customer ->> 'email') = mailbox($2) order by order_key for update`

const LOCK_LEADS_OF = `
  select lead_key as key from leads where program_id = $1 and mailbox(contact ->> 'email') = mailbox($2) order by lead_key for update`

const CONVERSATIONS_OF = `
  select conversation_key as key, id
    from conversations
   where program_id = $1 and (mailbox(customer ->> 'email') = mailbox($2) or order_key = any ($3) or lead_key = any ($4))
   order by conversation_key
     for update`

const LOCK_OLD_ORDERS = `
  select order_key as key
    from orders
   where program_id = $1 and placed_at < $2 and customer ->> 'email' <> $3
     and state in ('delivered', 'cancelled') and (payment <> 'unpaid' or state = 'cancelled') and not ${COMES_BACK}
   order by order_key
   limit $4
     for update skip locked`

const LOCK_OLD_LEADS = `
  select lead_key as key
    from leads l
   where program_id = $1 and received_at < $2 and contact ->> 'email' <> $3 and state in ('won', 'lost', 'expired')
     and not exists (select from milestones m where m.program_id = l.program_id and m.lead_key = l.lead_key and m.state in ('due', 'invoiced'))
   order by lead_key
   limit $4
     for update skip locked`

const OLD_CONVERSATIONS = `
  select conversation_key as key, id
    from conversations c
   where program_id = $1 and spoken_at < $2 and customer ->> 'email' <> $3
     and (offer_id is not null
          or exists (select from orders o where o.program_id = c.program_id and o.order_key = c.order_key and o.state in ('delivered', 'cancelled'))
          or exists (select from leads l where l.program_id = c.program_id and l.lead_key = c.lead_key and l.state in ('won', 'lost', 'expired')))
   order by conversation_key
   limit $4
     for update skip locked`

const OF_RECORDS = `
  select conversation_key as key, id
    from conversations
   where program_id = $1 and (order_key = any ($2) or lead_key = any ($3))
   order by conversation_key
     for update`

/** The address on the order or the request with this number. */
export const emailOfNumber = async (database: Queryable, programId: number, number: string): Promise<string | undefined> =>
  (await database.query<{ email: string }>(EMAIL_OF, [programId, number]))[0]?.email

/** Everything of one mailbox, locked until the transaction ends. */
export async function recordsOfMailbox(transaction: Queryable, programId: number, email: string): Promise<CustomerRecords> {
  const leads = await lockedRows(transaction, LEADS, programId, await transaction.query<Locked>(LOCK_LEADS_OF, [programId, email]))
  const orders = await lockedRows(transaction, ORDERS, programId, await transaction.query<Locked>(LOCK_ORDERS_OF, [programId, email]))
  const keys = [orders, leads].map((rows) => rows.map(({ key }) => key))
  return { orders, leads, conversations: await transaction.query(CONVERSATIONS_OF, [programId, email, ...keys]) }
}

/** What is over and older than an instant each, at most `most` of a kind, without what was erased before; locked until the transaction ends. */
export async function recordsBefore(
  transaction: Queryable,
  programId: number,
  before: { readonly orders?: Date | undefined; readonly leads?: Date | undefined; readonly conversations?: Date | undefined },
  erasedEmail: string,
  most: number,
): Promise<CustomerRecords> {
  const old = <Row>(statement: string, at: Date | undefined): Promise<Row[]> =>
    at ? transaction.query<Row>(statement, [programId, at, erasedEmail, most]) : Promise.resolve([])
  const over = async (statement: string, locked: readonly Locked[]) =>
    (await lockedRows(transaction, statement, programId, locked)).filter(({ isOpen }) => !isOpen)
  const leads = await over(LEADS, await old<Locked>(LOCK_OLD_LEADS, before.leads))
  const orders = await over(ORDERS, await old<Locked>(LOCK_OLD_ORDERS, before.orders))
  const spoken = await old<CustomerRecords['conversations'][number]>(OLD_CONVERSATIONS, before.conversations)
  const keys = [orders, leads].map((rows) => rows.map(({ key }) => key))
  const theirs = await transaction.query<CustomerRecords['conversations'][number]>(OF_RECORDS, [programId, ...keys])
  const conversations = [...theirs, ...spoken.filter(({ key }) => !theirs.some((one) => one.key === key))]
  return { orders, leads, conversations }
}

interface Locked {
  readonly key: number
}

const lockedRows = (transaction: Queryable, statement: string, programId: number, locked: readonly Locked[]) =>
  transaction.query<CustomerRecords['orders'][number]>(statement, [programId, locked.map(({ key }) => key)])
