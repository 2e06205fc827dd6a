import type { PastLine } from '@tributary/protocol/sale'
import type { Queryable } from './database.ts'

/** A past sale as a plan sees it, with what it paid. */
export interface PastSaleRow {
  readonly orderKey: number
  readonly order: string
  readonly placedAt: Date
  readonly currency: string
  readonly lines: readonly PastLine[]
  readonly direct: string
  readonly upline: readonly string[]
  readonly inactive: readonly string[]
  readonly customer: string | null
  readonly isNetworkPurchase: boolean
  readonly earned: Readonly<Record<string, number>>
}

// The orders of the page come first, so that what is read beside them is read for these only.
const PAGE = `
  with page as materialized (
    select *
      from orders
     where program_id = $1 and affiliate_id is not null and not test and payment in ('paid', 'partly_refunded')
       and ($2::timestamptz is null or $2 <= placed_at) and ($3::timestamptz is null or placed_at < $3)
       and ($4::bigint is null or $4 < order_key)
     order by order_key
     limit $5
  ),
  customers as materialized (
    select o.order_key, a.affiliate_id, a.path
      from page o
     cross join lateral buyers_of(o.program_id, o.order_key) a
  )
  select o.order_key as "orderKey", o.number as "order", o.placed_at as "placedAt", o.currency, d.code as direct,
         (select jsonb_agg(jsonb_build_object(
                   'line', l.line, 'quantity', l.quantity - l.cancelled_quantity, 'handle', f.handle, 'collections', f.collections, 'kind', f.kind,
                   'baseMinor', case when l.total_minor = 0 then 0
                                else div(div((l.total_minor - case when o.tax_included then l.tax_minor else 0 end)::numeric
                                             * (l.total_minor - l.released_minor), l.total_minor)
                                         * o.share_basis_points, 10000) end) order by l.line)
            from order_lines l
            join variants v using (program_id, variant_id)
            join offers f using (program_id, offer_id)
           where l.program_id = o.program_id and l.order_key = o.order_key) as lines,
         u.upline, u.inactive,
         (select a.code
            from customers c
            join affiliates a on a.program_id = $1 and a.affiliate_id = c.affiliate_id
           where c.order_key = o.order_key and c.affiliate_id = any (o.upline || o.affiliate_id)
           limit 1) as customer,
         exists (select from customers c
                  where c.order_key = o.order_key and (c.affiliate_id = o.affiliate_id or o.affiliate_id = any (c.path))) as "isNetworkPurchase",
         coalesce((select jsonb_object_agg(code, earned)
                     from (select a.code, sum(c.earned_minor - c.reversed_minor) as earned
                             from commissions c
                             join affiliates a on a.program_id = c.program_id and a.affiliate_id = c.affiliate_id
                            where c.program_id = o.program_id and c.order_key = o.order_key
                            group by a.code) e), '{}') as earned
    from page o
    join affiliates d on d.program_id = o.program_id and d.affiliate_id = o.affiliate_id
    join lateral (select coalesce(jsonb_agg(a.code order by position desc) filter (where position > 0), '[]') as upline,
                         coalesce(jsonb_agg(a.code) filter (where a.state <> 'active'), '[]') as inactive
                    from unnest(o.affiliate_id || o.upline) with ordinality as one (affiliate_id, ordinal)
                    join affiliates a on a.program_id = o.program_id and a.affiliate_id = one.affiliate_id
                    cross join lateral (select ordinal - 1 as position) p) u on true
   order by o.order_key`

/** Past sales in the order in which they were placed, `limit` of them after the internal key `after`. */
export const pastSales = (
  database: Queryable,
  programId: number,
  { from, to, after }: { readonly from?: Date | undefined; readonly to?: Date | undefined; readonly after?: number | undefined },
  limit: number,
): Promise<PastSaleRow[]> => database.query<PastSaleRow>(PAGE, [programId, from ?? null, to ?? null, after ?? null, limit])
