import type { BackupTable } from '@tributary/protocol/backup'
import type { Queryable } from './database.ts'
import { inLoadOrder, tableReferences } from './table-order.ts'

/** Some rows of a table: a JSON array of texts or nulls each, one a line. */
export interface TablePart {
  readonly table: string
  readonly part: number
  readonly lines: Uint8Array
}

/** A column with the type that its text is read as. */
export interface TableColumn {
  readonly name: string
  readonly type: string
}

const ROWS_AT_ONCE = 500
const PART_BYTES = 1_024 * 1_024

// What PostgreSQL rebuilds: sums up to a transaction number that no other cluster counts alike.
const REBUILT = ['balance_snapshots']

// Texts that read back as what they were, in every setting of the server that reads them.
const SETTINGS = `
  select set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, YMD', true), set_config('IntervalStyle', 'postgres', true),
         set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true)`

const COLUMNS = `
  select c.relname as "table", a.attname as name, format_type(a.atttypid, a.atttypmod) as type
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and 0 < a.attnum and not a.attisdropped
   where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
   order by c.relname, a.attnum`

const PRIMARY_KEYS = `
  select c.relname as "table", string_agg(quote_ident(a.attname), ', ' order by k.place) as columns
    from pg_index i
    join pg_class c on c.oid = i.indrelid and c.relnamespace = 'public'::regnamespace
   cross join lateral unnest(i.indkey::smallint[]) with ordinality as k (attnum, place)
    join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
   where i.indisprimary
   group by c.relname`

const COUNTERS = `
  select c.relname || '.' || a.attname as name,
         pg_sequence_last_value(pg_get_serial_sequence(quote_ident(c.relname), a.attname)::regclass) as value
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attidentity <> '' and not a.attisdropped
   where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
   order by 1`

/** The tables of a database with their columns in order. */
export async function tableColumns(database: Queryable): Promise<Map<string, TableColumn[]>> {
  const tables = new Map<string, TableColumn[]>()
  for (const { table, ...column } of await database.query<TableColumn & { table: string }>(COLUMNS)) {
    tables.set(table, [...(tables.get(table) ?? []), column])
  }
  return tables
}

/**
 * Reads every table as texts, part by part of about 1 MB, all as they are at one moment: the caller's transaction is `repeatable read` and read only.
 * Tables come after those that they refer to. `keep` takes each part before the next one is read. Answers what was read.
 */
export async function dumpTables(transaction: Queryable, keep: (part: TablePart) => Promise<void>): Promise<BackupTable[]> {
  await transaction.query(SETTINGS)
  const keys = new Map(
    (await transaction.query<{ table: string; columns: string }>(PRIMARY_KEYS)).map(({ table, columns }) => [table, columns]),
  )
  const dumped: BackupTable[] = []
  const tables = await tableColumns(transaction)
  for (const table of inLoadOrder([...tables.keys()], await tableReferences(transaction))) {
    if (REBUILT.includes(table)) continue
    const columns = tables.get(table) ?? []
    const texts = columns.map(({ name }) => `"${name}"::text`).join(', ')
    const order = keys.has(table) ? ` order by ${keys.get(table)}` : ''
    await transaction.query(`declare dumped no scroll cursor for select json_build_array(${texts})::text as line from "${table}"${order}`)
    const counted = await readParts(transaction, table, keep)
    await transaction.query('close dumped')
    dumped.push({ name: table, columns: columns.map(({ name }) => name), ...counted })
  }
  return dumped
}

/** The last number that each counter gave out. */
export const dumpCounters = async (database: Queryable): Promise<Record<string, number>> =>
  Object.fromEntries(
    (await database.query<{ name: string; value: number | null }>(COUNTERS)).flatMap(({ name, value }) =>
      value === null ? [] : [[name, Number(value)]],
    ),
  )

async function readParts(
  transaction: Queryable,
  table: string,
  keep: (part: TablePart) => Promise<void>,
): Promise<{ rows: number; parts: number }> {
  let [rows, parts, held] = [0, 0, '']
  for (;;) {
    const fetched = await transaction.query<{ line: string }>(`fetch ${ROWS_AT_ONCE} from dumped`)
    rows += fetched.length
    held += fetched.map(({ line }) => `${line}\n`).join('')
    if (held !== '' && (fetched.length < ROWS_AT_ONCE || PART_BYTES < held.length)) {
      await keep({ table, part: ++parts, lines: Buffer.from(held) })
      held = ''
    }
    if (fetched.length < ROWS_AT_ONCE) return { rows, parts }
  }
}
