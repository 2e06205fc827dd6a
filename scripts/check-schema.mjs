// packages/parent/schema.sql is what a fresh database looks like; `--write` makes it so.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './run.mjs'

const { openDatabase } = await import('../packages/parent/dist/store/database.js')
const { migrate } = await import('../packages/parent/dist/store/migrate.js')
const { dumpSchema } = await import('../packages/parent/dist/store/schema-dump.js')

const file = join(ROOT, 'packages/parent/schema.sql')
const database = await openDatabase({ memory: true })
await migrate(database)
const schema = await dumpSchema(database)
await database.close()

if (process.argv.includes('--write')) writeFileSync(file, schema)
const isSame = readFileSync(file, 'utf8') === schema
console.log(
  isSame
    ? 'schema: schema.sql is what the migrations make'
    : 'schema: schema.sql is not what the migrations make; run node scripts/check-schema.mjs --write',
)
process.exitCode = isSame ? 0 : 1
