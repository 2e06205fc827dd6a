import type { OrderId, RefundId, ReturnId } from '@tributary/protocol/id'
import type { ReturnLine, ReturnState } from '@tributary/protocol/return'
import type { Queryable } from './database.ts'
import type { OrderKey } from './order-changes.ts'

/** A withdrawal as it is stored. The digest, hex, tells a repeat of it. */
export interface NewReturn {
  readonly id: ReturnId
  readonly digest: string
  readonly name: string
  readonly email: string
  readonly reason: string
  readonly announcedAt: Date
  readonly lines: readonly { readonly line: number; readonly quantity: number; readonly unsentQuantity: number }[]
}

/** A stored return, whole. Times inside the JSON parts are as PostgreSQL writes them. */
export interface StoredReturn extends Omit<NewReturn, 'lines'> {
  readonly returnKey: number
  readonly orderId: OrderId
  readonly orderNumber: string
  readonly state: ReturnState
  readonly refund: RefundId | null
  readonly lines: readonly (ReturnLine & { readonly line: number })[]
  readonly steps: readonly { readonly to: ReturnState; readonly at: string; readonly reason: string; readonly actor: string }[]
  readonly test: boolean
}

/** A step of a return; none before the first. */
export interface NewReturnStep {
  readonly from: ReturnState | null
  readonly to: ReturnState
  readonly event: string
  readonly actor: string
  readonly reason: string
  readonly at: Date
}

const INSERT = `
  insert into returns (program_id, id, order_key, digest, name, email, reason, announced_at, test)
  values ($1, $2, $3, decode($4, 'hex'), $5, $6, $7, $8, $9)
      on conflict on constraint return_id_is_unique do nothing
  returning return_key as "returnKey"`

const INSERT_LINES = `
  insert into return_lines (program_id, return_key, order_key, line, quantity, unsent_quantity, test)
  select $1, $2, $3, line, quantity, unsent_quantity, $7
    from unnest($4::integer[], $5::bigint[], $6::bigint[]) as parts (line, quantity, unsent_quantity)`

const SET_STATE = `
  update returns
     set state = $4, refund_key = (select refund_key from refunds where program_id = $1 and id = $5)
   where program_id = $1 and return_key = $2 and state = $3
  returning return_key`

const ADD_STEP = `
  insert into return_transitions (program_id, return_key, from_state, to_state, event, actor, reason, at, test)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

const LINES = `
  select jsonb_agg(jsonb_build_object('line', l.line, 'sku', o.sku, 'quantity', l.quantity, 'unsentQuantity', l.unsent_quantity) order by l.line)
    from return_lines l
    join order_lines o using (program_id, order_key, line)
   where l.program_id = r.program_id and l.return_key = r.return_key`

const STEPS = `
  select jsonb_agg(jsonb_build_object('to', to_state, 'at', at, 'reason', reason, 'actor', actor) order by transition_id)
    from return_transitions t
   where t.program_id = r.program_id and t.return_key = r.return_key`

const SELECT = `
  select r.return_key as "returnKey", r.id, encode(r.digest, 'hex') as digest, r.state, r.name, r.email, r.reason, r.announced_at as "announcedAt",
         r.test, o.id as "orderId", o.number as "orderNumber", f.id as refund, (${LINES}) as lines, (${STEPS}) as steps
    from returns r
    join orders o using (program_id, order_key)
    left join refunds f on f.program_id = r.program_id and f.refund_key = r.refund_key`

const OF_ORDER = `${SELECT} where r.program_id = $1 and r.order_key = $2 order by r.return_key`

// Of several of one order the one that waits for an answer is meant, else the newest.
const BY_NAME = `
  ${SELECT}
   where r.program_id = $1 and (r.id = $2 or o.number = $3)
   order by r.state = 'announced' desc, r.return_key desc
   limit 1`

const PAGE = `
  ${SELECT}
   where r.program_id = $1
     and ($2::text is null or r.state = $2)
     and ($3::text is null or o.number = $3)
     and ($4::bigint is null or r.return_key < $4)
   order by r.return_key desc
   limit $5`

/** Stores a withdrawal; `undefined`, with nothing stored, where its id is taken. */
export async function addReturn(
  transaction: Queryable,
  programId: number,
  { orderKey, test }: OrderKey,
  { id, digest, name, email, reason, announcedAt, lines }: NewReturn,
): Promise<number | undefined> {
  const [row] = await transaction.query<{ returnKey: number }>(INSERT, [
    programId,
    id,
    orderKey,
    digest,
    name,
    email,
    reason,
    announcedAt,
    test,
  ])
  if (!row) return undefined
  const column = (of: (line: NewReturn['lines'][number]) => number) => lines.map(of)
  await transaction.query(INSERT_LINES, [
    programId,
    row.returnKey,
    orderKey,
    column(({ line }) => line),
    column(({ quantity }) => quantity),
    column(({ unsentQuantity }) => unsentQuantity),
    test,
  ])
  return row.returnKey
}

/** Moves a return along and records it, with the refund that it made. Throws where it is not in `from`: the caller holds the order's lock. */
export async function recordReturnStep(
  transaction: Queryable,
  programId: number,
  { returnKey, test }: { readonly returnKey: number; readonly test: boolean },
  { from, to, event, actor, reason, at }: NewReturnStep,
  refund?: RefundId,
): Promise<void> {
  if (from !== null) {
    const moved = await transaction.query(SET_STATE, [programId, returnKey, from, to, refund ?? null])
    if (moved.length !== 1) throw new Error(`expected return ${returnKey} to be ${from}`)
  }
  await transaction.query(ADD_STEP, [programId, returnKey, from, to, event, actor, reason, at, test])
}

/** Every return of an order, eldest first. */
export const returnsOfOrder = (database: Queryable, programId: number, orderKey: number): Promise<StoredReturn[]> =>
  database.query<StoredReturn>(OF_ORDER, [programId, orderKey])

/** The return with this id, or of the order with this number (normalised). */
export const returnByName = async (database: Queryable, programId: number, id: string, number: string): Promise<StoredReturn | undefined> =>
  (await database.query<StoredReturn>(BY_NAME, [programId, id, number]))[0]

/** Returns newest first, `limit` of them after the one with the internal key `before`. */
export const returnsPage = (
  database: Queryable,
  programId: number,
  filter: { readonly state?: string | undefined; readonly number?: string | undefined; readonly before?: number | undefined },
  limit: number,
): Promise<StoredReturn[]> =>
  database.query<StoredReturn>(PAGE, [programId, filter.state ?? null, filter.number ?? null, filter.before ?? null, limit])
