import { ERASED_EMAIL } from '@tributary/protocol/erasure'
import type { RetentionPolicy } from '@tributary/protocol/program'
import { eraseFound } from '../routes/erasing.ts'
import type { Parent } from '../routes/route.ts'
import { recordsBefore } from '../store/customer-records.ts'
import { forgetMessages } from '../store/messages.ts'
import { allPrograms, type Program } from '../store/programs.ts'
import { forgetUnreadable } from '../store/unreadable-orders.ts'
import { type Job, startJob } from './job.ts'

const LOOK_EVERY_MS = 60 * 60 * 1_000
const DAY_MS = 24 * 60 * 60 * 1_000
const AT_ONCE = 100

/** Erases personal data that were kept for as long as the program says. */
export const startRetention = (parent: Parent): Job =>
  startJob(LOOK_EVERY_MS, parent.log, async () => AT_ONCE <= (await eraseWhatIsOld(parent)))

/** One round of it; answers how many orders, requests and conversations were erased. */
export async function eraseWhatIsOld(parent: Parent): Promise<number> {
  let erased = 0
  for (const program of await allPrograms(parent.database)) {
    const { retention } = program.policy
    if (retention) erased += await eraseOldOf(parent, program, retention)
  }
  return erased
}

async function eraseOldOf(parent: Parent, program: Program, retention: RetentionPolicy): Promise<number> {
  const { programId } = program
  const before = (days: number | undefined) => (days === undefined ? undefined : new Date(parent.now().getTime() - days * DAY_MS))
  const keyring = await parent.keyring(programId)
  const [messages, unreadable] = [before(retention.messagesDays), before(retention.unreadableDays)]
  if (messages) await forgetMessages(parent.database, programId, messages)
  if (unreadable) await forgetUnreadable(parent.database, programId, unreadable)
  const ends = {
    orders: before(retention.ordersDays),
    leads: before(retention.leadsDays),
    conversations: before(retention.conversationsDays),
  }
  return parent.database.transaction(async (transaction) => {
    const records = await recordsBefore(transaction, programId, ends, ERASED_EMAIL, AT_ONCE)
    const count = records.orders.length + records.leads.length + records.conversations.length
    if (count > 0) await eraseFound(parent, transaction, program, keyring, records, 'clock')
    return count
  })
}
