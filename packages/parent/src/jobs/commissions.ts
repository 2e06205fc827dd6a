import { settleOrder } from '../routes/order-settlement.ts'
import type { Parent } from '../routes/route.ts'
import { ordersDue } from '../store/commissions.ts'
import { takeSnapshots } from '../store/ledger.ts'
import { lockOrder } from '../store/order-changes.ts'
import { allPrograms } from '../store/programs.ts'
import { type Job, startJob } from './job.ts'

const LOOK_EVERY_MS = 10 * 60 * 1_000
const AT_ONCE = 200
// From so many entries on a balance is worth a snapshot.
const TAIL = 1_000

/** Moves commissions on when their time has come: deliveries that nobody reported are assumed, holds end. Renews the ledger's snapshots. */
export const startCommissions = (parent: Parent): Job =>
  startJob(LOOK_EVERY_MS, parent.log, async () => {
    const settled = await settleDueOrders(parent)
    for (const { programId } of await allPrograms(parent.database)) await takeSnapshots(parent.database, programId, TAIL)
    return settled === AT_ONCE
  })

/** One round of it; answers how many orders it moved on. One that cannot be is logged by its id, and holds up no other. */
export async function settleDueOrders(parent: Parent): Promise<number> {
  const now = parent.now()
  let settled = 0
  for (const program of await allPrograms(parent.database)) {
    for (const order of await ordersDue(parent.database, program.programId, now, AT_ONCE)) {
      const settling = parent.database.transaction(async (transaction) => {
        await lockOrder(transaction, program.programId, order.orderKey)
        await settleOrder(transaction, program, order, { kind: 'clock', id: `${order.id}:${now.toISOString()}`, at: now })
      })
      await settling.then(
        () => settled++,
        (error) => parent.log.error({ err: error, order: order.id }, 'the commissions of an order could not be moved on'),
      )
    }
  }
  return settled
}
