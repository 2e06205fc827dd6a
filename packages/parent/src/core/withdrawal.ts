import type { OrderState } from '@tributary/protocol/order'
import type { ProgramPolicy } from '@tributary/protocol/program'
import type { CartLine } from '@tributary/protocol/quote'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { type CustomerRights, type ReturnState, WITHDRAWAL_DAYS, type Withdrawal } from '@tributary/protocol/return'
import { canonicalJson } from './canonical.ts'
import { type Keyring, macHex } from './keyring.ts'
import type { Refusal } from './order.ts'
import type { ChangeableLine, ChangeableOrder } from './order-change.ts'
import { dayOf } from './period.ts'
import { piecesLeft } from './release.ts'

/** An order as withdrawals see it. */
export interface WithdrawableOrder extends ChangeableOrder {
  readonly id: string
  readonly lines: readonly (ChangeableLine & { readonly refundedQuantity: number; readonly totalMinor: number } & Parameters<
      typeof piecesLeft
    >[0])[]
  readonly transitions: readonly { readonly to: OrderState; readonly at: string }[]
}

/** A return as withdrawals see it: pieces that are on their way back cannot be withdrawn from again. */
export interface KnownReturn {
  readonly state: ReturnState
  readonly lines: readonly { readonly line: number; readonly quantity: number; readonly unsentQuantity: number }[]
}

/** Pieces of one line that a withdrawal is about, with those of them that were not shipped. */
export interface WithdrawnLine {
  readonly line: number
  readonly sku: string
  readonly quantity: number
  readonly unsentQuantity: number
}

const DAY_MS = 24 * 60 * 60 * 1_000

/** A statement's identity, hex: the same one sent again is told by it. */
export const withdrawalDigest = (keyring: Keyring, orderId: string, { secret: _secret, ...statement }: Withdrawal): string =>
  macHex(keyring.program, `withdrawal:${orderId}:${canonicalJson(statement)}`)

/** What a customer may still do: cancel while nothing was shipped, withdraw until the period that begins with the delivery is over. */
export function customerRights(
  policy: ProgramPolicy,
  order: WithdrawableOrder,
  returns: readonly KnownReturn[],
  now: Date,
): CustomerRights {
  const lines = order.lines
    .map((line) => ({ sku: line.sku, quantity: withdrawablePieces(line, returns) }))
    .filter(({ quantity }) => 0 < quantity)
  const until = lastDay(policy, order)
  const isOpen = order.state !== 'awaiting_customer' && order.state !== 'cancelled' && !isOver(policy, until, now)
  return {
    cancel: isCancellable(order),
    ...(isOpen && lines.length > 0 && { withdraw: { ...(until !== undefined && { until }), lines } }),
  }
}

/** Decides a withdrawal about some pieces, or about all that are left. What was not shipped is taken first: it need not be sent at all. */
export function decideWithdrawal(
  policy: ProgramPolicy,
  order: WithdrawableOrder,
  returns: readonly KnownReturn[],
  wanted: readonly CartLine[] | undefined,
  now: Date,
): Result<WithdrawnLine[], Refusal> {
  const until = lastDay(policy, order)
  if (isOver(policy, until, now)) {
    return fail({
      code: 'withdrawal_over',
      detail: `It was possible up to and with ${until}. Write to ${policy.contact} if something is wrong.`,
    })
  }
  const isSold = order.state !== 'awaiting_customer' && order.state !== 'cancelled'
  const left = isSold ? order.lines.filter((line) => 0 < withdrawablePieces(line, returns)) : []
  const asked = wanted ?? left.map((line) => ({ sku: line.sku, quantity: withdrawablePieces(line, returns) }))
  if (asked.length === 0)
    return fail({ code: 'withdrawal_exceeds_rest', detail: `Nothing of order ${order.number} is left to withdraw from.` })
  const lines: WithdrawnLine[] = []
  for (const [index, { sku, quantity }] of asked.entries()) {
    const line = left.find((one) => one.sku === sku)
    const most = line ? withdrawablePieces(line, returns) : 0
    if (!line || most < quantity) {
      const isKnown = order.lines.some((one) => one.sku === sku)
      const detail = isKnown ? `Of ${sku} ${most} are left to withdraw from, not ${quantity}.` : `${sku} is not in order ${order.number}.`
      return fail({ code: 'withdrawal_exceeds_rest', detail, errors: [{ pointer: `/lines/${index}`, detail }] })
    }
    lines.push({ line: line.line, sku, quantity, unsentQuantity: Math.min(quantity, unsent(line)) })
  }
  return ok(lines)
}

/** Whether the customer can cancel the whole order: it waits, and nothing of it was shipped. */
export const isCancellable = ({ state, lines }: ChangeableOrder): boolean =>
  (state === 'awaiting_customer' || state === 'placed' || state === 'confirmed') &&
  lines.every(({ shippedQuantity }) => shippedQuantity === 0)

// The last day on which it is possible (`2026-11-30`): the delivery's day is not counted. Not known before the delivery.
function lastDay({ withdrawalDays = WITHDRAWAL_DAYS, timeZone }: ProgramPolicy, { transitions }: WithdrawableOrder): string | undefined {
  const delivered = transitions.findLast(({ to }) => to === 'delivered')
  if (!delivered) return undefined
  const day = dayOf(new Date(delivered.at), timeZone)
  return new Date(Date.parse(`${day}T00:00:00Z`) + withdrawalDays * DAY_MS).toISOString().slice(0, 10)
}

const isOver = ({ timeZone }: ProgramPolicy, until: string | undefined, now: Date): boolean =>
  until !== undefined && until < dayOf(now, timeZone)

const withdrawablePieces = (line: WithdrawableOrder['lines'][number], returns: readonly KnownReturn[]): number =>
  Math.max(0, piecesLeft(line) - comingBack(line.line, returns))

const comingBack = (line: number, returns: readonly KnownReturn[]): number =>
  returns
    .filter(({ state }) => state === 'announced')
    .flatMap(({ lines }) => lines.filter((one) => one.line === line))
    .reduce((sum, { quantity, unsentQuantity }) => sum + quantity - unsentQuantity, 0)

const unsent = ({ quantity, shippedQuantity, cancelledQuantity }: ChangeableLine): number => quantity - shippedQuantity - cancelledQuantity
