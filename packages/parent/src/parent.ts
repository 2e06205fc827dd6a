import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '@tributary/protocol/id'
import type { Hono } from 'hono'
import type { Logger } from 'pino'
import { hashKey, type Keyring, newHandedSecret, newSealSecret, newSecret } from './core/keyring.ts'
import { newDetailsKey } from './core/payment-details.ts'
import { DEFAULT_POLICY } from './core/program.ts'
import { createApp, type Folders } from './http/app.ts'
import { BODY_LIMITS, type BodyLimits } from './http/body.ts'
import { createMetrics } from './http/metrics.ts'
import type { Readiness } from './http/readiness.ts'
import { widgetRelease } from './http/widget-files.ts'
import { createBatch } from './routes/batch.ts'
import { createLimiter, NO_LIMITS } from './routes/limiter.ts'
import { createMemo } from './routes/memo.ts'
import { createOrderIntake } from './routes/order-intake.ts'
import type { Parent } from './routes/route.ts'
import { readSender, type Sender } from './routes/sender.ts'
import { createFindSite } from './routes/site-access.ts'
import type { Database } from './store/database.ts'
import type { FileStore } from './store/files.ts'
import { readKeyring } from './store/keyring.ts'
import { addSecretKey, addStaffKey } from './store/keys.ts'
import { migrate } from './store/migrate.ts'
import { addProgram, firstProgram } from './store/programs.ts'
import { timedDatabase } from './store/timed-database.ts'
import { addTouches, type NewTouchRow } from './store/touches.ts'

/** What a parent is made of. */
export interface ParentOptions {
  readonly database: Database
  readonly origin: string
  readonly log: Logger
  readonly folders: Folders
  readonly now?: () => Date
  readonly wake?: () => void
  readonly bodyLimits?: BodyLimits
  /** Default: nobody stands in front. */
  readonly trustsProxy?: boolean
  /** Default: webhooks are sent to public addresses by https only. */
  readonly allowsPrivateWebhooks?: boolean
  /** Default: limits hold (`core/limit.ts`). */
  readonly limits?: 'on' | 'off' | undefined
  /** Default: 256 public requests in hand. */
  readonly mostInHand?: number
  /** The keys of payment details, from the data folder or the environment (`detailsKeysOf`): the first seals, every one opens. */
  readonly detailsKeys: () => readonly Uint8Array[]
  /** Where attachments are, like the folder `files` of the data folder (`createFileStore`). */
  readonly files: FileStore
  /** Where a backup is put together before it is sent; by default where the system keeps temporary files. */
  readonly spoolFolder?: string
  /** Default: ready for as long as its database is. */
  readonly readiness?: Readiness
  /** Default: only staff keys open the metrics. */
  readonly metricsKey?: string | undefined
}

// Half of the time that a fresh key waits (`store/keyring.ts`).
const KEYRING_KEPT_MS = 5_000
// A page that many arrive at is sent there by few.
const SENDER_KEPT_MS = 1_000

// A second's worth of orders, or two: whoever comes later would wait longer than it takes to come again.
const MOST_IN_HAND = 256

// One connection places one order after the other; several gain by groups, the second of which is decided while the first is stored.
const SINGLY = { mostTogether: 1, atOnce: 1 }
const TOGETHER = { mostTogether: 50, atOnce: 2 }

// Any number will do as long as it is ours: two processes that start at once make one program.
const SETUP_LOCK = 7_261_956

/** Migrates the database, makes the first program with its keys if there is none, and answers the parent with its app. */
export async function createParent(options: ParentOptions): Promise<{ parent: Parent; app: Hono }> {
  const {
    origin,
    log,
    folders,
    now = () => new Date(),
    wake = () => {},
    bodyLimits = BODY_LIMITS,
    trustsProxy = false,
    allowsPrivateWebhooks = false,
    limits = 'on',
    mostInHand = MOST_IN_HAND,
    detailsKeys,
    files,
    spoolFolder = tmpdir(),
    readiness = { isStopping: false, holdsData: () => true },
    metricsKey,
  } = options
  const metrics = createMetrics()
  const database = timedDatabase(options.database, metrics.database)
  const applied = await migrate(database)
  if (applied.length > 0) log.info({ applied }, 'migrated')
  await ensureProgram(database)
  const keyrings = createMemo<Keyring>(KEYRING_KEPT_MS)
  const senders = createMemo<Sender>(SENDER_KEPT_MS)
  const keyring = (programId: number) => keyrings.get(String(programId), () => readKeyring(database, programId))
  const limiter = limits === 'off' ? NO_LIMITS : createLimiter({ database, now, log })
  const parent: Parent = {
    database,
    origin,
    log,
    now,
    wake,
    bodyLimits,
    detailsKeys,
    trustsProxy,
    allowsPrivateWebhooks,
    files,
    spoolFolder,
    metrics,
    readiness,
    metricsKey,
    release: widgetRelease(folders.widget),
    keyring,
    findSite: createFindSite({ database, origin }),
    findSender: (programId, via) => senders.get(`${programId} ${via}`, () => readSender(database, programId, via)),
    limiter,
    mostInHand,
    takeOrder: createOrderIntake({ database, origin, now, wake, keyring, limiter }, database.connections === 1 ? SINGLY : TOGETHER),
    keepTouch: createBatch((touches: readonly NewTouchRow[]) => addTouches(database, touches)),
  }
  return { parent, app: createApp(parent, folders) }
}

/** The staff key of this data folder, from `admin.key` (mode 600), made at the first start. */
export async function ensureAdminKey(database: Database, folder: string): Promise<string> {
  const file = join(folder, 'admin.key')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!existsSync(file)) {
    writeFileSync(file, `${newHandedSecret('key')}\n`, { mode: 0o600 })
    chmodSync(file, 0o600)
  }
  const key = readFileSync(file, 'utf8').trim()
  const program = await firstProgram(database)
  if (!program) throw new Error('expected a program, received none')
  await addStaffKey(database, program.programId, key.slice(0, 10), 'admin', hashKey(key))
  return key
}

/**
 * The keys of payment details of this data folder, from `details.key` (mode 600, one a line, the newest first), made at the first start. Read anew each time:
 * a key that was rotated counts at once. Several processes share theirs by the environment.
 */
export function detailsKeysOf(folder: string): () => readonly Uint8Array[] {
  const file = join(folder, 'details.key')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!existsSync(file)) writeFileSync(file, `${Buffer.from(newDetailsKey()).toString('base64url')}\n`, { mode: 0o600 })
  return () =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => Buffer.from(line, 'base64url'))
}

const ensureProgram = (database: Database): Promise<void> =>
  database.transaction(async (transaction) => {
    await transaction.query(`select pg_advisory_xact_lock(${SETUP_LOCK})`)
    if (await firstProgram(transaction)) return
    const { programId } = await addProgram(transaction, newId('program'), DEFAULT_POLICY)
    await addSecretKey(transaction, programId, { purpose: 'program', ...newSecret() })
    await addSecretKey(transaction, programId, { purpose: 'sign', ...newSecret() })
    await addSecretKey(transaction, programId, { purpose: 'seal', ...newSealSecret() })
    await addSecretKey(transaction, programId, { purpose: 'link', ...newSecret() })
  })
