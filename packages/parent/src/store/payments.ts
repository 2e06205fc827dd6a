import type { PaymentState } from '@tributary/protocol/payment'
import type { Queryable } from './database.ts'
import type { OrderKey } from './order-changes.ts'

const SET_LINES_PAID = `
  update order_lines
     set paid_minor = paid.amount_minor
    from unnest($3::integer[], $4::bigint[]) as paid (line, amount_minor)
   where program_id = $1 and order_key = $2 and order_lines.line = paid.line`

const SET_PAID = `update orders set payment = 'paid', paid_minor = $3 where program_id = $1 and order_key = $2 and payment = 'unpaid'`

const SET_PAYMENT = `update orders set payment = $3 where program_id = $1 and order_key = $2`

/** Marks an order paid: what came in, and what of it was for each line; the rest is shipping. */
export async function setPaid(
  transaction: Queryable,
  programId: number,
  { orderKey }: OrderKey,
  paidMinor: number,
  lines: readonly { readonly line: number; readonly paidMinor: number }[],
): Promise<void> {
  await transaction.query(SET_LINES_PAID, [programId, orderKey, lines.map(({ line }) => line), lines.map((line) => line.paidMinor)])
  await transaction.query(SET_PAID, [programId, orderKey, paidMinor])
}

/** Sets the state of the payment where no amount changes: a chargeback, and one that was won. */
export async function setPayment(transaction: Queryable, programId: number, { orderKey }: OrderKey, payment: PaymentState): Promise<void> {
  await transaction.query(SET_PAYMENT, [programId, orderKey, payment])
}
