import { readdirSync, readFileSync } from 'node:fs'
import type { Database } from './database.ts'

const FOLDER = new URL('../../migrations/', import.meta.url)

// Any number will do as long as it is ours: concurrent processes migrate one after the other.
const MIGRATION_LOCK = 7_261_955

const CREATE_TABLE = `
  create table if not exists migrations (
    name       text        not null primary key,
    applied_at timestamptz not null default now()
  )`

/** Applies the migrations that are missing, in the order of their numbers, all in one transaction. Answers their names. */
export function migrate(database: Database): Promise<string[]> {
  return database.transaction(async (transaction) => {
    await transaction.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`)
    await transaction.query(CREATE_TABLE)
    const applied = new Set((await transaction.query<{ name: string }>('select name from migrations')).map(({ name }) => name))
    const missing = migrationNames().filter((name) => !applied.has(name))
    for (const name of missing) {
      await transaction.query(readFileSync(new URL(name, FOLDER), 'utf8'))
      await transaction.query('insert into migrations (name) values ($1)', [name])
    }
    return missing
  })
}

const migrationNames = () =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort()
