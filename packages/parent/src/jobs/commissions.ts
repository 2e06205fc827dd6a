import { settleOrder } from '../routes/order-settlement.ts'
import type { Parent } from '../routes/route.ts'
import { ordersDue } from '../store/commissions.ts'
import { takeSnapshots } from '../store/ledger.ts'
import { lockOrder, type OrderKey } from '../store/order-changes.ts'
import { allPrograms, type Program } from '../store/programs.ts'
import { type Job, startJob } from './job.ts'

const LOOK_EVERY_MS = 10 * 60 * 1_000
const AT_ONCE = 200
// From so many entries on a balance is worth a snapshot.
const TAIL = 1_000

/** Moves commissions on when their time has come: deliveries that nobody reported are assumed, holds end. Renews the ledger's snapshots. */
export function startCommissions(parent: Parent): Job {
  let after: number | undefined
  return startJob(LOOK_EVERY_MS, parent.log, async () => {
    ;({ after } = await settleDueOrders(parent, after))
    for (const { programId } of await allPrograms(parent.database)) await takeSnapshots(parent.database, programId, TAIL)
    return after !== undefined
  })
}

/**
 * One round of it, over orders from after this key on; answers how many were moved on, and after which key there may be more. An order that cannot be moved
 * on is logged by its id and holds up no other: the next round goes on after it, and it has its turn again when all had theirs.
 */
export async function settleDueOrders(
  parent: Parent,
  after = 0,
): Promise<{ readonly settled: number; readonly after: number | undefined }> {
  const now = parent.now()
  const lastKeys: number[] = []
  let settled = 0
  for (const program of await allPrograms(parent.database)) {
    const due = await ordersDue(parent.database, program.programId, now, { limit: AT_ONCE, after })
    for (const order of due) if (await settle(parent, program, order, now)) settled++
    const last = due.at(-1)
    if (last && due.length === AT_ONCE) lastKeys.push(last.orderKey)
  }
  return { settled, after: lastKeys.length > 0 ? Math.min(...lastKeys) : undefined }
}

async function settle(parent: Parent, program: Program, order: OrderKey, now: Date): Promise<boolean> {
  try {
    await parent.database.transaction(async (transaction) => {
      await lockOrder(transaction, program.programId, order.orderKey)
      await settleOrder(transaction, program, order, { kind: 'clock', id: `${order.id}:${now.toISOString()}`, at: now })
    })
    return true
  } catch (error) {
    parent.log.error({ err: error, order: order.id }, 'the commissions of an order could not be moved on')
    return false
  }
}
