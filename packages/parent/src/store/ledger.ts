import type { TransactionId } from '@tributary/protocol/id'
import type { AccountKind, Side, TransactionKind } from '@tributary/protocol/ledger'
import type { Queryable } from './database.ts'

/** An entry to be written: a positive amount in minor units on one side of an account. */
export interface NewEntry {
  readonly account: AccountKind
  readonly affiliateId: number | null
  readonly currency: string
  readonly side: Side
  readonly amountMinor: number
  readonly commissionKey: number | null
}

/** A transaction to be written. `cause` names what happened; with its kind it is posted once. */
export interface NewTransaction {
  readonly id: TransactionId
  readonly kind: TransactionKind
  readonly cause: string
  /** The cause and kind of the transaction that this one corrects. */
  readonly corrects?: { readonly cause: string; readonly kind: TransactionKind }
  readonly entries: readonly NewEntry[]
}

/** An account of an affiliate, or one of the parent's. */
export interface AccountName {
  readonly account: AccountKind
  readonly affiliateId: number | null
  readonly currency: string
}

// One statement writes transactions with all of their entries: the ledger refuses an entry that comes later.
const POST = `
  with made as (
    insert into transactions (program_id, id, kind, cause, corrects, at)
    select $1, t.id, t.kind, t.cause,
           (select transaction_key from transactions c where c.program_id = $1 and c.cause = t."correctsCause" and c.kind = t."correctsKind"), $2
      from jsonb_to_recordset($3::jsonb) as t (id text, kind text, cause text, "correctsCause" text, "correctsKind" text)
    returning transaction_key, id
  )
  insert into entries (program_id, transaction_key, account, affiliate_id, currency, side, amount_minor, commission_key)
  select $1, made.transaction_key, e.account, e."affiliateId", e.currency, e.side, e."amountMinor", e."commissionKey"
    from jsonb_to_recordset($4::jsonb) as e (
           transaction text, account text, "affiliateId" bigint, currency text, side text, "amountMinor" bigint, "commissionKey" bigint)
    join made on made.id = e.transaction`

const SNAPSHOT = `
  select before::text, balance_minor as "balanceMinor"
    from balance_snapshots
   where program_id = $1 and OWNER and currency = $3 and account = $4`

const TAIL = `
  select coalesce(sum(case side when 'credit' then amount_minor else -amount_minor end), 0)::bigint as "balanceMinor"
    from entries
   where program_id = $1 and OWNER and currency = $3 and account = $4 and $5::xid8 <= written_by`

// "Is not distinct from" finds both kinds of owner, and in no index.
const ofAffiliate = (statement: string): string => statement.replace('OWNER', 'affiliate_id = $2')
const ofParent = (statement: string): string => statement.replace('OWNER', 'affiliate_id is null and $2::bigint is null')

// Everything before `xmin` has ended, so no entry can appear there any more (design, D17: by transaction snapshot, never by id).
const TAKE_SNAPSHOTS = `
  with horizon as (select pg_snapshot_xmin(pg_current_snapshot()) as before)
  insert into balance_snapshots (program_id, affiliate_id, currency, account, before, balance_minor)
  select e.program_id, e.affiliate_id, e.currency, e.account, h.before,
         coalesce(s.balance_minor, 0) + sum(case e.side when 'credit' then e.amount_minor else -e.amount_minor end)
    from horizon h, entries e
    left join balance_snapshots s
      on s.program_id = e.program_id and s.affiliate_id is not distinct from e.affiliate_id and s.currency = e.currency and s.account = e.account
   where e.program_id = $1 and e.written_by < h.before and e.written_by >= coalesce(s.before, '0'::xid8)
   group by e.program_id, e.affiliate_id, e.currency, e.account, h.before, s.balance_minor
  having count(*) >= $2
      on conflict on constraint snapshot_is_single
      do update set before = excluded.before, balance_minor = excluded.balance_minor, taken_at = now()
  returning 1`

/** Writes transactions with their entries. The database refuses one that does not balance, is empty, or was posted before. */
export async function postTransactions(
  transaction: Queryable,
  programId: number,
  at: Date,
  transactions: readonly NewTransaction[],
): Promise<void> {
  if (transactions.length === 0) return
  const heads = transactions.map(({ id, kind, cause, corrects }) => ({
    id,
    kind,
    cause,
    correctsCause: corrects?.cause,
    correctsKind: corrects?.kind,
  }))
  const entries = transactions.flatMap(({ id, entries }) => entries.map((entry) => ({ transaction: id, ...entry })))
  await transaction.query(POST, [programId, at, JSON.stringify(heads), JSON.stringify(entries)])
}

/**
 * The balance of an account, credits minus debits, minor units. The snapshot is read first: the planner then knows how short the tail after it is. One that is
 * renewed in between does no harm, since entries are only ever added.
 */
export async function balanceOf(database: Queryable, programId: number, { account, affiliateId, currency }: AccountName): Promise<number> {
  const owned = affiliateId === null ? ofParent : ofAffiliate
  const values = [programId, affiliateId, currency, account]
  const [snapshot] = await database.query<{ before: string; balanceMinor: number }>(owned(SNAPSHOT), values)
  const [tail] = await database.query<{ balanceMinor: number }>(owned(TAIL), [...values, snapshot?.before ?? '0'])
  return (snapshot?.balanceMinor ?? 0) + (tail?.balanceMinor ?? 0)
}

/** Renews the snapshots of accounts whose tail has grown to `tail` entries; answers how many. */
export const takeSnapshots = async (database: Queryable, programId: number, tail: number): Promise<number> =>
  (await database.query(TAKE_SNAPSHOTS, [programId, tail])).length
