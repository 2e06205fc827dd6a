import { newId } from '@tributary/protocol/id'
import type { Queryable } from './database.ts'
import type { ImportedOffer } from './imported-offer.ts'
import type { StagingKey } from './staging-key.ts'

/** A row of a file, put aside: its place in the file, the names by which others join it, or the name that it joins. */
export interface StagedRow {
  readonly position: number
  readonly line: number
  readonly names: readonly string[]
  readonly joins: string | null
  readonly content: string
}

/** An offer with its place among those of the file. */
export interface StagedOffer extends Omit<ImportedOffer, 'handle' | 'isHandleStated'> {
  readonly position: number
}

const ADD_ROWS = `
  insert into import_rows (program_id, import_key, position, line, names, joins, content)
  select $1, $2, position, line, case when names = '[]' then '{}' else array(select jsonb_array_elements_text(names::jsonb)) end, joins, content
    from unnest($3::integer[], $4::integer[], $5::text[], $6::text[], $7::text[]) as one (position, line, names, joins, content)`

const COLUMNS = 'position, line, names, joins, content'

const LEADING = `
  select ${COLUMNS}
    from import_rows
   where program_id = $1 and import_key = $2 and $3 <= position and position < $4 and joins is null
   order by position`

const JOINING = `
  select ${COLUMNS}
    from import_rows
   where program_id = $1 and import_key = $2 and joins = any ($3)
   order by position`

const ADD_OFFERS = `
  insert into import_offers (program_id, import_key, position, id, kind, title, description, images, options, collections, service)
  select $1, $2, position, id, kind, title, description, images, options, collections, service
    from jsonb_to_recordset($3::jsonb) as one (
           position integer, id text, kind text, title text, description text, images jsonb, options jsonb, collections text[], service jsonb)`

const ADD_VARIANTS = `
  insert into import_variants (
    program_id, import_key, offer_position, position, sku, options, amount_minor, sale_minor, sale_starts_at, sale_ends_at, tax_class,
    weight_grams, measure, image, stock, backorder)
  select $1, $2, "offerPosition", position, sku, options, "amountMinor", "saleMinor", "saleStartsAt", "saleEndsAt", "taxClass", "weightGrams",
         measure, image, stock, backorder
    from jsonb_to_recordset($3::jsonb) as one (
           "offerPosition" integer, position integer, sku text, options text[], "amountMinor" bigint, "saleMinor" bigint,
           "saleStartsAt" timestamptz, "saleEndsAt" timestamptz, "taxClass" text, "weightGrams" integer, measure jsonb, image integer, stock bigint,
           backorder boolean)`

const TABLES = ['import_rows', 'import_offers', 'import_variants', 'import_handles'] as const

const COUNT = `
  select (select count(*) from import_offers where program_id = $1 and import_key = $2) as offers,
         (select count(*) from import_variants where program_id = $1 and import_key = $2) as variants`

/** Puts rows aside. */
export async function stageRows(database: Queryable, { programId, importKey }: StagingKey, rows: readonly StagedRow[]): Promise<void> {
  const column = <Value>(of: (row: StagedRow) => Value): Value[] => rows.map(of)
  await database.query(ADD_ROWS, [
    programId,
    importKey,
    column(({ position }) => position),
    column(({ line }) => line),
    column(({ names }) => JSON.stringify(names)),
    column(({ joins }) => joins),
    column(({ content }) => content),
  ])
}

/** The rows from a place up to, not including, another that join none. */
export const leadingRows = (database: Queryable, { programId, importKey }: StagingKey, from: number, until: number): Promise<StagedRow[]> =>
  database.query<StagedRow>(LEADING, [programId, importKey, from, until])

/** The rows that join one of these names, in the file's order. */
export const joiningRows = (database: Queryable, { programId, importKey }: StagingKey, names: readonly string[]): Promise<StagedRow[]> =>
  names.length === 0 ? Promise.resolve([]) : database.query<StagedRow>(JOINING, [programId, importKey, names])

/** Puts offers aside as they will be stored. */
export async function stageOffers(
  database: Queryable,
  { programId, importKey }: StagingKey,
  offers: readonly StagedOffer[],
): Promise<void> {
  if (offers.length === 0) return
  const files = offers.map(({ variants: _, ...offer }) => ({ ...offer, id: newId('offer') }))
  const variants = offers.flatMap(({ position: offerPosition, variants: own }) =>
    own.map((variant, index) => ({ ...variant, offerPosition, position: index + 1 })),
  )
  await database.query(ADD_OFFERS, [programId, importKey, JSON.stringify(files)])
  await database.query(ADD_VARIANTS, [programId, importKey, JSON.stringify(variants)])
}

/** How much is put aside: a database that crashed meanwhile has forgotten it. */
export async function stagedCount(
  database: Queryable,
  { programId, importKey }: StagingKey,
): Promise<{ readonly offers: number; readonly variants: number }> {
  const [count] = await database.query<{ offers: number; variants: number }>(COUNT, [programId, importKey])
  return count ?? { offers: 0, variants: 0 }
}

/** Tells the database's planner what is in there now; without, it may take a large file for a small one. */
export async function analyzeStaging(database: Queryable): Promise<void> {
  await database.query('analyze import_offers')
  await database.query('analyze import_variants')
}

/** Removes what was put aside. */
export async function clearStaging(database: Queryable, { programId, importKey }: StagingKey): Promise<void> {
  for (const table of TABLES) await database.query(`delete from ${table} where program_id = $1 and import_key = $2`, [programId, importKey])
}
