import { type Database, openDatabase } from '../store/database.ts'
import { FolderInUse } from '../store/lock.ts'
import { type Environment, UsageError } from './environment.ts'

/** Opens the database that the environment names, or throws a `UsageError` of one sentence. */
export async function openFrom({ databaseUrl, dataDir }: Environment): Promise<Database> {
  try {
    const database = await openDatabase(databaseUrl === undefined ? { folder: dataDir } : { url: databaseUrl })
    await database.query('select 1')
    return database
  } catch (error) {
    if (error instanceof FolderInUse) throw new UsageError(error.message)
    if (databaseUrl === undefined) throw error
    throw new UsageError(
      `The database at ${withoutPassword(databaseUrl)} cannot be used: ${reason(error)}. Check DATABASE_URL, and that it runs.`,
    )
  }
}

function withoutPassword(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  return parsed ? `${parsed.host}${parsed.pathname}` : 'DATABASE_URL'
}

// Node tries every address of a host name and throws them together, with an empty message of its own.
const reason = (error: unknown): string => {
  const first = error instanceof AggregateError ? error.errors[0] : error
  return (first instanceof Error ? first.message : String(first)).replace(/\.$/, '')
}
