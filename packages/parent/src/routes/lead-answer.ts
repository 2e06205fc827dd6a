import { dealStateAfter } from '@tributary/protocol/deal'
import type { Queryable } from '../store/database.ts'
import { setAnswered } from '../store/lead-answers.ts'
import { recordLeadStep, type StoredLead } from '../store/leads.ts'
import type { Program } from '../store/programs.ts'

/**
 * What the first thing that an affiliate or staff say to a customer does to the lead: it is answered, which stops its clock, and a new one is contacted.
 * Called inside a transaction that holds the lead's lock (`leadForChange`). Later answers change nothing.
 */
export async function answerLead(
  transaction: Queryable,
  { programId }: Pick<Program, 'programId'>,
  lead: Pick<StoredLead, 'leadKey' | 'id' | 'test' | 'state' | 'answeredAt'>,
  actor: string,
  at: Date,
): Promise<void> {
  const to = dealStateAfter(lead.state, 'contact')
  if (lead.answeredAt === null) await setAnswered(transaction, programId, lead.leadKey, at)
  if (to) await recordLeadStep(transaction, programId, lead, { from: lead.state, to, event: 'contact', actor, at })
}
