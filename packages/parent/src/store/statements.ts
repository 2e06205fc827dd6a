import type { StatementId } from '@tributary/protocol/id'
import type { AccountSplit, StatementEntry } from '@tributary/protocol/statement'
import { lockFor } from './advisory-lock.ts'
import type { Queryable } from './database.ts'

/** What moved an affiliate's money in a time; minor units, positive is the affiliate's. */
export interface MovementRow {
  readonly affiliateId: number
  readonly currency: string
  readonly at: Date
  readonly kind: string
  readonly cause: string
  readonly amountMinor: number
  readonly commission: string | null
  readonly order: string | null
  readonly article: string | null
  readonly level: number | null
}

/** A balance of an affiliate at an instant. */
export interface SplitRow extends AccountSplit {
  readonly affiliateId: number
  readonly affiliate: string
  readonly currency: string
}

/** A statement as it is stored. */
export interface StatementRow {
  readonly id: StatementId
  readonly affiliate: string
  readonly currency: string
  readonly period: string
  readonly opening: AccountSplit
  readonly closing: AccountSplit
  readonly previousHash: string | null
  readonly hash: string
  readonly lines: readonly {
    readonly amountMinor: number
    readonly commitment: string
    readonly salt: string | null
    readonly entry: StatementEntry | null
  }[]
}

const SIGNED = `case e.side when 'credit' then e.amount_minor else -e.amount_minor end`
const OWN = `('affiliate_pending', 'affiliate_held', 'affiliate_payable')`

// What only moves between the three accounts sums to nothing and is no line.
const MOVEMENTS = `
  select e.affiliate_id as "affiliateId", e.currency, t.at, t.kind, t.cause, sum(${SIGNED})::bigint as "amountMinor", c.id as commission,
         o.number as "order", l.title as article, c.level
    from transactions t
    join entries e using (program_id, transaction_key)
    left join commissions c on c.program_id = e.program_id and c.commission_key = e.commission_key
    left join orders o on o.program_id = c.program_id and o.order_key = c.order_key
    left join order_lines l on l.program_id = c.program_id and l.order_key = c.order_key and l.line = c.line
   where t.program_id = $1 and $2 <= t.at and t.at < $3 and e.account in ${OWN} and ($4::bigint is null or e.affiliate_id = $4)
   group by t.transaction_key, t.at, t.kind, t.cause, e.affiliate_id, e.currency, c.commission_key, c.id, o.number, l.title, c.level
  having sum(${SIGNED}) <> 0
   order by t.transaction_key, c.commission_key`

const SPLITS = `
  select e.affiliate_id as "affiliateId", a.code as affiliate, e.currency,
         coalesce(sum(${SIGNED}) filter (where e.account = 'affiliate_pending'), 0)::bigint as "pendingMinor",
         coalesce(sum(${SIGNED}) filter (where e.account = 'affiliate_held'), 0)::bigint as "heldMinor",
         coalesce(sum(${SIGNED}) filter (where e.account = 'affiliate_payable'), 0)::bigint as "payableMinor"
    from entries e
    join transactions t using (program_id, transaction_key)
    join affiliates a on a.program_id = e.program_id and a.affiliate_id = e.affiliate_id
   where e.program_id = $1 and t.at < $2 and e.account in ${OWN} and ($3::bigint is null or e.affiliate_id = $3)
   group by e.affiliate_id, a.code, e.currency
   order by e.affiliate_id, e.currency`

const LINES = `
  select jsonb_agg(jsonb_build_object('amountMinor', amount_minor, 'commitment', commitment, 'salt', salt, 'entry', value) order by line)
    from statement_lines l
   where l.program_id = s.program_id and l.statement_key = s.statement_key`

const STORED = `
  select s.id, a.code as affiliate, s.currency, s.period, s.opening, s.closing, s.previous_hash as "previousHash", s.hash,
         coalesce((${LINES}), '[]') as lines
    from statements s
    join affiliates a using (program_id, affiliate_id)
   where s.program_id = $1 and ($2::bigint is null or s.affiliate_id = $2) and ($3::text is null or s.period = $3)
   order by s.period, s.statement_key
   limit 5000`

