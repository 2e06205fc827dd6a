import type { OrderId } from '@tributary/protocol/id'
import type { StockCause } from '@tributary/protocol/stock'
import type { Queryable } from './database.ts'

/** The stock of an article; `level` and `imported` are null where it is not counted. */
export interface StockRow {
  readonly variantId: number
  readonly sku: string
  readonly level: number | null
  readonly imported: number | null
  readonly backorder: boolean
}

/** A movement as it is stored, with the sum of all up to it. */
export interface MovementRow {
  readonly movementId: number
  readonly quantity: number
  readonly level: number
  readonly cause: StockCause
  readonly orderId: OrderId | null
  readonly reason: string
  readonly actor: string
  readonly movedAt: Date
}

const BY_SKU = `
  select v.variant_id as "variantId", v.sku, s.level, s.imported, coalesce(s.backorder, false) as backorder
    from variants v
    left join stocks s using (program_id, variant_id)
   where v.program_id = $1 and v.sku = $2`

// Counted back from the level, so that the newest of a million are read without the others. What is not counted has no movements left that count.
const PAGE = `
  with later as (
    select coalesce(sum(quantity), 0) as moved
      from stock_movements
     where program_id = $1 and variant_id = $2 and $3 <= movement_id
  ), page as (
    select movement_id, quantity, cause, order_id, reason, actor, moved_at
      from stock_movements
     where program_id = $1 and variant_id = $2 and movement_id < $3
     order by movement_id desc
     limit $4
  )
  select movement_id as "movementId", quantity::bigint, cause, order_id as "orderId", reason, actor, moved_at as "movedAt",
         (coalesce(s.level, 0) - later.moved
           - coalesce(sum(quantity) over (order by movement_id desc rows between unbounded preceding and 1 preceding), 0))::bigint as level
    from page
    join stocks s on s.program_id = $1 and s.variant_id = $2
   cross join later
   order by movement_id desc`

const LOCK = `select level, backorder from stocks where program_id = $1 and variant_id = $2 for update`

// The level and its movement in one statement; a movement of nothing is none.
const CORRECT = `
  with changed as (
    update stocks set level = $3 where program_id = $1 and variant_id = $2
    returning variant_id
  )
  insert into stock_movements (program_id, variant_id, quantity, cause, reason, actor, moved_at)
  select $1, variant_id, $4::bigint, 'correct', $5, $6, $7
    from changed
   where $4::bigint <> 0`

const NEWEST = Number.MAX_SAFE_INTEGER

/** The stock of an article, by its sku. */
export const stockBySku = async (database: Queryable, programId: number, sku: string): Promise<StockRow | undefined> =>
  (await database.query<StockRow>(BY_SKU, [programId, sku]))[0]

/** Movements of an article, newest first, those before a movement. */
export const movementsOf = (
  database: Queryable,
  programId: number,
  variantId: number,
  limit: number,
  before: number = NEWEST,
): Promise<MovementRow[]> => database.query<MovementRow>(PAGE, [programId, variantId, before, limit])

/** Locks the stock of an article, as an order does, and answers what it is now. */
export const lockStock = async (
  transaction: Queryable,
  programId: number,
  variantId: number,
): Promise<Pick<StockRow, 'level' | 'backorder'> | undefined> =>
  (await transaction.query<Pick<StockRow, 'level' | 'backorder'>>(LOCK, [programId, variantId]))[0]

/** Sets a level that staff found to be another; the caller holds the lock and knows the level before. */
export async function correctStock(
  transaction: Queryable,
  programId: number,
  corrected: {
    readonly variantId: number
    readonly level: number
    readonly quantity: number
    readonly reason: string
    readonly actor: string
    readonly at: Date
  },
): Promise<void> {
  const { variantId, level, quantity, reason, actor, at } = corrected
  await transaction.query(CORRECT, [programId, variantId, level, quantity, reason, actor, at])
}
