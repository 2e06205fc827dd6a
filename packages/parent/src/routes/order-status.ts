import type { OrderStatus } from '@tributary/protocol/order'
import { isStatusSecret } from '../core/order.ts'
import { orderStatus } from '../core/order-view.ts'
import { returnView } from '../core/return-view.ts'
import { customerRights } from '../core/withdrawal.ts'
import { leadOfOrder } from '../store/milestones.ts'
import { orderById, type StoredOrder } from '../store/order-reads.ts'
import type { Program } from '../store/programs.ts'
import { returnsOfOrder } from '../store/returns.ts'
import type { Parent } from './route.ts'

/** The order that a customer opens by its status secret; a wrong secret finds nothing, like an unknown order. */
export async function ownOrder(parent: Parent, { programId }: Program, id: string, secret: string): Promise<StoredOrder | undefined> {
  const keyring = await parent.keyring(programId)
  return isStatusSecret(keyring, id, secret) ? orderById(parent.database, programId, id) : undefined
}

/** What the customer may see of an order, with what came back of it and what can still be done. What was paid of a deal is settled where the deal is. */
export async function statusOf(parent: Parent, { programId, policy }: Program, order: StoredOrder): Promise<OrderStatus> {
  const returns = await returnsOfOrder(parent.database, programId, order.orderKey)
  const isOfDeal = (await leadOfOrder(parent.database, programId, order.orderKey)) !== undefined
  return orderStatus(order, {
    may: isOfDeal ? { cancel: false } : customerRights(policy, order, returns, parent.now()),
    returns: returns.map(returnView),
  })
}