const LAST_HASHES = `
  select distinct on (affiliate_id, currency) affiliate_id as "affiliateId", currency, hash
    from statements
   where program_id = $1
   order by affiliate_id, currency, period desc`

const LAST_CLOSED = `select max(period) as period from closed_periods where program_id = $1`

const FIRST_AT = `select min(at) as at from transactions where program_id = $1`

const CLOSE = `insert into closed_periods (program_id, period, ends_at, closed_at, closed_by) values ($1, $2, $3, $4, $5)`

const INSERT = `
  with head as (
    insert into statements (program_id, id, affiliate_id, currency, period, opening, closing, previous_hash, hash)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    returning statement_key
  )
  insert into statement_lines (program_id, statement_key, line, amount_minor, commitment, salt, value)
  select $1, statement_key, line, (one ->> 'amountMinor')::bigint, one ->> 'commitment', one ->> 'salt', one -> 'entry'
    from head, jsonb_array_elements($10::jsonb) with ordinality as lines (one, line)`

/** What moved the money of one affiliate, or of all, from one instant up to another. */
export const movementsIn = (
  database: Queryable,
  programId: number,
  from: Date,
  to: Date,
  affiliateId: number | null,
): Promise<MovementRow[]> => database.query<MovementRow>(MOVEMENTS, [programId, from, to, affiliateId])

/** What one affiliate, or each, had at an instant. */
export const splitsAt = (database: Queryable, programId: number, at: Date, affiliateId: number | null): Promise<SplitRow[]> =>
  database.query<SplitRow>(SPLITS, [programId, at, affiliateId])

/** Closed statements, oldest first. */
export const storedStatements = (
  database: Queryable,
  programId: number,
  affiliateId: number | null,
  period: string | null,
): Promise<StatementRow[]> => database.query<StatementRow>(STORED, [programId, affiliateId, period])

/** The hash of each affiliate's last statement by currency. */
export const lastHashes = (transaction: Queryable, programId: number): Promise<{ affiliateId: number; currency: string; hash: string }[]> =>
  transaction.query(LAST_HASHES, [programId])

/** The last month that was closed. */
export const lastClosed = async (database: Queryable, programId: number): Promise<string | null> =>
  (await database.query<{ period: string | null }>(LAST_CLOSED, [programId]))[0]?.period ?? null

/** When the first transaction was. */
export const firstTransactionAt = async (database: Queryable, programId: number): Promise<Date | null> =>
  (await database.query<{ at: Date | null }>(FIRST_AT, [programId]))[0]?.at ?? null

/** Lets nobody else close a month of the program until the transaction ends: which comes next is read before it is closed. */
export const lockPeriods = (transaction: Queryable, programId: number): Promise<void> => lockFor(transaction, `periods:${programId}`)

/** Closes a month: waits for whoever is posting, and lets nobody post until the transaction ends. */
export async function closePeriod(
  transaction: Queryable,
  programId: number,
  closed: { readonly period: string; readonly endsAt: Date; readonly closedAt: Date; readonly closedBy: string },
): Promise<void> {
  await transaction.query('lock table transactions in share row exclusive mode')
  await transaction.query(CLOSE, [programId, closed.period, closed.endsAt, closed.closedAt, closed.closedBy])
}

/** Writes a statement for good. */
export async function addStatement(
  transaction: Queryable,
  programId: number,
  affiliateId: number,
  statement: Omit<StatementRow, 'affiliate'>,
): Promise<void> {
  const { id, currency, period, opening, closing, previousHash, hash, lines } = statement
  const heads = [programId, id, affiliateId, currency, period, JSON.stringify(opening), JSON.stringify(closing), previousHash, hash]
  await transaction.query(INSERT, [...heads, JSON.stringify(lines)])
}
