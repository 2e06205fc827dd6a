import type { CommissionState } from '@tributary/protocol/commission'
import type { CommissionId } from '@tributary/protocol/id'
import type { Queryable } from './database.ts'

/** A commission to be written. Amounts are minor units. */
export interface NewCommission {
  readonly id: CommissionId
  readonly line: number
  readonly affiliateId: number
  readonly level: number
  readonly ofMinor: number
  readonly earnedMinor: number
}

/** What the plan made of an order, to be written once. */
export interface NewEarnings {
  readonly orderKey: number
  readonly planKey: number
  readonly currency: string
  readonly explanation: unknown
  readonly commissions: readonly NewCommission[]
  readonly decidedAt: Date
  readonly test: boolean
}

/** A commission whose life went on. */
export interface MovedCommission {
  readonly commissionKey: number
  readonly state: CommissionState
  readonly reversedMinor: number
  readonly deliveredAt: Date | null
  /** When its hold ends, once it was delivered. */
  readonly releasedAt: Date | null
}

const INSERT = `
  with decided as (
    insert into earnings (program_id, order_key, plan_key, explanation, decided_at, test)
    values ($1, $2, $3, $4, $5, $6)
    returning order_key
  )
  insert into commissions (program_id, id, order_key, line, affiliate_id, level, currency, of_minor, earned_minor, earned_at, test)
  select $1, c.id, decided.order_key, c.line, c."affiliateId", c.level, $7, c."ofMinor", c."earnedMinor", $5, $6
    from decided,
         rows from (
           jsonb_to_recordset($8::jsonb)
             as (id text, line integer, "affiliateId" bigint, level integer, "ofMinor" bigint, "earnedMinor" bigint)
         ) with ordinality as c (id, line, "affiliateId", level, "ofMinor", "earnedMinor", position)
   order by c.position
  returning commission_key as "commissionKey", id`

// Payouts lock by the same order, so nobody waits in a circle.
const LOCK = `select 1 from commissions where program_id = $1 and order_key = $2 order by commission_key for update`

const MOVE = `
  update commissions c
     set state = m.state, reversed_minor = m."reversedMinor", delivered_at = m."deliveredAt", released_at = m."releasedAt"
    from jsonb_to_recordset($2::jsonb)
      as m ("commissionKey" bigint, state text, "reversedMinor" bigint, "deliveredAt" timestamptz, "releasedAt" timestamptz)
   where c.program_id = $1 and c.commission_key = m."commissionKey"`

// Orders whose commissions the clock may move on: a hold that is over, or a last parcel that left long enough ago to count as delivered.
const DUE = `
  select o.program_id as "programId", o.order_key as "orderKey", o.id, o.test
    from orders o
   where o.program_id = $1 and $4 < o.order_key
     and o.order_key in (
           select order_key
             from commissions
            where program_id = $1 and state = 'held' and released_at <= $2
              and exists (select from orders p where p.program_id = $1 and p.order_key = commissions.order_key
                             and p.payment in ('paid', 'partly_refunded', 'refunded'))
            union
           select c.order_key
             from commissions c
             join plans n on n.program_id = $1 and n.plan_key = (select plan_key from orders p where p.program_id = $1 and p.order_key = c.order_key)
            where c.program_id = $1 and c.state = 'pending'
              and exists (select from shipment_lines l
                            join shipments s using (program_id, shipment_key)
                           where l.program_id = $1 and l.order_key = c.order_key and l.line = c.line
                             and s.shipped_at <= $2 - make_interval(days => (n.document ->> 'assumedDeliveryDays')::integer))
              and exists (select from order_lines l where l.program_id = $1 and l.order_key = c.order_key and l.line = c.line
                             and l.quantity = l.shipped_quantity + l.cancelled_quantity)
              and not exists (select from shipment_lines l
                                join shipments s using (program_id, shipment_key)
                               where l.program_id = $1 and l.order_key = c.order_key and l.line = c.line
                                 and s.shipped_at > $2 - make_interval(days => (n.document ->> 'assumedDeliveryDays')::integer))
         )
   order by o.order_key
   limit $3`

/** Writes what the plan made of an order; answers the keys of the commissions. */
export async function addEarnings(
  transaction: Queryable,
  programId: number,
  earnings: NewEarnings,
): Promise<{ readonly commissionKey: number; readonly id: string }[]> {
  const { orderKey, planKey, currency, explanation, commissions, decidedAt, test } = earnings
  const values = [programId, orderKey, planKey, JSON.stringify(explanation), decidedAt, test, currency, JSON.stringify(commissions)]
  return transaction.query(INSERT, values)
}

/**
 * Locks the commissions of an order until the transaction ends. The lock of the order keeps no payout out: what is read of them before this may be paid,
 * or have come back, by the time it is written.
 */
export const lockCommissions = (transaction: Queryable, programId: number, orderKey: number): Promise<unknown> =>
  transaction.query(LOCK, [programId, orderKey])

/** Moves commissions along. The caller holds the locks of their order and of themselves since before it read them. */
export async function moveCommissions(transaction: Queryable, programId: number, moved: readonly MovedCommission[]): Promise<void> {
  if (moved.length === 0) return
  await transaction.query(MOVE, [programId, JSON.stringify(moved)])
}

/** Orders of a program with commissions that the clock may move on at this moment, eldest first, from after this one on. */
export const ordersDue = (
  database: Queryable,
  programId: number,
  now: Date,
  { limit, after }: { readonly limit: number; readonly after: number },
): Promise<{ orderKey: number; id: string; test: boolean }[]> => database.query(DUE, [programId, now, limit, after])
