import type { Queryable } from './database.ts'

/** What a file says of an article's stock; `null`: it is not counted. */
export interface ImportedStock {
  readonly sku: string
  readonly stock: number | null
  readonly backorder: boolean
}

// A file repeats what it said the last time, while pieces were sold meanwhile. Only where its value differs from the one last imported does it
// say something new; then it is a count of the shelf, and the level becomes it.
const SET = `
  with files as (
    select v.variant_id, (one ->> 'stock')::bigint as counted, (one ->> 'backorder')::boolean as backorder
      from jsonb_array_elements($2::jsonb) as one
      join variants v on v.program_id = $1 and v.sku = one ->> 'sku'
  ), before as (
    select files.*, stocks.level, stocks.variant_id is null as is_new
      from files
      left join stocks on stocks.program_id = $1 and stocks.variant_id = files.variant_id
     where stocks.variant_id is null
        or stocks.imported is distinct from files.counted
        or stocks.backorder is distinct from files.backorder
  ), stored as (
    insert into stocks as old (program_id, variant_id, level, imported, backorder)
    select $1, variant_id, counted, counted, backorder
      from before
        on conflict on constraint stocks_pkey do update
       set level = case when old.imported is distinct from excluded.imported then excluded.level else old.level end,
           imported = excluded.imported,
           backorder = excluded.backorder
    returning variant_id, level
  ), moved as (
    insert into stock_movements (program_id, variant_id, quantity, cause)
    select $1, stored.variant_id, stored.level - coalesce(before.level, 0), 'import'
      from stored
      join before using (variant_id)
     where stored.level <> coalesce(before.level, 0)
  )
  select variant_id from stored`

/** Sets stock as a file says (`ORDER.md`, 6); answers whether anything changed. */
export const setImportedStock = async (transaction: Queryable, programId: number, stocks: readonly ImportedStock[]): Promise<boolean> =>
  (await transaction.query(SET, [programId, JSON.stringify(stocks)])).length > 0
