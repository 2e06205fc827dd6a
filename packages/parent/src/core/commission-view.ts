import { type Commission, type CommissionState, shownState } from '@tributary/protocol/commission'
import type { CommissionId } from '@tributary/protocol/id'
import { releasedAt } from './commission.ts'
import { arrival } from './shipping.ts'

/** A commission with what its dates depend on. */
export interface ViewedCommission {
  readonly id: CommissionId
  readonly orderNumber: string
  readonly line: number
  readonly sku: string
  readonly title: string
  readonly affiliateCode: string
  readonly level: number
  readonly state: CommissionState
  readonly currency: string
  readonly earnedMinor: number
  readonly reversedMinor: number
  readonly earnedAt: Date
  readonly deliveredAt: Date | null
  readonly releasedAt: Date | null
  readonly payoutId: string | null
  readonly test: boolean
  readonly placedAt: Date
  readonly shipping: { readonly days: { readonly min: number; readonly max: number } }
  readonly lastShippedAt: Date | null
  readonly holdDays: number
  readonly assumedDeliveryDays: number
}

/** A commission as everybody may see it who may see it at all. Until the delivery its date is an estimate and says so. */
export function commissionView(row: ViewedCommission): Commission {
  const { id, orderNumber, line, sku, title, affiliateCode, level, state, currency, earnedMinor, reversedMinor, payoutId, test } = row
  return {
    id,
    order: orderNumber,
    line,
    sku,
    title,
    affiliate: affiliateCode,
    level,
    state: shownState(state, earnedMinor, reversedMinor),
    currency,
    earnedMinor,
    reversedMinor,
    amountMinor: earnedMinor - reversedMinor,
    earnedAt: row.earnedAt.toISOString(),
    ...(row.deliveredAt && { deliveredAt: row.deliveredAt.toISOString() }),
    payableAt: payableAt(row).toISOString(),
    isEstimate: row.deliveredAt === null,
    ...(payoutId !== null && { payout: payoutId }),
    test,
  }
}

/** When it may be paid: after the hold that follows the delivery. Not delivered yet, that is reckoned from the parcel, or from the promised arrival. */
export function payableAt({ releasedAt: known, lastShippedAt, assumedDeliveryDays, placedAt, shipping, holdDays }: ViewedCommission): Date {
  if (known) return known
  const delivered = lastShippedAt ? releasedAt(lastShippedAt, assumedDeliveryDays) : new Date(arrival(placedAt, shipping.days).to)
  return releasedAt(delivered, holdDays)
}
