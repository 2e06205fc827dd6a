import type { ErasureTrace } from '@tributary/protocol/erasure'
import type { Queryable } from './database.ts'

// An affiliate's own account is no customer's data; what a parent wrote about itself is nobody's.
const NOT_SEARCHED = ['affiliates', 'affiliate_keys', 'applications', 'invitations', 'payment_details', 'programs', 'migrations']

const COLUMNS = `
  select table_name as "table", array_agg(column_name::text order by ordinal_position) as columns
    from information_schema.columns
   where table_schema = 'public' and data_type in ('text', 'jsonb', 'json', 'ARRAY') and table_name <> all ($1)
   group by table_name
   order by table_name`

/** Looks for values in every text of the database, JSON and lists included, whatever their case. Answers where they stand; nothing where they do not. */
export async function searchTexts(database: Queryable, values: readonly string[]): Promise<ErasureTrace[]> {
  if (values.length === 0) return []
  // In JSON a quote and a backslash are written otherwise.
  const forms = [...new Set(values.flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]))]
  const patterns = forms.map((value) => `%${value.toLowerCase().replace(/[\\%_]/g, (character) => `\\${character}`)}%`)
  const traces: ErasureTrace[] = []
  for (const { table, columns } of await database.query<{ table: string; columns: string[] }>(COLUMNS, [NOT_SEARCHED])) {
    const counts = columns.map((column) => `count(*) filter (where lower("${column}"::text) like any ($1)) as "${column}"`)
    const [found = {}] = await database.query<Record<string, number>>(`select ${counts.join(', ')} from "${table}"`, [patterns])
    for (const [column, rows] of Object.entries(found)) if (rows > 0) traces.push({ table, column, rows })
  }
  return traces
}
