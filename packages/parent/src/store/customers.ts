import type { Queryable } from './database.ts'

/** The order that made somebody a customer. */
export interface FirstPaidOrder {
  /** The internal key of the affiliate it was attributed to, if any. */
  readonly affiliateId: number | null
  readonly placedAt: Date
}

// A cancelled order was no sale, and a test is none.
const FIRST_PAID = `
  select affiliate_id as "affiliateId", placed_at as "placedAt"
    from orders
   where program_id = $1
     and customer_hash = decode($2, 'hex')
     and payment in ('paid', 'partly_refunded')
     and not test
     and state <> 'cancelled'
   order by order_key
   limit 1`

/** The first paid order of the customer with this mark. */
export const firstPaidOrder = async (database: Queryable, programId: number, hash: string): Promise<FirstPaidOrder | undefined> =>
  (await database.query<FirstPaidOrder>(FIRST_PAID, [programId, hash]))[0]
