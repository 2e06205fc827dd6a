import type { Queryable } from './database.ts'

/** Pieces of a variant. */
export interface Pieces {
  readonly variantId: number
  readonly quantity: number
}

// Locked in the order of their keys, so that two orders for the same articles never wait for each other.
const LOCK = `
  select variant_id as "variantId", level, backorder
    from stocks
   where program_id = $1 and variant_id = any ($2)
   order by variant_id
     for update`

// One conditional decrement an article, on the sum of what a group of orders takes. Locked in the order of their keys, as above.
const TAKE_TOGETHER = `
  with pieces as (
    select *
      from unnest($2::bigint[], $3::bigint[], $4::text[]) as one (variant_id, quantity, order_id)
  ), wanted as (
    select variant_id, sum(quantity) as quantity
      from pieces
     group by variant_id
  ), locked as (
    select variant_id, level
      from stocks
     where program_id = $1 and variant_id = any ($2)
     order by variant_id
       for update
  ), taken as (
    update stocks
       set level = stocks.level - wanted.quantity
      from wanted
      join locked using (variant_id)
     where stocks.program_id = $1
       and stocks.variant_id = wanted.variant_id
       and stocks.level is not null
       and (stocks.backorder or wanted.quantity <= stocks.level)
    returning stocks.variant_id
  ), moved as (
    insert into stock_movements (program_id, variant_id, quantity, cause, order_id)
    select $1, variant_id, -quantity, 'order', order_id
      from pieces
      join taken using (variant_id)
  )
  select variant_id as "variantId"
    from locked
   where level is not null and variant_id not in (select variant_id from taken)`

// A cancellation returns only what its order took: an article may have been uncounted then and be counted now.
const MOVE = `
  with moved as (
    select variant_id, quantity
      from unnest($2::bigint[], $3::bigint[]) as pieces (variant_id, quantity)
     where $4 = 'order'
        or exists (
             select
               from stock_movements taken
              where taken.program_id = $1 and taken.variant_id = pieces.variant_id and taken.order_id = $5 and taken.cause = 'order'
           )
  ), changed as (
    update stocks
       set level = level + moved.quantity
      from moved
     where stocks.program_id = $1 and stocks.variant_id = moved.variant_id and stocks.level is not null
    returning stocks.variant_id
  )
  insert into stock_movements (program_id, variant_id, quantity, cause, order_id)
  select $1, moved.variant_id, moved.quantity, $4, $5
    from moved
    join changed using (variant_id)`

/** Takes pieces for an order, or takes nothing and answers the first article that is short with what is left of it. */
export async function takeStock(
  transaction: Queryable,
  programId: number,
  orderId: string,
  pieces: readonly Pieces[],
): Promise<{ readonly variantId: number; readonly level: number } | undefined> {
  const variantIds = pieces.map(({ variantId }) => variantId)
  const rows = await transaction.query<{ variantId: number; level: number | null; backorder: boolean }>(LOCK, [programId, variantIds])
  const levels = new Map(rows.map((row) => [row.variantId, row]))
  for (const { variantId, quantity } of pieces) {
    const stock = levels.get(variantId)
    if (stock && stock.level !== null && !stock.backorder && stock.level < quantity) return { variantId, level: stock.level }
  }
  await move(
    transaction,
    programId,
    orderId,
    'order',
    pieces.map(({ variantId, quantity }) => ({ variantId, quantity: -quantity })),
  )
  return undefined
}

/**
 * Takes the pieces of several orders in one statement. Answers the articles of which there are not enough for all of them; then the caller must roll back,
 * for the others were taken.
 */
export async function takeStockTogether(
  transaction: Queryable,
  programId: number,
  pieces: readonly (Pieces & { readonly orderId: string })[],
): Promise<ReadonlySet<number>> {
  if (pieces.length === 0) return new Set()
  const ids = pieces.map(({ variantId }) => variantId)
  const quantities = pieces.map(({ quantity }) => quantity)
  const orderIds = pieces.map(({ orderId }) => orderId)
  const short = await transaction.query<{ variantId: number }>(
    TAKE_TOGETHER,
    [programId, ids, quantities, orderIds],
    'stock_taken_together',
  )
  return new Set(short.map(({ variantId }) => variantId))
}

/** Returns what a cancellation freed. Locked first: the statement that moves the pieces would lock them in the order of the cart. */
export async function returnStock(transaction: Queryable, programId: number, orderId: string, pieces: readonly Pieces[]): Promise<void> {
  await transaction.query(LOCK, [programId, pieces.map(({ variantId }) => variantId)])
  await move(transaction, programId, orderId, 'cancel', pieces)
}

async function move(
  transaction: Queryable,
  programId: number,
  orderId: string,
  cause: 'order' | 'cancel',
  pieces: readonly Pieces[],
): Promise<void> {
  const ids = pieces.map(({ variantId }) => variantId)
  const quantities = pieces.map(({ quantity }) => quantity)
  await transaction.query(MOVE, [programId, ids, quantities, cause, orderId])
}
