import type { Queryable } from './database.ts'

// Our own catalogue query rather than pg_dump: the embedded database has none, and both databases must print the same.
const COLUMNS = `
  select c.relname as "table", a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as "notNull",
         coalesce(pg_get_expr(d.adbin, d.adrelid), '') as "default", a.attidentity <> '' as identity,
         c.relpersistence = 'u' as unlogged
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and 0 < a.attnum and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
   where c.relkind = 'r'
   order by c.relname, a.attnum`

// PostgreSQL 18 keeps "not null" as constraints of their own; the columns say it already. Constraint triggers stand with the triggers.
const CONSTRAINTS = `
  select c.relname as "table", k.conname as name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
   where k.contype not in ('n', 't')
   order by c.relname, k.contype, k.conname`

const INDEXES = `
  select tablename as "table", indexdef as definition
    from pg_indexes
   where schemaname = 'public'
     and not exists (select from pg_constraint k where k.conname = indexname)
   order by tablename, indexname`

const FUNCTIONS = `
  select pg_get_functiondef(p.oid) as definition
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace and n.nspname = 'public'
   order by p.proname`

const TRIGGERS = `
  select c.relname as "table", pg_get_triggerdef(t.oid) as definition
    from pg_trigger t
    join pg_class c on c.oid = t.tgrelid
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
   where not t.tgisinternal
   order by c.relname, t.tgname`

interface Column {
  readonly table: string
  readonly name: string
  readonly type: string
  readonly notNull: boolean
  readonly default: string
  readonly identity: boolean
  /** The table is not in the log: a crash empties it. */
  readonly unlogged: boolean
}

/** The schema of a migrated database as SQL to read: tables with columns, constraints, indexes and triggers in a stable order, then functions. */
export async function dumpSchema(database: Queryable): Promise<string> {
  const columns = await database.query<Column>(COLUMNS)
  const constraints = await database.query<{ table: string; name: string; definition: string }>(CONSTRAINTS)
  const indexes = await database.query<{ table: string; definition: string }>(INDEXES)
  const triggers = await database.query<{ table: string; definition: string }>(TRIGGERS)
  const functions = await database.query<{ definition: string }>(FUNCTIONS)
  const tables = [...new Set(columns.map(({ table }) => table))]
  return tables
    .map((table) => {
      const of = <Row extends { readonly table: string }>(rows: readonly Row[]) => rows.filter((row) => row.table === table)
      const parts = [...of(columns).map(columnLine), ...of(constraints).map(({ name, definition }) => `constraint ${name} ${definition}`)]
      const own = [...of(indexes), ...of(triggers)].map(({ definition }) => `${definition};\n`)
      const kind = of(columns).some(({ unlogged }) => unlogged) ? 'unlogged table' : 'table'
      return `create ${kind} ${table} (\n${parts.map((part) => `  ${part}`).join(',\n')}\n);\n${own.join('')}`
    })
    .concat(functions.map(({ definition }) => `${definition.trimEnd()};\n`))
    .join('\n')
}

const columnLine = ({ name, type, notNull, default: value, identity }: Column): string =>
  [name, type, notNull ? 'not null' : '', identity ? 'generated always as identity' : '', value === '' ? '' : `default ${value}`]
    .filter((part) => part !== '')
    .join(' ')
