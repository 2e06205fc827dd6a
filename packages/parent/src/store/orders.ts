import type { Database, Queryable } from './database.ts'
import { takeDiscounts } from './discount-uses.ts'
import { openIntake, refuseIntake } from './intakes.ts'
import { type Letter, queueMessages } from './messages.ts'
import { type NewOrder, type Placement, piecesOf } from './new-order.ts'
import { takeStock } from './stock.ts'

// Who stood above its affiliate and which plan counted are frozen with the order; a plan that does not know its currency pays nothing.
const INSERT_ORDER = `
  insert into orders (
    program_id, id, number, quote_id, site_id, affiliate_id, state, terms, currency, country, shipping, subtotal_minor, discount_minor,
    shipping_minor, tax_minor, tax_included, total_minor, expected_total_minor, customer, attribution, flags, locale, consent, placed_at, test,
    customer_hash, address_mark, phone_mark, upline, plan_key)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,
          decode($26, 'hex'), decode($27, 'hex'), decode($28, 'hex'),
          coalesce((select path from affiliates where program_id = $1 and affiliate_id = $6), '{}'),
          (select plan_key
             from plans
            where program_id = $1 and effective_at <= $24 and $6::bigint is not null and document -> 'currencies' ? $9
            order by effective_at desc
            limit 1))
      on conflict on constraint quote_is_ordered_once do nothing
  returning order_key as "orderKey"`

const INSERT_LINES = `
  insert into order_lines (
    program_id, order_key, line, variant_id, sku, title, variant, quantity, unit_minor, discount_minor, total_minor, tax_basis_points,
    tax_minor, test)
  select $1, $2, line, ($3::bigint[])[line], one ->> 'sku', one ->> 'title', one ->> 'variant', (one ->> 'quantity')::bigint,
         (one ->> 'unitMinor')::bigint, (one ->> 'discountMinor')::bigint, (one ->> 'totalMinor')::bigint,
         (one ->> 'taxBasisPoints')::integer, (one ->> 'taxMinor')::bigint, $5
    from jsonb_array_elements($4::jsonb) with ordinality as lines (one, line)`

const INSERT_FIRST_TRANSITION = `
  insert into order_transitions (program_id, order_key, from_state, to_state, event, actor, at, test)
  values ($1, $2, null, $3, 'place', 'customer', $4, $5)`

const NUMBER_BY_QUOTE = `select number from orders where program_id = $1 and quote_id = $2`

const KEEP_UNREADABLE = `
  insert into unreadable_orders (program_id, order_id, body, reason, received_at, test)
  values ($1, $2, $3, $4, $5, $6)
      on conflict do nothing
  returning order_id`

/**
 * Places one decided order by itself, as what a group could not take goes (`order-groups.ts`). The insert of its id comes first and decides who was first; what fails after it (an article that is short, a
 * quote that was ordered already) is rolled back to that point, and the caller stores the refusal under the id.
 */
export const placeOrder = (
  database: Database,
  programId: number,
  order: NewOrder,
  refusalOf: (placement: Placement) => unknown,
): Promise<Placement> =>
  database.transaction(async (transaction) => {
    const { id, digest, placedAt, test } = order
    const isFirst = await openIntake(transaction, programId, { orderId: id, digest, receivedAt: placedAt, test })
    if (!isFirst) return { kind: 'seen' }

    await transaction.query('savepoint before_order')
    const placement = await insertOrder(transaction, programId, order)
    if (placement.kind === 'placed') return placement
    await transaction.query('rollback to savepoint before_order')
    await refuseIntake(transaction, programId, id, refusalOf(placement))
    return placement
  })

/** Stores a refusal under an order id that was not seen before; `false` where it was. */
export const refuseOrder = (
  database: Database,
  programId: number,
  intake: { readonly orderId: string; readonly digest: string; readonly receivedAt: Date; readonly test: boolean },
  refusal: unknown,
): Promise<boolean> =>
  database.transaction(async (transaction) => {
    if (!(await openIntake(transaction, programId, intake))) return false
    await refuseIntake(transaction, programId, intake.orderId, refusal)
    return true
  })

/** Keeps an order that cannot be opened, once per id, and tells staff in the same transaction. */
export const keepUnreadable = (
  database: Database,
  programId: number,
  kept: { readonly orderId: string; readonly body: string; readonly reason: string; readonly receivedAt: Date; readonly test: boolean },
  letters: readonly Letter[],
): Promise<void> =>
  database.transaction(async (transaction) => {
    const values = [programId, kept.orderId, kept.body, kept.reason, kept.receivedAt, kept.test]
    const isFirst = (await transaction.query(KEEP_UNREADABLE, values)).length === 1
    if (isFirst) await queueMessages(transaction, programId, letters, { orderKey: null, test: kept.test })
  })

async function insertOrder(transaction: Queryable, programId: number, order: NewOrder): Promise<Placement> {
  const [inserted] = await transaction.query<{ orderKey: number }>(INSERT_ORDER, orderValues(programId, order))
  if (!inserted) return { kind: 'quote_used', number: await numberByQuote(transaction, programId, order.quoteId) }

  if (order.takesStock) {
    const short = await takeStock(transaction, programId, order.id, piecesOf(order))
    if (short) return { kind: 'short', ...short }
  }
  const { orderKey } = inserted
  await takeDiscounts(transaction, programId, [{ order, orderKey }])
  await transaction.query(INSERT_LINES, [programId, orderKey, order.variantIds, JSON.stringify(order.cart.lines), order.test])
  await transaction.query(INSERT_FIRST_TRANSITION, [programId, orderKey, order.state, order.placedAt, order.test])
  await queueMessages(transaction, programId, order.letters, { orderKey, test: order.test })
  return { kind: 'placed' }
}

async function numberByQuote(transaction: Queryable, programId: number, quoteId: string | null): Promise<string> {
  const [first] = await transaction.query<{ number: string }>(NUMBER_BY_QUOTE, [programId, quoteId])
  if (!first) throw new Error(`expected the order of quote ${quoteId}, received none`)
  return first.number
}

const orderValues = (programId: number, { cart, ...order }: NewOrder): unknown[] => [
  programId,
  order.id,
  order.number,
  order.quoteId,
  order.siteId,
  order.affiliateId,
  order.state,
  order.terms,
  cart.currency,
  cart.country,
  JSON.stringify(cart.shipping),
  cart.totals.subtotalMinor,
  cart.totals.discountMinor,
  cart.totals.shippingMinor,
  cart.totals.taxMinor,
  cart.totals.taxIncluded,
  cart.totals.totalMinor,
  order.expectedTotalMinor,
  JSON.stringify(order.customer),
  JSON.stringify(order.attribution),
  order.flags,
  order.locale,
  order.consent,
  order.placedAt,
  order.test,
  order.customerHash,
  order.household.address,
  order.household.phone ?? null,
]
