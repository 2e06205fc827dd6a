import type { AttachmentId } from '@tributary/protocol/id'
import { forgetAttachments, testAttachments } from './attachments.ts'
import type { Database } from './database.ts'

/** How many rows a purge removed. Lines, transitions and shipments go with their orders and are not counted. */
export interface Purged {
  readonly orders: number
  readonly touches: number
  readonly messages: number
}

const PURGES = {
  deliveries: 'delete from deliveries where program_id = $1 and test returning 1',
  messages: 'delete from messages where program_id = $1 and test returning 1',
  conversations: 'delete from conversations where program_id = $1 and test returning 1',
  orders: 'delete from orders where program_id = $1 and test returning 1',
  leads: 'delete from leads where program_id = $1 and test returning 1',
  claims: 'delete from claims where program_id = $1 and test returning 1',
  arrivals: 'delete from lead_arrivals where program_id = $1 and test returning 1',
  unreadable: 'delete from unreadable_orders where program_id = $1 and test returning 1',
  intakes: 'delete from intakes where program_id = $1 and test returning 1',
  touches: 'delete from touches where program_id = $1 and test returning 1',
  applicants: `
    with gone as (
      select affiliate_id
        from affiliates a
       where program_id = $1 and test and state in ('applied', 'closed')
         and not exists (select from affiliates b where b.program_id = a.program_id and b.sponsor_id = a.affiliate_id)
         and not exists (select from sites s where s.program_id = a.program_id and s.affiliate_id = a.affiliate_id)
         and not exists (select from touches t where t.program_id = a.program_id and t.affiliate_id = a.affiliate_id)
    ), transitions as (
      delete from affiliate_transitions using gone where program_id = $1 and affiliate_transitions.affiliate_id = gone.affiliate_id
    ), keys as (
      delete from affiliate_keys using gone where program_id = $1 and affiliate_keys.affiliate_id = gone.affiliate_id
    ), told as (
      delete from applications using gone where program_id = $1 and applications.affiliate_id = gone.affiliate_id
    )
    delete from affiliates using gone where program_id = $1 and affiliates.affiliate_id = gone.affiliate_id returning 1`,
} as const

/** Removes everything that a test site caused (design, D19); the site itself and its key stay, and so does whoever staff approved by it. */
export const purgeTestRows = (database: Database, programId: number, files: { remove(id: AttachmentId): Promise<void> }): Promise<Purged> =>
  database.transaction(async (transaction) => {
    // Bytes first: if this ends early, the rows are still there and the next purge goes on.
    const attachments = await testAttachments(transaction, programId)
    for (const id of attachments) await files.remove(id)
    await forgetAttachments(transaction, programId, attachments)
    const purge = async (name: keyof typeof PURGES) => (await transaction.query(PURGES[name], [programId])).length
    const messages = await purge('messages')
    await purge('deliveries')
    await purge('conversations')
    await purge('leads')
    await purge('claims')
    await purge('arrivals')
    const orders = await purge('orders')
    await purge('unreadable')
    await purge('intakes')
    const touches = await purge('touches')
    await purge('applicants')
    return { orders, messages, touches }
  })
