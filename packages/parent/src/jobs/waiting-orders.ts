import { changeOrder } from '../routes/order-changes.ts'
import type { Parent } from '../routes/route.ts'
import { ordersWaitingSince } from '../store/order-changes.ts'
import { programById } from '../store/programs.ts'
import { type Job, startJob } from './job.ts'

const LOOK_EVERY_MS = 10 * 60 * 1_000
const WAITED_MS = 7 * 24 * 60 * 60 * 1_000
const REASON = 'You did not accept the changed price within 7 days.'

/** Cancels orders whose customer has not accepted a changed price within 7 days (`ORDER.md`, 5). */
export const startWaitingOrders = (parent: Parent): Job =>
  startJob(LOOK_EVERY_MS, parent.log, async () => {
    await cancelWaitingOrders(parent)
    return false
  })

/** One round of it; answers how many orders were cancelled. */
export async function cancelWaitingOrders(parent: Parent): Promise<number> {
  const overdue = await ordersWaitingSince(parent.database, new Date(parent.now().getTime() - WAITED_MS))
  let cancelled = 0
  for (const { programId, id } of overdue) {
    const program = await programById(parent.database, programId)
    const changed = program && (await changeOrder(parent, program, id, { kind: 'cancel', reason: REASON }, 'clock'))
    if (changed?.ok) cancelled++
  }
  return cancelled
}
