import { shareMinor } from '@tributary/protocol/money'

/** A line as releases see it; amounts are minor units of the order's currency. */
export interface ReleasableLine {
  readonly line: number
  readonly quantity: number
  readonly cancelledQuantity: number
  readonly refundedQuantity: number
  readonly totalMinor: number
  readonly taxMinor: number
  readonly releasedMinor: number
  readonly releasedTaxMinor: number
}

/** What of a line the customer no longer owes, or gets back: `amountMinor` as charged; in it, what leaves the line's total and its tax. */
export interface Release {
  readonly line: number
  readonly quantity: number
  readonly amountMinor: number
  readonly releasedMinor: number
  readonly releasedTaxMinor: number
}

/** What the customer was charged for a line: its total, and on top the tax where prices do not contain it. */
export const chargeMinor = ({ totalMinor, taxMinor }: Pick<ReleasableLine, 'totalMinor' | 'taxMinor'>, taxIncluded: boolean): number =>
  taxIncluded ? totalMinor : totalMinor + taxMinor

/** What of the charge is not released yet. */
export const restMinor = (line: ReleasableLine, taxIncluded: boolean): number =>
  chargeMinor(line, taxIncluded) - chargeMinor({ totalMinor: line.releasedMinor, taxMinor: line.releasedTaxMinor }, taxIncluded)

/** Pieces that were neither cancelled nor refunded. A piece that was refunded first and cancelled later left once. */
export const piecesLeft = ({ quantity, cancelledQuantity, refundedQuantity }: ReleasableLine): number =>
  Math.max(0, quantity - cancelledQuantity - refundedQuantity)

/**
 * Releases pieces by cumulative target: the first n of N pieces are worth ⌊charge × n ÷ N⌋, these pieces what that grows by. So any parts of a line
 * sum to its charge: 10.00 for three are 3.33, 3.33 and 3.34. Never more than is left after amounts that were given without pieces.
 */
export function releasePieces(line: ReleasableLine, quantity: number, taxIncluded: boolean): Release {
  const charge = chargeMinor(line, taxIncluded)
  const gone = line.quantity - piecesLeft(line)
  const target = (pieces: number) => shareMinor(charge, Math.min(line.quantity, pieces), line.quantity)
  const amount = Math.min(restMinor(line, taxIncluded), target(gone + quantity) - target(gone))
  return { ...releaseAmount(line, amount, taxIncluded), quantity }
}

/**
 * Releases an amount of at most what is left. Total and tax share it in proportion, by cumulative target over the charge: once all of the charge
 * is released, all of the total and all of the tax is.
 */
export function releaseAmount(line: ReleasableLine, amountMinor: number, taxIncluded: boolean): Release {
  const charge = chargeMinor(line, taxIncluded)
  const released = charge - restMinor(line, taxIncluded) + amountMinor
  const total = taxIncluded ? released : shareMinor(line.totalMinor, released, charge)
  const tax = taxIncluded ? shareMinor(line.taxMinor, released, charge) : released - total
  return {
    line: line.line,
    quantity: 0,
    amountMinor,
    releasedMinor: total - line.releasedMinor,
    releasedTaxMinor: tax - line.releasedTaxMinor,
  }
}
