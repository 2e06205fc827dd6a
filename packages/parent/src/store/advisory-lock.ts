import type { Queryable } from './database.ts'

/** Lets nobody else in under this name until the transaction ends: for ids that are not stored yet. */
export async function lockFor(transaction: Queryable, name: string): Promise<void> {
  await transaction.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name])
}
