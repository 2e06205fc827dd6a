import type { Database, Queryable } from './database.ts'
import { takeDiscounts } from './discount-uses.ts'
import { queueLetters } from './messages.ts'
import { type NewOrder, type Placement, piecesOf } from './new-order.ts'
import { placeOrder } from './orders.ts'
import { takeStockTogether } from './stock.ts'

/** An order that was refused when it was decided; the refusal is a problem document. */
export interface NewRefusal {
  readonly id: string
  readonly digest: string
  readonly refusal: unknown
  readonly receivedAt: Date
  readonly test: boolean
}

/** What is placed together: no order id twice. Orders are in the order of their arrival. */
export interface OrderGroup {
  readonly orders: readonly NewOrder[]
  readonly refusals: readonly NewRefusal[]
}

/** The problem document under which an order stays that could not be placed. */
export type RefusalOf = (order: NewOrder, placement: Placement) => unknown

// The insert of the ids comes first and decides who was first, waiting for whoever is placing the same id. Ids, and then quotes, are taken in their own
// order, so that two groups never wait for each other. Who stood above its affiliate and which plan counted are frozen with the order.
const PLACE = `
  with given as (
    select *
      from json_to_recordset($2::json) as one (
             id text, digest text, refusal jsonb, number text, "quoteId" text, "siteId" bigint, "affiliateId" bigint, state text, terms text,
             currency text, country text, shipping jsonb, "subtotalMinor" bigint, "discountMinor" bigint, "shippingMinor" bigint,
             "taxMinor" bigint, "taxIncluded" boolean, "totalMinor" bigint, "expectedTotalMinor" bigint, customer jsonb, attribution jsonb,
             flags text[], locale text, consent text, "placedAt" timestamptz, test boolean, "customerHash" text, "addressMark" text,
             "phoneMark" text, "variantIds" bigint[], lines json)
  ), first as (
    insert into intakes (program_id, id, digest, refusal, received_at, test)
    select $1, id, decode(digest, 'hex'), refusal, "placedAt", test
      from given
     order by id
        on conflict do nothing
    returning id
  ), placed as (
    insert into orders (
      program_id, id, number, quote_id, site_id, affiliate_id, state, terms, currency, country, shipping, subtotal_minor, discount_minor,
      shipping_minor, tax_minor, tax_included, total_minor, expected_total_minor, customer, attribution, flags, locale, consent, placed_at,
      test, customer_hash, address_mark, phone_mark, upline, plan_key)
    select $1, id, number, "quoteId", "siteId", "affiliateId", state, terms, currency, country, shipping, "subtotalMinor", "discountMinor",
           "shippingMinor", "taxMinor", "taxIncluded", "totalMinor", "expectedTotalMinor", customer, attribution, flags, locale, consent,
           "placedAt", test, decode("customerHash", 'hex'), decode("addressMark", 'hex'), decode("phoneMark", 'hex'),
           coalesce((select path from affiliates where program_id = $1 and affiliate_id = "affiliateId"), '{}'),
           (select plan_key
              from plans
             where program_id = $1 and effective_at <= "placedAt" and "affiliateId" is not null and document -> 'currencies' ? currency
             order by effective_at desc
             limit 1)
      from given
      join first using (id)
     where refusal is null
     order by "quoteId", id
        on conflict on constraint quote_is_ordered_once do nothing
    returning id, order_key, state, placed_at, test
  ), lined as (
    insert into order_lines (
      program_id, order_key, line, variant_id, sku, title, variant, quantity, unit_minor, discount_minor, total_minor, tax_basis_points,
      tax_minor, test)
    select $1, order_key, line, "variantIds"[line], one ->> 'sku', one ->> 'title', one ->> 'variant', (one ->> 'quantity')::bigint,
           (one ->> 'unitMinor')::bigint, (one ->> 'discountMinor')::bigint, (one ->> 'totalMinor')::bigint,
           (one ->> 'taxBasisPoints')::integer, (one ->> 'taxMinor')::bigint, placed.test
      from given
      join placed using (id)
     cross join lateral json_array_elements(given.lines) with ordinality as lines (one, line)
  ), told as (
    insert into order_transitions (program_id, order_key, from_state, to_state, event, actor, at, test)
    select $1, order_key, null, state, 'place', 'customer', placed_at, test
      from placed
  )
  select first.id, placed.order_key as "orderKey"
    from first
    left join placed using (id)`

const NUMBERS = `select quote_id as "quoteId", number from orders where program_id = $1 and quote_id = any ($2)`

const REFUSE = `
  update intakes
     set refusal = given.refusal
    from json_to_recordset($2::json) as given (id text, refusal jsonb)
   where program_id = $1 and intakes.id = given.id`

