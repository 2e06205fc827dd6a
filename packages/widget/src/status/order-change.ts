import type { ReturnId } from '@tributary/protocol/id'
import { CANCELLATION_PATH, WITHDRAWAL_PATH } from '@tributary/protocol/order-path'
import type { Withdrawal } from '@tributary/protocol/return'
import type { Failure, OrderStatus, Result } from '@tributary/sdk'
import type { Client } from '@tributary/sdk/parts'
import type { OrderLink } from './order-link.ts'

/** Cancels an order of which nothing was shipped. Sent again it is cancelled once. */
export const cancelOrder = (client: Client, { id, secret }: OrderLink): Promise<Result<OrderStatus, Failure>> =>
  post(client, CANCELLATION_PATH, id, { secret })

/** Withdraws from the contract. Sent again under the same id it is one withdrawal. */
export const withdraw = (
  client: Client,
  { id, secret }: OrderLink,
  statement: Omit<Withdrawal, 'secret'>,
): Promise<Result<OrderStatus, Failure>> => post(client, WITHDRAWAL_PATH, id, { ...statement, secret })

// JSON as on a clean page, whatever a script gave arrays as `toJSON` (`sdk/json.ts`, which comes with the order sheet: shared, it would be a file of its own).
function asItStands(this: Record<string, unknown>, key: string): unknown {
  return this[key]
}

/** A new id of a withdrawal. Not by `newId` of the protocol, which comes with the order sheet: who follows an order needs none of that. */
export function newReturnId(): ReturnId {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const tail = btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
  return `ret_${tail.slice(0, 21)}` as ReturnId
}

const post = (client: Client, path: string, orderId: string, body: object) =>
  client.call<OrderStatus>(
    { path: path.replace(':id', orderId), hallmark: 'orderId' },
    { body: JSON.stringify(body, asItStands), echo: { orderId } },
  )
