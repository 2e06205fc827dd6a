import type { Queryable } from './database.ts'

/** The order that made somebody a customer. */
export interface FirstPaidOrder {
  /** The internal key of the affiliate it was attributed to, if any. */
  readonly affiliateId: number | null
  readonly placedAt: Date
}

// A cancelled order was no sale, and a test is none.
const FIRST_PAID = `
  select hash, o.affiliate_id as "affiliateId", o.placed_at as "placedAt"
    from unnest($2::text[]) as wanted (hash)
   cross join lateral (
         select affiliate_id, placed_at
           from orders
          where program_id = $1
            and customer_hash = decode(hash, 'hex')
            and payment in ('paid', 'partly_refunded')
            and not test
            and state <> 'cancelled'
          order by order_key
          limit 1) o`

/** The first paid orders of the customers with these marks, by mark. */
export async function firstPaidOrders(
  database: Queryable,
  programId: number,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, FirstPaidOrder>> {
  if (hashes.length === 0) return new Map()
  const rows = await database.query<FirstPaidOrder & { hash: string }>(FIRST_PAID, [programId, hashes])
  return new Map(rows.map(({ hash, ...order }) => [hash, order]))
}
