import { changeWithin } from '../routes/order-changes.ts'
import type { Parent } from '../routes/route.ts'
import { ordersWaitingSince } from '../store/order-changes.ts'
import { orderForChange } from '../store/order-reads.ts'
import { type Program, programById } from '../store/programs.ts'
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
    if (program && (await cancelIfWaiting(parent, program, id))) cancelled++
  }
  return cancelled
}

// Read again under the lock: the customer may have accepted since the clock looked, and then nothing is cancelled.
async function cancelIfWaiting(parent: Parent, program: Program, id: string): Promise<boolean> {
  const shop = { parent, program, keyring: await parent.keyring(program.programId) }
  const isCancelled = await parent.database.transaction(async (transaction) => {
    const order = await orderForChange(transaction, program.programId, id, '')
    if (order?.state !== 'awaiting_customer') return false
    return (await changeWithin(transaction, shop, order, { kind: 'cancel', reason: REASON }, 'clock')).ok
  })
  if (isCancelled) parent.wake()
  return isCancelled
}
