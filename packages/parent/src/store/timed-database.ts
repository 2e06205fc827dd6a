import type { Database } from './database.ts'

/** A database that tells how long each statement and each transaction took, the time that it waited for a connection included. */
export function timedDatabase(database: Database, tell: (kind: 'statement' | 'transaction', seconds: number) => void): Database {
  const timed = async <T>(kind: 'statement' | 'transaction', work: () => Promise<T>): Promise<T> => {
    const startedAt = performance.now()
    try {
      return await work()
    } finally {
      tell(kind, (performance.now() - startedAt) / 1_000)
    }
  }
  return {
    connections: database.connections,
    query: (statement, values, keptAs) => timed('statement', () => database.query(statement, values, keptAs)),
    transaction: (work, options) => timed('transaction', () => database.transaction(work, options)),
    close: () => database.close(),
  }
}
