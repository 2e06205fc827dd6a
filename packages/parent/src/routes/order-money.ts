import { newId, type RefundId } from '@tributary/protocol/id'
import { type PaymentState, paymentStateAfter } from '@tributary/protocol/payment'
import { amountDueMinor, type GivenBack, owedBack, payableLines, withReleases } from '../core/given-back.ts'
import type { Change } from '../core/order-change.ts'
import { type Release, releasePieces } from '../core/release.ts'
import type { Queryable } from '../store/database.ts'
import type { StoredOrder } from '../store/order-reads.ts'
import { setPaid, setPayment } from '../store/payments.ts'
import type { Program } from '../store/programs.ts'
import { addRefund, releaseLines } from '../store/refunds.ts'

/** The reason of a refund that a won chargeback makes due. */
export const OWED_SINCE_CHARGEBACK = 'It was cancelled while the payment was charged back.'

/** Who gives back, when and why; `id` and `request` where somebody asked for it. */
export interface RefundCircumstances {
  readonly id?: RefundId
  readonly request?: unknown
  readonly reason: string
  readonly actor: string
  readonly at: Date
}

/** Stores money that goes back. `false`, with nothing stored, where the refund's id is taken. */
export const giveBack = (
  transaction: Queryable,
  program: Program,
  order: StoredOrder,
  given: GivenBack,
  { id = newId('refund'), request, reason, actor, at }: RefundCircumstances,
): Promise<boolean> => addRefund(transaction, program.programId, order, { ...given, id, request, reason, actor, at })

/** What an event does to the order's money, after its pieces were moved; answers what goes back to the customer because of it. */
export async function moveMoney(
  transaction: Queryable,
  program: Program,
  order: StoredOrder,
  change: Change,
  circumstances: RefundCircumstances,
): Promise<GivenBack | undefined> {
  switch (change.event) {
    case 'pay':
      await pay(transaction, program, order)
      return undefined
    case 'charge_back':
      await setPayment(transaction, program.programId, order, stateAfter(order, 'charge_back'))
      return undefined
    case 'win_back':
      return winBack(transaction, program, order, circumstances)
    case 'cancel':
      return cancel(transaction, program, order, change, circumstances)
    default:
      return undefined
  }
}

async function pay(transaction: Queryable, { programId }: Program, order: StoredOrder): Promise<void> {
  await setPaid(transaction, programId, order, amountDueMinor(order), payableLines(order))
}

// What is cancelled is no longer owed. What was paid for it goes back at once, unless the bank has taken the payment already.
async function cancel(
  transaction: Queryable,
  program: Program,
  order: StoredOrder,
  { to, parts }: Change,
  circumstances: RefundCircumstances,
): Promise<GivenBack | undefined> {
  const releases: Release[] = order.lines.flatMap((line) => {
    const part = parts.find((one) => one.line === line.line)
    return part ? [releasePieces(line, part.quantity, order.taxIncluded)] : []
  })
  await releaseLines(transaction, program.programId, order, releases, false)
  if (order.payment !== 'paid' && order.payment !== 'partly_refunded') return undefined
  const owed = owedBack(withReleases({ ...order, state: to }, releases, 'cancellation'), releases)
  if (owed) await giveBack(transaction, program, order, owed, circumstances)
  return owed
}

// What was cancelled while the payment was charged back is owed to the customer once it is here again.
async function winBack(
  transaction: Queryable,
  program: Program,
  order: StoredOrder,
  circumstances: RefundCircumstances,
): Promise<GivenBack | undefined> {
  const payment = stateAfter(order, order.refundedMinor === 0 ? 'win_back' : 'win_back_rest')
  await setPayment(transaction, program.programId, order, payment)
  const owed = owedBack({ ...order, payment })
  if (owed) await giveBack(transaction, program, order, owed, { ...circumstances, reason: OWED_SINCE_CHARGEBACK })
  return owed
}

function stateAfter({ payment, id }: StoredOrder, event: string): PaymentState {
  const after = paymentStateAfter(payment, event)
  if (!after) throw new Error(`expected the payment of ${id} to take ${event}, received ${payment}`)
  return after
}
