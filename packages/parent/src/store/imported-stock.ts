import type { Queryable } from './database.ts'
import type { StagingKey } from './staging-key.ts'

// Locked in the order of their keys, as orders do, and before they are read: a piece sold at this moment is counted once. Only what will change:
// nothing but an import, of which there is one at a time, sets what was last imported.
const LOCK = `
  select s.variant_id
    from import_variants f
    join import_handles h on h.program_id = $1 and h.import_key = $2 and h.position = f.offer_position
    join variants v on v.program_id = $1 and v.sku = f.sku
    join stocks s on s.program_id = $1 and s.variant_id = v.variant_id
   where f.program_id = $1
     and f.import_key = $2
     and (s.imported is distinct from f.stock or s.backorder is distinct from f.backorder)
   order by s.variant_id
     for update of s`

// A file repeats what it said the last time, while pieces were sold meanwhile. Only where its value differs from the one last imported does it
// say something new; then it is a count of the shelf, and the level becomes it. What was owed on backorder is forgotten when that is no
// longer allowed. Each change of a level is a movement, so that the movements always sum to it; a stock that is not counted has none.
const SET = `
  with files as (
    select v.variant_id, v.offer_id, f.stock as counted, f.backorder
      from import_variants f
      join import_handles h on h.program_id = $1 and h.import_key = $2 and h.position = f.offer_position
      join variants v on v.program_id = $1 and v.sku = f.sku
     where f.program_id = $1 and f.import_key = $2
  ), changes as (
    select files.variant_id, files.offer_id, files.counted, files.backorder, coalesce(old.level, 0) as level_before,
           case
             when old.variant_id is null or old.imported is distinct from files.counted then files.counted
             when files.backorder then old.level
             else greatest(old.level, 0)
           end as level
      from files
      left join stocks old on old.program_id = $1 and old.variant_id = files.variant_id
     where old.variant_id is null
        or old.imported is distinct from files.counted
        or old.backorder is distinct from files.backorder
  ), stored as (
    insert into stocks (program_id, variant_id, level, imported, backorder)
    select $1, variant_id, level, counted, backorder
      from changes
        on conflict on constraint stocks_pkey do update
       set level = excluded.level, imported = excluded.imported, backorder = excluded.backorder
    returning variant_id
  ), moved as (
    insert into stock_movements (program_id, variant_id, quantity, cause)
    select $1, variant_id, coalesce(level, 0) - level_before, 'import'
      from changes
      join stored using (variant_id)
     where coalesce(level, 0) <> level_before
  )
  select distinct offer_id as "offerId" from changes`

/** Sets stock as a file says (`ORDER.md`, 6); answers the offers whose stock it changed. Orders for what changes wait from here on. */
export async function storeStock(transaction: Queryable, { programId, importKey }: StagingKey): Promise<number[]> {
  await transaction.query(LOCK, [programId, importKey])
  const changed = await transaction.query<{ offerId: number }>(SET, [programId, importKey])
  return changed.map(({ offerId }) => offerId)
}
