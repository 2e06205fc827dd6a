import type { MilestoneState } from './deal.ts'
import type { LeadId, MilestoneId, OrderId } from './id.ts'

/** A part of a deal's price. `amountMinor` is a price as the program shows them; `totalMinor` is what the customer pays, tax and all. */
export interface Milestone {
  readonly id: MilestoneId
  /** From 1, in the order of the proposal. */
  readonly position: number
  readonly title: string
  readonly condition: string
  readonly dueOn?: string
  readonly state: MilestoneState
  readonly currency: string
  readonly amountMinor: number
  readonly totalMinor: number
  readonly invoicedAt?: string
  readonly paidAt?: string
  /** The order that the payment made: refunds and commissions are that order's. */
  readonly order?: { readonly id: OrderId; readonly number: string; readonly refundedMinor: number }
}

/** What was agreed, with what became of it. */
export interface Deal {
  readonly lead: LeadId
  readonly number: string
  readonly version: number
  readonly wonAt: string
  readonly currency: string
  readonly totalMinor: number
  readonly paidMinor: number
  readonly refundedMinor: number
  readonly milestones: readonly Milestone[]
}

/** What staff send to end a deal that was won; with `refund` all that was paid and not given back goes back. */
export interface CancelDeal {
  readonly reason: string
  readonly refund?: boolean | undefined
}
