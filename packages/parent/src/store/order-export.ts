import type { OrderExportRow } from '@tributary/protocol/order-export'
import type { Queryable } from './database.ts'

/** A line of an order as it is exported, with the internal key by which the export goes on. */
export interface ExportedLine extends OrderExportRow {
  readonly orderKey: number
}

// A line each, orders in the order in which they were placed. What an order has once (its shipping) stands on its first line alone, so that columns may be summed.
const PAGE = `
  with page as (
    select *
      from orders
     where program_id = $1 and $2 <= placed_at and $3 < order_key and ($4 or not test)
     order by order_key
     limit $5
  )
  select o.order_key as "orderKey", o.number, o.id, o.placed_at as "placedAt", o.state, o.payment, o.terms, o.currency, o.country, l.line, l.sku, l.title,
         l.variant, l.quantity, l.shipped_quantity as "shippedQuantity", l.cancelled_quantity as "cancelledQuantity",
         l.refunded_quantity as "refundedQuantity", l.unit_minor as "unitMinor", l.discount_minor as "discountMinor", l.total_minor as "totalMinor",
         l.tax_basis_points as "taxBasisPoints", l.tax_minor as "taxMinor", l.paid_minor as "paidMinor", l.refunded_minor as "refundedMinor",
         case when l.line = f.line then o.shipping_minor else 0 end as "shippingMinor", d.code as discount, a.code as affiliate, s.key as site,
         o.customer ->> 'email' as email, o.customer ->> 'phone' as phone, o.customer -> 'delivery' ->> 'name' as name,
         o.customer -> 'delivery' ->> 'line1' as line1, o.customer -> 'delivery' ->> 'line2' as line2, o.customer -> 'delivery' ->> 'postcode' as postcode,
         o.customer -> 'delivery' ->> 'city' as city, o.customer -> 'delivery' ->> 'region' as region, o.customer ->> 'note' as note, o.test
    from page o
    join order_lines l using (program_id, order_key)
   cross join lateral (select min(line) as line from order_lines m where m.program_id = o.program_id and m.order_key = o.order_key) f
    left join discount_uses u on u.program_id = o.program_id and u.order_key = o.order_key
    left join discounts d on d.program_id = u.program_id and d.discount_id = u.discount_id
    left join affiliates a on a.program_id = o.program_id and a.affiliate_id = o.affiliate_id
    left join sites s on s.program_id = o.program_id and s.site_id = o.site_id
   order by o.order_key, l.line`

/** The lines of the next `most` orders placed since an instant, after the order with this internal key; test orders only where they are asked for. */
export const exportedLines = (
  database: Queryable,
  programId: number,
  { since, after, withTests }: { readonly since: Date; readonly after: number; readonly withTests: boolean },
  most: number,
): Promise<ExportedLine[]> => database.query<ExportedLine>(PAGE, [programId, since, after, withTests, most])
