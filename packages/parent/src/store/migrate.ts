import { readdirSync, readFileSync } from 'node:fs'
import type { Database, Queryable } from './database.ts'

const FOLDER = new URL('../../migrations/', import.meta.url)

// Any number will do as long as it is ours: concurrent processes migrate one after the other.
const MIGRATION_LOCK = 7_261_955

const CREATE_TABLE = `
  create table if not exists migrations (
    name       text        not null primary key,
    applied_at timestamptz not null default now()
  )`

/** Applies the migrations that are missing, in the order of their numbers, all in one transaction. Answers their names. */
export const migrate = (database: Database): Promise<string[]> =>
  database.transaction((transaction) => applyMigrations(transaction, migrationNames()))

/** Applies those of the named migrations that are missing, in the transaction of the caller. Answers their names. */
export async function applyMigrations(transaction: Queryable, names: readonly string[]): Promise<string[]> {
  await transaction.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`)
  await transaction.query(CREATE_TABLE)
  const applied = new Set(await appliedMigrations(transaction))
  const missing = names.filter((name) => !applied.has(name))
  for (const name of missing) {
    await transaction.query(readFileSync(new URL(name, FOLDER), 'utf8'))
    await transaction.query('insert into migrations (name) values ($1)', [name])
  }
  return missing
}

/** The migrations that a database has had, in the order of their numbers. */
export const appliedMigrations = async (database: Queryable): Promise<string[]> =>
  (await database.query<{ name: string }>('select name from migrations order by name')).map(({ name }) => name)

/** The migrations of this version, in the order of their numbers. */
export const migrationNames = (): string[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort()
