import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { triedAgain } from './conflict.ts'
import { openDurably } from './durable-files.ts'
import { EmbeddedConnection, type EmbeddedEngine } from './embedded-connection.ts'
import { lockFolder } from './lock.ts'

/**
 * What can be asked: one statement, its values as `$1`, `$2`, …; rows come back as plain objects. With `keptAs` each connection keeps the statement
 * under this name: for long ones that run often, whose planning costs more than their work. A name stands for one text for ever.
 */
export interface Queryable {
  query<Row = Record<string, unknown>>(statement: string, values?: readonly unknown[], keptAs?: string): Promise<Row[]>
}

/** How a transaction is run. */
export interface TransactionOptions {
  /** `false` where the work does something outside of the database that must not be done twice; by default it is repeatable. */
  readonly isRepeatable?: boolean
}

/**
 * A database with its connections. `transaction` commits what `work` resolves to and rolls back what it throws. Where others were in its way (a deadlock) it
 * does the work again, up to twice: whatever the work does outside of the database it must be able to do again.
 */
export interface Database extends Queryable {
  /** How many can ask at once: 1 where the database is embedded. */
  readonly connections: number
  transaction<T>(work: (transaction: Queryable) => Promise<T>, options?: TransactionOptions): Promise<T>
  close(): Promise<void>
}

/** Where the data is: a PostgreSQL server, a folder for the embedded one (not durable only to measure what that costs), or memory only, empty or as it was dumped. */
export type DatabasePlace =
  | { readonly url: string }
  | { readonly folder: string; readonly isDurable?: boolean }
  | { readonly memory: true; readonly image?: Blob }

const POOL_SIZE = 10

// PostgreSQL's own code for a database that cannot be connected to now.
const STARTING = '57P03'

// bigint comes back as a number: every one of ours is an internal key, a quantity or an amount that a check keeps within 2^53.
const INT8_ARRAY_OID = 1016
const TYPE_PARSERS: Record<number, (text: string) => unknown> = {
  [pg.types.builtins.INT8]: Number,
  [INT8_ARRAY_OID]: (text) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(Number)),
}
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    TYPE_PARSERS[oid] ?? pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

/** Opens a database; throws where the server is unreachable or the folder is in use (design, D3). */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  if ('url' in place) return fromPool(new pg.Pool({ connectionString: place.url, max: POOL_SIZE, types }), async () => {})
  const unlock = 'folder' in place ? lockFolder(place.folder) : () => {}
  try {
    const engine = await startEngine(place)
    const stream = () => new EmbeddedConnection(engine)
    // Never closed for being idle: the next client would find statements that it has not prepared, under the names that it prepares.
    const pool = new pg.Pool({ stream, user: 'postgres', database: 'postgres', ssl: false, max: 1, idleTimeoutMillis: 0, types })
    return fromPool(pool, async () => {
      await engine.close()
      unlock()
    })
  } catch (error) {
    unlock()
    throw error
  }
}

// An engine that gave up (a full disk stops the log) keeps its descriptors: it cannot be closed any more, and must not write. The next one recovers from the log.
async function startEngine(place: Exclude<DatabasePlace, { readonly url: string }>): Promise<EmbeddedEngine & { close(): Promise<void> }> {
  let current: Promise<PGlite> | undefined = openEmbedded(place)
  await current
  return {
    open: () => {
      current ??= openEmbedded(place).catch((error) => {
        current = undefined
        throw Object.assign(new Error('The embedded database cannot be started again.', { cause: error }), { code: STARTING })
      })
      return current
    },
    forget: () => {
      current = undefined
    },
    close: async () => (await current?.catch(() => undefined))?.close(),
  }
}

function openEmbedded(place: Exclude<DatabasePlace, { readonly url: string }>): Promise<PGlite> {
  if ('folder' in place)
    return place.isDurable === false ? PGlite.create(embeddedFolder(place.folder)) : openDurably(embeddedFolder(place.folder))
  return PGlite.create('memory://', place.image && { loadDataDir: place.image })
}

function embeddedFolder(folder: string): string {
  const data = join(folder, 'postgres')
  mkdirSync(data, { recursive: true })
  return data
}

function fromPool(pool: pg.Pool, afterEnd: () => Promise<void>): Database {
  // An idle connection that the server drops is replaced at the next query; without a listener Node would end the process.
  pool.on('error', () => {})
  // So would a connection whose server ends before its first user has it in hand, or that says more after it was thrown away. Its statements fail all the same.
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    connections: pool.options.max,
    query: (statement, values, keptAs) =>
      triedAgain(() => withClient(pool, (client) => asQueryable(client).query(statement, values, keptAs))),
    transaction: (work, { isRepeatable = true } = {}) =>
      isRepeatable ? triedAgain(() => inTransaction(pool, work)) : inTransaction(pool, work),
    close: async () => {
      await pool.end()
      await afterEnd()
    },
  }
}

const inTransaction = <T>(pool: pg.Pool, work: (transaction: Queryable) => Promise<T>): Promise<T> =>
  withClient(pool, async (client, giveUp) => {
    await client.query('begin')
    try {
      const value = await work(asQueryable(client))
      await client.query('commit')
      return value
    } catch (error) {
      await client.query('rollback').catch(giveUp)
      throw error
    }
  })

const asQueryable = (client: pg.PoolClient): Queryable => ({
  query: async <Row>(text: string, values: readonly unknown[] = [], keptAs?: string) =>
    (await client.query({ text, values: [...values], ...(keptAs !== undefined && { name: keptAs }) })).rows as Row[],
})

// `pool.query` closes its connection when a statement fails. The embedded database has only the one, so it goes back to the pool unless it is
// broken; what a broken one says beside the failure of its statement must not end the process.
async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient, giveUp: () => void) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let isBroken = false
  const giveUp = (): void => {
    isBroken = true
  }
  client.on('error', giveUp)
  try {
    return await work(client, giveUp)
  } finally {
    client.off('error', giveUp)
    client.release(isBroken)
  }
}
