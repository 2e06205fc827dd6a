import type { Queryable } from './database.ts'

const FORGET = 'delete from unreadable_orders where program_id = $1 and received_at < $2'

/** Forgets orders that could not be unsealed and were kept aside before an instant. */
export async function forgetUnreadable(database: Queryable, programId: number, before: Date): Promise<void> {
  await database.query(FORGET, [programId, before])
}