// Thrown to roll the group back.
class StockShort extends Error {
  readonly variantIds: ReadonlySet<number>

  constructor(variantIds: ReadonlySet<number>) {
    super('expected enough pieces for the whole group')
    this.variantIds = variantIds
  }
}

/**
 * Places decided orders in one transaction of a few statements, however many they are (design, D15), and answers what became of each, by id. If an
 * article is short, only the orders that touch it go singly, in the order of their arrival. Throws `DiscountUsedUp` where orders hold a discount that
 * is used up.
 */
export async function placeOrders(
  database: Database,
  programId: number,
  group: OrderGroup,
  refusalOf: RefusalOf,
): Promise<ReadonlyMap<string, Placement>> {
  try {
    return await database.transaction((transaction) => placeTogether(transaction, programId, group, refusalOf))
  } catch (error) {
    if (!(error instanceof StockShort)) throw error
    const touches = ({ takesStock, variantIds }: NewOrder) => takesStock && variantIds.some((id) => error.variantIds.has(id))
    const others = { ...group, orders: group.orders.filter((order) => !touches(order)) }
    const placements = new Map(await placeOrders(database, programId, others, refusalOf))
    for (const order of group.orders.filter(touches)) {
      placements.set(order.id, await placeOrder(database, programId, order, (placement) => refusalOf(order, placement)))
    }
    return placements
  }
}

async function placeTogether(
  transaction: Queryable,
  programId: number,
  { orders, refusals }: OrderGroup,
  refusalOf: RefusalOf,
): Promise<ReadonlyMap<string, Placement>> {
  if (orders.length + refusals.length === 0) return new Map()
  const rows = [
    ...orders.map(rowOf),
    ...refusals.map(({ id, digest, refusal, receivedAt, test }) => ({ id, digest, refusal, placedAt: receivedAt, test })),
  ]
  const first = await transaction.query<{ id: string; orderKey: number | null }>(PLACE, [programId, JSON.stringify(rows)], 'orders_placed')
  const keys = new Map(first.map(({ id, orderKey }) => [id, orderKey]))
  const placed = orders.filter(({ id }) => typeof keys.get(id) === 'number')
  const short = await takeStockTogether(transaction, programId, placed.filter(({ takesStock }) => takesStock).flatMap(piecesOfOrder))
  if (0 < short.size) throw new StockShort(short)
  await takeDiscounts(
    transaction,
    programId,
    placed.map((order) => ({ order, orderKey: keys.get(order.id) as number })),
  )
  await queueLetters(
    transaction,
    programId,
    placed.flatMap(({ id, letters, test }) => letters.map((letter) => ({ letter, orderKey: keys.get(id) as number, test }))),
  )
  const repeated = orders.filter(({ id }) => keys.get(id) === null)
  const refused = await refuseUsedQuotes(transaction, programId, repeated, refusalOf)
  const placementOf = ({ id }: { readonly id: string }): Placement =>
    refused.get(id) ?? (keys.has(id) ? { kind: 'placed' } : { kind: 'seen' })
  return new Map(rows.map((row) => [row.id, placementOf(row)]))
}

const piecesOfOrder = (order: NewOrder) => piecesOf(order).map((pieces) => ({ ...pieces, orderId: order.id }))

/** Stores under these new ids that their quotes were ordered before. */
async function refuseUsedQuotes(
  transaction: Queryable,
  programId: number,
  orders: readonly NewOrder[],
  refusalOf: RefusalOf,
): Promise<ReadonlyMap<string, Placement>> {
  if (orders.length === 0) return new Map()
  const rows = await transaction.query<{ quoteId: string; number: string }>(NUMBERS, [programId, orders.map(({ quoteId }) => quoteId)])
  const numbers = new Map(rows.map(({ quoteId, number }) => [quoteId, number]))
  const placements = orders.map((order): [NewOrder, Placement] => {
    const number = numbers.get(order.quoteId ?? '')
    if (number === undefined) throw new Error(`expected the order of quote ${order.quoteId}, received none`)
    return [order, { kind: 'quote_used', number }]
  })
  const refusals = placements.map(([order, placement]) => ({ id: order.id, refusal: refusalOf(order, placement) }))
  await transaction.query(REFUSE, [programId, JSON.stringify(refusals)])
  return new Map(placements.map(([{ id }, placement]) => [id, placement]))
}

const rowOf = ({ cart, discountName: _name, household, letters: _letters, takesStock: _takesStock, ...order }: NewOrder) => ({
  ...order,
  ...cart.totals,
  currency: cart.currency,
  country: cart.country,
  shipping: cart.shipping,
  lines: cart.lines,
  addressMark: household.address,
  phoneMark: household.phone ?? null,
})
