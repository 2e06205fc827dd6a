import type { Database, Queryable } from './database.ts'
import type { StagingKey } from './staging-key.ts'

// So many offers of the file at a time: orders for their articles wait for one such transaction, and not for the whole file.
const OFFERS_TOGETHER = 500

const FILE = `
  select v.variant_id, v.offer_id, f.stock as counted, f.backorder, f.offer_position
    from import_variants f
    join import_handles h on h.program_id = $1 and h.import_key = $2 and h.position = f.offer_position
    join variants v on v.program_id = $1 and v.sku = f.sku
   where f.program_id = $1 and f.import_key = $2`

// Nobody can have ordered what was never counted by the file, so nobody waits for it.
const ADD = `
  with files as (${FILE}
  ), stored as (
    insert into stocks (program_id, variant_id, level, imported, backorder)
    select $1, variant_id, counted, counted, backorder
      from files
        on conflict on constraint stocks_pkey do nothing
    returning variant_id, level
  ), moved as (
    insert into stock_movements (program_id, variant_id, quantity, cause)
    select $1, variant_id, level, 'import'
      from stored
     where coalesce(level, 0) <> 0
  )
  select distinct offer_id as "offerId"
    from files
    join stored using (variant_id)`

const DIFFERING = `
  select distinct f.offer_id as "offerId"
    from (${FILE}) f
    join stocks s on s.program_id = $1 and s.variant_id = f.variant_id
   where s.imported is distinct from f.counted or s.backorder is distinct from f.backorder`

// Locked in the order of their keys, as orders do, and before they are read: a piece sold at this moment is counted once. Only what will change:
// nothing but an import, of which there is one at a time, sets what was last imported.
const LOCK = `
  select s.variant_id
    from (${FILE} and f.offer_position between $3 and $4) f
    join stocks s on s.program_id = $1 and s.variant_id = f.variant_id
   where s.imported is distinct from f.counted or s.backorder is distinct from f.backorder
   order by s.variant_id
     for update of s`

// A file repeats what it said the last time, while pieces were sold meanwhile. Only where its value differs from the one last imported does it
// say something new; then it is a count of the shelf, and the level becomes it. What was owed on backorder is forgotten when that is no
// longer allowed. Each change of a level is a movement, so that the movements always sum to it; a stock that is not counted has none.
const SET = `
  with changes as (
    select f.variant_id, f.counted, f.backorder, coalesce(old.level, 0) as level_before,
           case
             when old.imported is distinct from f.counted then f.counted
             when f.backorder then old.level
             else greatest(old.level, 0)
           end as level
      from (${FILE} and f.offer_position between $3 and $4) f
      join stocks old on old.program_id = $1 and old.variant_id = f.variant_id
     where old.imported is distinct from f.counted or old.backorder is distinct from f.backorder
  ), stored as (
    update stocks s
       set level = changes.level, imported = changes.counted, backorder = changes.backorder
      from changes
     where s.program_id = $1 and s.variant_id = changes.variant_id
  )
  insert into stock_movements (program_id, variant_id, quantity, cause)
  select $1, variant_id, coalesce(level, 0) - level_before, 'import'
    from changes
   where coalesce(level, 0) <> level_before`

// Swaps take the same lock, so one is either before this step or after it.
const WAIT_FOR_SWAPS = 'select program_id from programs where program_id = $1 for no key update'

// A file that was swapped in later counts better; what differs from it is set by its own import.
const NEWER = `
  select
    from imports
   where program_id = $1 and import_key > $2 and not dry_run and state in ('swapping', 'done')
   limit 1`

/**
 * Counts what the file counts for the first time (`ORDER.md`, 6), and answers the offers whose stock it changes, now or by `settleStock`.
 */
export async function addStock(transaction: Queryable, { programId, importKey }: StagingKey): Promise<number[]> {
  const differing = await transaction.query<{ offerId: number }>(DIFFERING, [programId, importKey])
  const added = await transaction.query<{ offerId: number }>(ADD, [programId, importKey])
  return [...differing, ...added].map(({ offerId }) => offerId)
}

/**
 * Sets what the file counts otherwise than the last one did, some offers at a time, each in a transaction of its own. Whatever ends it in between, a newer file
 * among it, leaves the rest as the last file counted it; the next import sets it.
 */
export async function settleStock(database: Database, { programId, importKey }: StagingKey, offers: number): Promise<void> {
  for (let first = 0; first < offers; first += OFFERS_TOGETHER) {
    const values = [programId, importKey, first, first + OFFERS_TOGETHER - 1]
    const isOver = await database.transaction(async (transaction) => {
      await transaction.query(WAIT_FOR_SWAPS, [programId])
      if ((await transaction.query(NEWER, [programId, importKey])).length > 0) return true
      await transaction.query(LOCK, values)
      await transaction.query(SET, values)
      return false
    })
    if (isOver) return
  }
}
