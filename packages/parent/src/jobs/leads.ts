import { leadOverdue, leadUnanswered } from '../core/lead-message.ts'
import { changeLead } from '../routes/deals.ts'
import { workUrl } from '../routes/lead-letters.ts'
import type { Parent } from '../routes/route.ts'
import { expiredLeads, forgetArrivals, overdueLeads, setOverdueTold } from '../store/lead-changes.ts'
import { leadForChange } from '../store/leads.ts'
import { queueMessages } from '../store/messages.ts'
import { programById } from '../store/programs.ts'
import { type Job, startJob } from './job.ts'

const LOOK_EVERY_MS = 5 * 60 * 1_000
const AT_ONCE = 100
const REMEMBERED_MS = 24 * 60 * 60 * 1_000
const EXPIRED = 'Nobody moved it any more.'

/** Tells of requests that nobody answers, and lets those expire that nobody moves. */
export const startLeads = (parent: Parent): Job =>
  startJob(LOOK_EVERY_MS, parent.log, async () => {
    const done = (await tellOverdue(parent)) + (await expireLeads(parent))
    await forgetArrivals(parent.database, new Date(parent.now().getTime() - REMEMBERED_MS))
    return AT_ONCE <= done
  })

/** Tells staff and the affiliate, once, that a request waits beyond its time; answers how many. */
export async function tellOverdue(parent: Parent): Promise<number> {
  const now = parent.now()
  const due = await overdueLeads(parent.database, now, AT_ONCE)
  for (const { programId, id, number } of due) {
    const program = await programById(parent.database, programId)
    if (!program) continue
    await parent.database.transaction(async (transaction) => {
      const lead = await leadForChange(transaction, programId, id, number)
      // Answered, or told by another process, meanwhile.
      if (!lead || lead.answeredAt || lead.overdueToldAt || lead.state !== 'new') return
      await setOverdueTold(transaction, programId, lead, now)
      const owner =
        lead.affiliateName !== null && lead.affiliateEmail !== null ? { name: lead.affiliateName, email: lead.affiliateEmail } : undefined
      const letters = [
        ...(owner ? [leadOverdue(program.policy, lead, owner, workUrl(parent.origin, lead.number))] : []),
        ...program.policy.staffEmails.map((email) => leadUnanswered(program.policy, lead, owner?.name, email)),
      ]
      await queueMessages(transaction, programId, letters, { orderKey: null, test: lead.test })
    })
  }
  if (due.length > 0) parent.wake()
  return due.length
}

/** Expires requests whose time is over; answers how many. */
export async function expireLeads(parent: Parent): Promise<number> {
  const due = await expiredLeads(parent.database, parent.now(), AT_ONCE)
  let expired = 0
  for (const { programId, id } of due) {
    const program = await programById(parent.database, programId)
    const changed = program && (await changeLead(parent, program, id, 'expire', { actor: 'clock', reason: EXPIRED }))
    if (changed?.ok) expired++
  }
  return expired
}
