import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { migrate } from '@tributary/parent/store/migrate'
import type { TestProject } from 'vitest/node'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const IMAGE = 'postgres.tar'
const FOLDER = 'postgres'
const MIGRATIONS = join(ROOT, 'packages/parent/migrations')

/**
 * Makes one migrated embedded database that each test loads, and each server of a journey starts on a copy of: making and migrating an empty one takes
 * four times as long.
 */
export default async function setup(project: TestProject): Promise<void> {
  const folder = join(ROOT, '.cache', `database-${fingerprint()}`)
  if (!existsSync(folder)) {
    const unfinished = `${folder}.${process.pid}`
    mkdirSync(unfinished, { recursive: true })
    const image = await migratedImage()
    writeFileSync(join(unfinished, IMAGE), new Uint8Array(await image.arrayBuffer()))
    await (await PGlite.create(join(unfinished, FOLDER), { loadDataDir: image })).close()
    renameSync(unfinished, folder)
    forgetOthers(folder)
  }
  project.provide('databaseImage', { file: join(folder, IMAGE), folder: join(folder, FOLDER) })
}

// Those of other migrations; each takes up 90 MB.
function forgetOthers(folder: string): void {
  for (const name of readdirSync(dirname(folder)))
    if (/^database-[\da-f]{16}$/.test(name) && name !== basename(folder)) rmSync(join(dirname(folder), name), { recursive: true })
}

// What the image depends on: the engine and each migration.
function fingerprint(): string {
  const hash = createHash('sha256').update(readFileSync(createRequire(import.meta.url).resolve('@electric-sql/pglite')))
  for (const name of readdirSync(MIGRATIONS).sort()) hash.update(name).update(readFileSync(join(MIGRATIONS, name)))
  return hash.digest('hex').slice(0, 16)
}

async function migratedImage(): Promise<Blob> {
  const embedded = await PGlite.create('memory://')
  const query = async <Row>(statement: string, values?: readonly unknown[]): Promise<Row[]> =>
    values ? (await embedded.query<Row>(statement, [...values])).rows : ((await embedded.exec(statement)).at(-1)?.rows as Row[])
  await migrate({ connections: 1, query, transaction: (work) => work({ query }), close: async () => {} })
  const image = await embedded.dumpDataDir('none')
  await embedded.close()
  return image
}

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated embedded database: its dump, and its folder. */
    databaseImage: { readonly file: string; readonly folder: string }
  }
}
