import { createReadStream, existsSync, openSync, readFileSync, readSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { type BackupManifest, DETAILS_KEY_NAME, fileEntryName } from '@tributary/protocol/backup'
import { isSealed, openedBackup, UnreadableBackup } from '../core/backup-seal.ts'
import { BrokenArchive, readArchive, verifyArchive } from '../store/backup-archive.ts'
import type { Database, Queryable } from '../store/database.ts'
import { checkLedger } from '../store/ledger-check.ts'
import { applyMigrations, migrationNames } from '../store/migrate.ts'
import { allPrograms } from '../store/programs.ts'
import { dropEverything, holdsProgram, loadTables, setCounters, UnloadableTable } from '../store/table-load.ts'
import { type Environment, UsageError } from './environment.ts'
import { openFrom } from './open.ts'
import { readPassphrase } from './passphrase.ts'

const RESTORED = 'files.restored'

const USAGE = 'Usage: tributary restore <file> [--replace] [--passphrase-file …]'

// Who is connected beside this process. A server asks every few seconds, so it always is.
const OTHERS = `
  select count(*) as others
    from pg_stat_activity
   where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`

/**
 * `tributary restore`: brings a backup back, into the embedded database or into PostgreSQL, whichever it came from. All of it or nothing: the archive is read
 * once to hold it against its manifest, and then loaded in one transaction, at the end of which the ledger is checked. Answers what to print.
 */
export async function restore(environment: Environment, args: string[]): Promise<string> {
  const { file, replace, passphrase } = read(args)
  const open = opener(file, passphrase)
  try {
    const manifest = await verifyArchive(open())
    const strange = manifest.migrations.filter((name) => !migrationNames().includes(name))
    if (strange.length > 0)
      throw new UsageError(`A newer version made this backup (it has ${strange.join(', ')}). Restore it with that one.`)
    const database = await openFrom(environment)
    try {
      await refuse(environment, database, replace)
      const key = await loadFiles(environment.dataDir, open)
      refuseOtherKey(environment, key, replace)
      await database.transaction((transaction) => load(transaction, manifest, open))
      await takeOver(environment, key)
    } finally {
      await database.close()
    }
    return told(manifest)
  } catch (error) {
    await rm(join(environment.dataDir, RESTORED), { recursive: true, force: true })
    if (error instanceof BrokenArchive || error instanceof UnreadableBackup || error instanceof UnloadableTable) {
      throw new UsageError(`${error.message} Nothing was changed.`)
    }
    throw error
  }
}

function read(args: string[]) {
  try {
    const options = { replace: { type: 'boolean' as const }, 'passphrase-file': { type: 'string' as const } }
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true })
    const [file, ...more] = positionals
    if (!file || more.length > 0) throw new UsageError(`Name one backup. ${USAGE}`)
    if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`)
    return { file, replace: values.replace === true, passphrase: readPassphrase(values['passphrase-file']) }
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`${(error as Error).message}\n${USAGE}`)
  }
}

function opener(file: string, passphrase: string | undefined): () => AsyncIterable<Uint8Array> {
  const start = Buffer.alloc(64)
  readSync(openSync(file, 'r'), start)
  if (!isSealed(start)) return () => createReadStream(file)
  if (passphrase === undefined) throw new UsageError('This backup is sealed. Give its passphrase: --passphrase-file, or BACKUP_PASSPHRASE.')
  return () => openedBackup(passphrase, createReadStream(file))
}

async function refuse({ databaseUrl }: Environment, database: Database, replace: boolean): Promise<void> {
  const [{ others = 0 } = {}] = databaseUrl === undefined ? [] : await database.query<{ others: number }>(OTHERS)
  if (others > 0) {
    throw new UsageError(`${others} other connections to this database are open. Stop every server and tool that uses it first.`)
  }
  if (!replace && (await holdsProgram(database))) {
    throw new UsageError('This database holds a program already. To lose what is in it and have the backup instead, add --replace')
  }
}

function refuseOtherKey({ dataDir, detailsKeys }: Environment, key: string, replace: boolean): void {
  const file = join(dataDir, 'details.key')
  const given = detailsKeys?.map((one) => Buffer.from(one).toString('base64url')) ?? []
  if (detailsKeys !== undefined && key.split('\n').some((one) => !given.includes(one))) {
    throw new UsageError(
      'DETAILS_KEY is another one than that of the backup; payment details would not open. Leave it out to take over the backup’s.',
    )
  }
  if (!replace && existsSync(file) && readFileSync(file, 'utf8').trim() !== key) {
    throw new UsageError(`${file} is another key than that of the backup. To have the backup’s instead, add --replace`)
  }
}

async function load(transaction: Queryable, manifest: BackupManifest, open: () => AsyncIterable<Uint8Array>): Promise<void> {
  await dropEverything(transaction)
  await applyMigrations(transaction, manifest.migrations)
  await loadTables(transaction, manifest.tables, partsOf(open))
  await setCounters(transaction, manifest.counters)
  for (const { programId, id } of await allPrograms(transaction)) {
    const { transactions, entries, wrong } = await checkLedger(transaction, programId)
    const before = manifest.ledger.find(({ program }) => program === id)
    if (before?.transactions === transactions && before.entries === entries && before.wrong === wrong.length) continue
    throw new UnloadableTable(`The ledger of ${id} is not what it was when the backup was made. ${wrong.join(' ')}`)
  }
}

async function* partsOf(open: () => AsyncIterable<Uint8Array>): AsyncGenerator<{ table: string; lines: string }> {
  for await (const { name, bytes } of readArchive(open())) {
    const table = /^tables\/(\w+)\/\d+\.jsonl$/.exec(name)?.[1]
    if (table !== undefined) yield { table, lines: bytes.toString() }
  }
}

// Beside the files that are there, until the database is restored; answers the key of payment details.
async function loadFiles(dataDir: string, open: () => AsyncIterable<Uint8Array>): Promise<string> {
  const folder = join(dataDir, RESTORED)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  let key: string | undefined
  for await (const { name, bytes } of readArchive(open())) {
    const id = basename(name)
    if (name === fileEntryName(id)) await writeFile(join(folder, id), bytes, { mode: 0o600, flush: true })
    if (name === DETAILS_KEY_NAME) key = bytes.toString().trim()
  }
  if (key === undefined) throw new BrokenArchive(`${DETAILS_KEY_NAME} is missing.`)
  return key
}

async function takeOver({ dataDir, detailsKeys }: Environment, key: string): Promise<void> {
  await rm(join(dataDir, 'files'), { recursive: true, force: true })
  await rename(join(dataDir, RESTORED), join(dataDir, 'files'))
  if (detailsKeys === undefined) await writeFile(join(dataDir, 'details.key'), `${key}\n`, { mode: 0o600 })
}

const told = ({ madeAt, tables, files, missingFiles, ledger }: BackupManifest): string =>
  [
    `Restored what was there on ${madeAt}: ${tables.reduce((sum, { rows }) => sum + rows, 0)} rows of ${tables.length} tables and ${files} files.`,
    ...ledger.map(({ transactions, entries, wrong }) =>
      wrong === 0
        ? `The ledger is checked: ${transactions} transactions with ${entries} entries, as they were.`
        : `The ledger is as it was, and ${wrong} things in it were wrong then already: tributary ledger check`,
    ),
    ...(missingFiles.length === 0 ? [] : [`${missingFiles.length} attachments were missing when the backup was made.`]),
    'Staff keys are those of then. The first start makes this folder an admin.key of its own, if it has none.',
  ].join('\n')
