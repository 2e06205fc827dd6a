import type { Queryable } from './database.ts'

const SELLER = `
  select o.affiliate_id as "affiliateId", a.name, a.state = 'active' as "isActive"
    from orders o
    left join affiliates a using (program_id, affiliate_id)
   where o.program_id = $1 and o.order_key = $2`

/** Who sold an order: the affiliate that it is attributed to, with whether it may speak for the shop; nobody, where the parent sold it alone. */
export interface OrderSeller {
  readonly affiliateId: number | null
  readonly name: string | null
  readonly isActive: boolean | null
}

/** The seller of an order. */
export const sellerOf = async (database: Queryable, programId: number, orderKey: number): Promise<OrderSeller> =>
  (await database.query<OrderSeller>(SELLER, [programId, orderKey]))[0] ?? { affiliateId: null, name: null, isActive: null }
