import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { migrate } from '@tributary/parent/store/migrate'
import type { TestProject } from 'vitest/node'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const MIGRATIONS = join(ROOT, 'packages/parent/migrations')

/** Makes one migrated embedded database that each test loads: starting and migrating an empty one takes four times as long. */
export default async function setup(project: TestProject): Promise<void> {
  const folder = join(ROOT, '.cache')
  const path = join(folder, `database-${fingerprint()}.tar`)
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true })
    const unfinished = `${path}.${process.pid}`
    writeFileSync(unfinished, await migratedImage())
    renameSync(unfinished, path)
  }
  project.provide('databaseImage', path)
}

// What the image depends on: the engine and each migration.
function fingerprint(): string {
  const hash = createHash('sha256').update(readFileSync(createRequire(import.meta.url).resolve('@electric-sql/pglite')))
  for (const name of readdirSync(MIGRATIONS).sort()) hash.update(name).update(readFileSync(join(MIGRATIONS, name)))
  return hash.digest('hex').slice(0, 16)
}

async function migratedImage(): Promise<Uint8Array> {
  const embedded = await PGlite.create('memory://')
  const query = async <Row>(statement: string, values?: readonly unknown[]): Promise<Row[]> =>
    values ? (await embedded.query<Row>(statement, [...values])).rows : ((await embedded.exec(statement)).at(-1)?.rows as Row[])
  await migrate({ query, transaction: (work) => work({ query }), close: async () => {} })
  const image = await embedded.dumpDataDir('none')
  await embedded.close()
  return new Uint8Array(await image.arrayBuffer())
}

declare module 'vitest' {
  interface ProvidedContext {
    /** The path of a dump of a migrated embedded database. */
    databaseImage: string
  }
}
