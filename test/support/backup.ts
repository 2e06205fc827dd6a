import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from '@tributary/parent/cli/environment'
import { type StaffClient, staffClientOf } from '@tributary/parent/cli/staff-client'
import type { Queryable } from '@tributary/parent/store/database'
import type { TestApp } from './app.ts'

/** The command's client of a parent in this process. */
export const clientOf = (app: TestApp): StaffClient => {
  const key = readFileSync(join(app.dataDir, 'admin.key'), 'utf8').trim()
  const { call, download, upload } = staffClientOf(app.origin, key, async (request) => app.app.request(request))
  return { origin: app.origin, call, download, upload, close: async () => {} }
}

/** Where a restore goes: a data folder, and PostgreSQL if it is not the embedded database. */
export const environmentOf = (dataDir: string, databaseUrl?: string): Environment => ({
  dataDir,
  databaseUrl,
  port: 0,
  limits: 'on',
  publicUrl: undefined,
  smtpUrl: undefined,
  mediaDir: undefined,
  widgetDir: join(dataDir, 'none'),
  staffKey: undefined,
  detailsKeys: undefined,
  metricsKey: undefined,
  trustsProxy: false,
  allowsPrivateWebhooks: false,
})

const COLUMNS = `
  select table_name as "table", string_agg('"' || column_name || '"::text', ', ' order by ordinal_position) as columns
    from information_schema.columns
   where table_schema = 'public' and data_type <> 'xid8' and table_name <> 'balance_snapshots'
   group by table_name`

/** Every row of every table as text, but for what a database counts by itself: transaction numbers, and sums up to them. */
export async function allTexts(database: Queryable): Promise<Record<string, readonly string[]>> {
  const texts: Record<string, readonly string[]> = {}
  for (const { table, columns } of await database.query<{ table: string; columns: string }>(COLUMNS)) {
    const rows = await database.query<{ line: string }>(`select json_build_array(${columns})::text as line from "${table}" order by 1`)
    texts[table] = rows.map(({ line }) => line)
  }
  return texts
}
