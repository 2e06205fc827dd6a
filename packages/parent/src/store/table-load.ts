import type { BackupTable } from '@tributary/protocol/backup'
import type { Queryable } from './database.ts'
import { type TableColumn, tableColumns } from './table-dump.ts'
import { type Reference, tableReferences } from './table-order.ts'

const TRANSACTION_NUMBER = 'xid8'

const TABLES = `select c.oid::regclass::text as name from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`

// What an extension brought is the extension's.
const FUNCTIONS = `
  select p.oid::regprocedure::text as name
    from pg_proc p
   where p.pronamespace = 'public'::regnamespace
     and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`

/** A table of the archive cannot be loaded; the message says which and why. */
export class UnloadableTable extends Error {}

/** Takes every table and function away, so that a restore begins with nothing. It is undone with the transaction. */
export async function dropEverything(transaction: Queryable): Promise<void> {
  for (const { name } of await transaction.query<{ name: string }>(TABLES)) await transaction.query(`drop table ${name} cascade`)
  for (const { name } of await transaction.query<{ name: string }>(FUNCTIONS))
    await transaction.query(`drop function if exists ${name} cascade`)
}

/** Whether the database holds a program: then it has keys and perhaps orders, and is not written over unasked. */
export async function holdsProgram(database: Queryable): Promise<boolean> {
  const [found] = await database.query<{ there: boolean }>(`select to_regclass('public.programs') is not null as there`)
  return found?.there === true && (await database.query('select 1 from programs limit 1')).length === 1
}

/**
 * Loads tables into a freshly migrated database, part by part as `dumpTables` read them, which is an order in which no row comes before those that it refers
 * to. Our triggers rest meanwhile: what they would queue, count and refuse was queued, counted and judged before. Constraints do not rest. Transaction
 * numbers are those of this load: another cluster counts its own, and a balance is summed by them. Throws `UnloadableTable`.
 */
export async function loadTables(
  transaction: Queryable,
  tables: readonly BackupTable[],
  parts: AsyncIterable<{ readonly table: string; readonly lines: string }>,
): Promise<void> {
  const known = await tableColumns(transaction)
  const references = await tableReferences(transaction)
  const names = [...known.keys()].map((name) => `"${name}"`)
  for (const name of names) await transaction.query(`alter table ${name} disable trigger user`)
  // The migrations have written down themselves, and perhaps first rows.
  await transaction.query(`truncate ${names.join(', ')}`)
  let loading: Loading | undefined
  for await (const { table, lines } of parts) {
    if (loading?.table !== table) {
      await loading?.finish()
      loading = await startLoading(transaction, table, columnsOf(table, tables, known), isOfItself(table, references))
    }
    await loading.add(`[${lines.trimEnd().split('\n').join(',')}]`)
  }
  await loading?.finish()
  for (const name of names) await transaction.query(`alter table ${name} enable trigger user`)
  await countRows(transaction, tables)
}

/** Lets every counter go on after the last number that it gave out. */
export async function setCounters(transaction: Queryable, counters: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, value] of Object.entries(counters)) {
    const [table = '', column = ''] = name.split('.')
    await transaction.query('select setval(pg_get_serial_sequence($1, $2)::regclass, $3)', [`"${table}"`, column, value])
  }
}

interface Loading {
  readonly table: string
  /** Takes rows as a JSON array. */
  add(rows: string): Promise<void>
  finish(): Promise<void>
}

// Rows that refer to rows of their own table are staged: one statement brings them all, and is judged at its end.
async function startLoading(
  transaction: Queryable,
  table: string,
  columns: readonly TableColumn[],
  refersToItself: boolean,
): Promise<Loading> {
  const names = columns.map((column) => `"${column.name}"`).join(', ')
  const values = columns.map(({ type }, index) => (type === TRANSACTION_NUMBER ? 'pg_current_xact_id()' : `(r ->> ${index})::${type}`))
  const insert = `insert into "${table}" (${names}) overriding system value select ${values.join(', ')} from`
  const rows = 'jsonb_array_elements($1::jsonb) as r'
  const add = async (statement: string, json: string): Promise<void> => {
    await transaction.query(statement, [json])
  }
  if (!refersToItself) return { table, add: (json) => add(`${insert} ${rows}`, json), finish: async () => {} }
  await transaction.query('create temporary table staged (r jsonb) on commit drop')
  return {
    table,
    add: (json) => add(`insert into staged select r from ${rows}`, json),
    finish: async () => {
      await transaction.query(`${insert} staged`)
      await transaction.query('drop table staged')
    },
  }
}

async function countRows(transaction: Queryable, tables: readonly BackupTable[]): Promise<void> {
  for (const { name, rows } of tables) {
    const [counted] = await transaction.query<{ count: number }>(`select count(*) from "${name}"`)
    if (counted?.count !== rows)
      throw new UnloadableTable(`The table ${name} has ${rows} rows in the backup, ${counted?.count} were loaded.`)
  }
}

const isOfItself = (name: string, references: readonly Reference[]): boolean =>
  references.some(({ table, to }) => table === name && to === name)

function columnsOf(
  name: string,
  tables: readonly BackupTable[],
  known: ReadonlyMap<string, readonly TableColumn[]>,
): readonly TableColumn[] {
  const columns = tables.find((table) => table.name === name)?.columns ?? []
  const own = known.get(name)
  if (!own) throw new UnloadableTable(`The backup has a table ${name}, which its migrations do not make.`)
  return columns.map((wanted) => {
    const column = own.find((candidate) => candidate.name === wanted)
    if (!column) throw new UnloadableTable(`The backup has a column ${name}.${wanted}, which its migrations do not make.`)
    return column
  })
}
