import type { Queryable } from './database.ts'

const ANSWERED = 'update leads set answered_at = $3 where program_id = $1 and lead_key = $2 and answered_at is null'

/** Writes down when a lead was first answered; a later answer changes nothing. */
export async function setAnswered(transaction: Queryable, programId: number, leadKey: number, at: Date): Promise<void> {
  await transaction.query(ANSWERED, [programId, leadKey, at])
}
