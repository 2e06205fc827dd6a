import type { Queryable } from './database.ts'
import type { NewOrder } from './new-order.ts'

/** An order that was just inserted, with its key. */
export interface PlacedOrder {
  readonly order: NewOrder
  readonly orderKey: number
}

/** Thrown to roll back what was placed: these orders hold a discount that is used up. They are decided again, without it. */
export class DiscountUsedUp extends Error {
  readonly orderIds: ReadonlySet<string>

  constructor(orderIds: ReadonlySet<string>) {
    super('expected a use to be left of every discount')
    this.orderIds = orderIds
  }
}

// Locked in the order of their keys, so that two groups never wait for each other.
const LOCK = `
  select discount_id as "discountId", name, use_limit as "useLimit", customer_limit as "customerLimit", uses
    from discounts
   where program_id = $1 and name = any ($2)
   order by discount_id
     for update`

const USED_BY = `
  select discount_id as "discountId", encode(customer_hash, 'hex') as "customerHash", count(*)::integer as count
    from discount_uses
   where program_id = $1 and discount_id = any ($2) and given_back_at is null and not test
     and customer_hash in (select decode(one, 'hex') from unnest($3::text[]) as one)
   group by discount_id, customer_hash`

const ADD = `
  insert into discount_uses (program_id, order_key, discount_id, amount_minor, customer_hash, used_at, test)
  select $1, order_key, discount_id, amount_minor, decode(hash, 'hex'), at, test
    from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::timestamptz[], $7::boolean[])
      as one (order_key, discount_id, amount_minor, hash, at, test)`

// A test takes nothing that anybody else could have had.
const COUNT = `
  update discounts
     set uses = uses + used.count
    from (select one as discount_id, count(*) as count from unnest($2::bigint[]) as one group by one) as used
   where discounts.program_id = $1 and discounts.discount_id = used.discount_id`

const GIVE_BACK = `
  with given_back as (
    update discount_uses
       set given_back_at = $3
     where program_id = $1 and order_key = $2 and given_back_at is null
    returning discount_id, test
  )
  update discounts
     set uses = uses - 1
    from given_back
   where discounts.program_id = $1 and discounts.discount_id = given_back.discount_id and not given_back.test`

interface Limits {
  readonly discountId: number
  readonly name: string
  readonly useLimit: number | null
  readonly customerLimit: number | null
  readonly uses: number
}

/**
 * Counts a use for every placed order that holds a discount, in the order of their arrival. Throws `DiscountUsedUp` where there are not enough for all; the
 * transaction must be rolled back then, for the orders were inserted.
 */
export async function takeDiscounts(transaction: Queryable, programId: number, placed: readonly PlacedOrder[]): Promise<void> {
  const holding = placed.filter(({ order }) => order.discountName !== undefined)
  if (holding.length === 0) return
  const names = [...new Set(holding.map(({ order }) => order.discountName))]
  const limits = new Map((await transaction.query<Limits>(LOCK, [programId, names])).map((one) => [one.name, one]))
  const limitsOf = ({ order }: PlacedOrder): Limits => {
    const found = limits.get(order.discountName ?? '')
    if (!found) throw new Error(`expected the discount ${order.discountName}, received none`)
    return found
  }
  await checkLimits(transaction, programId, holding, limitsOf)
  const ids = holding.map((one) => limitsOf(one).discountId)
  await transaction.query(ADD, [
    programId,
    holding.map(({ orderKey }) => orderKey),
    ids,
    holding.map(({ order }) => order.cart.discount?.amountMinor ?? 0),
    holding.map(({ order }) => order.customerHash),
    holding.map(({ order }) => order.placedAt),
    holding.map(({ order }) => order.test),
  ])
  await transaction.query(COUNT, [programId, ids.filter((_, index) => !holding[index]?.order.test)])
}

/** Gives back the use of an order that was cancelled whole, once. */
export async function giveBackDiscount(transaction: Queryable, programId: number, orderKey: number, at: Date): Promise<void> {
  await transaction.query(GIVE_BACK, [programId, orderKey, at])
}

async function checkLimits(
  transaction: Queryable,
  programId: number,
  holding: readonly PlacedOrder[],
  limitsOf: (one: PlacedOrder) => Limits,
): Promise<void> {
  const counted = holding.filter(({ order }) => !order.test)
  const hashes = [...new Set(counted.map(({ order }) => order.customerHash))]
  const used = await transaction.query<{ discountId: number; customerHash: string; count: number }>(USED_BY, [
    programId,
    [...new Set(counted.map((one) => limitsOf(one).discountId))],
    hashes,
  ])
  const taken = new Map<string, number>(used.map(({ discountId, customerHash, count }) => [`${discountId} ${customerHash}`, count]))
  const uses = new Map(counted.map((one) => [limitsOf(one).discountId, limitsOf(one).uses]))
  const left = new Set<string>()
  for (const one of counted) {
    const { discountId, useLimit, customerLimit } = limitsOf(one)
    const own = `${discountId} ${one.order.customerHash}`
    const [all, ofCustomer] = [uses.get(discountId) ?? 0, taken.get(own) ?? 0]
    if ((useLimit !== null && useLimit <= all) || (customerLimit !== null && customerLimit <= ofCustomer)) left.add(one.order.id)
    else {
      uses.set(discountId, all + 1)
      taken.set(own, ofCustomer + 1)
    }
  }
  if (0 < left.size) throw new DiscountUsedUp(left)
}
