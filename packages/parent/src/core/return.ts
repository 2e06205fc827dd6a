import type { NewRefund } from '@tributary/protocol/refund'
import type { RefundableOrder } from './given-back.ts'
import { piecesLeft, type Release, releasePieces } from './release.ts'

/** What comes back of one line, with what leaves the line by it. */
export interface ReturnedLine extends Release {
  readonly sku: string
}

/** The pieces of a return that were shipped and are still the customer's; staff may have refunded some by themselves meanwhile. */
export function returnedPieces(
  { lines, taxIncluded }: RefundableOrder,
  returned: { readonly lines: readonly { readonly line: number; readonly quantity: number; readonly unsentQuantity: number }[] },
): ReturnedLine[] {
  return lines.flatMap((line) => {
    const part = returned.lines.find((one) => one.line === line.line)
    const quantity = part ? Math.min(part.quantity - part.unsentQuantity, piecesLeft(line)) : 0
    return 0 < quantity ? [{ ...releasePieces(line, quantity, taxIncluded), sku: line.sku }] : []
  })
}

/**
 * The refund that received pieces make: their share of each line, and what is left of the shipping once nothing of the order is left (Directive
 * 2011/83/EU, article 13). None where there is no money to give back.
 */
export function refundOfReturn(order: RefundableOrder, pieces: readonly ReturnedLine[], reason: string): NewRefund | undefined {
  if (order.payment !== 'paid' && order.payment !== 'partly_refunded') return undefined
  const isAll = order.lines.every((line) => piecesLeft(line) === (pieces.find((one) => one.line === line.line)?.quantity ?? 0))
  const isSomething = isAll ? order.refundedMinor < order.paidMinor : pieces.some(({ amountMinor }) => 0 < amountMinor)
  if (!isSomething) return undefined
  return {
    kind: 'refund',
    ...(reason !== '' && { reason }),
    lines: pieces.map(({ sku, quantity }) => ({ sku, quantity })),
    ...(isAll && { shipping: 'all' as const }),
  }
}
