import { type DealEvent, type DealState, dealStateAfter, MILESTONE_TRANSITIONS, type MilestoneState } from '@tributary/protocol/deal'
import type { Deal, Milestone } from '@tributary/protocol/milestone'
import { sumMinor } from '@tributary/protocol/money'
import { DEFAULT_LEAD_POLICY, type ProgramPolicy } from '@tributary/protocol/program'
import { fail, ok, type Result } from '@tributary/protocol/result'
import type { Refusal } from './order.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

/** What may happen to a milestone. */
export type MilestoneEvent = 'invoice' | 'pay' | 'cancel'

/** Where an event leads a lead, or why the table refuses it. */
export function moveDeal(
  { number, state }: { readonly number: string; readonly state: DealState },
  event: DealEvent,
): Result<DealState, Refusal> {
  const to = dealStateAfter(state, event)
  return to ? ok(to) : fail({ code: 'lead_transition_refused', detail: `Request ${number} is ${state}; it cannot ${event} now.` })
}

/** When a request expires that was moved at `at`, if nobody moves it again: the program's days later, and never before its proposal ends. */
export function expiryAfter({ leads }: Pick<ProgramPolicy, 'leads'>, at: Date, proposalEndsAt?: Date): Date {
  const days = leads?.expireDays ?? DEFAULT_LEAD_POLICY.expireDays
  return new Date(Math.max(at.getTime() + days * DAY_MS, proposalEndsAt?.getTime() ?? 0))
}

/** Where an event leads a milestone, `same` where it is there already, or why the table refuses it. */
export function moveMilestone(
  { title, state }: { readonly title: string; readonly state: MilestoneState },
  event: MilestoneEvent,
): Result<MilestoneState | 'same', Refusal> {
  const to = (MILESTONE_TRANSITIONS[state] as Readonly<Record<string, MilestoneState>>)[event]
  if (to) return ok(to)
  if (ARRIVED[event] === state) return ok('same')
  return fail({ code: 'milestone_transition_refused', detail: `“${title}” is ${state}; it cannot ${event} now.` })
}

const ARRIVED: Record<MilestoneEvent, MilestoneState> = { invoice: 'invoiced', pay: 'paid', cancel: 'cancelled' }

/** A stored milestone as the view needs it. */
export type ViewableMilestone = Pick<Milestone, 'id' | 'position' | 'title' | 'condition' | 'state' | 'amountMinor'> & {
  readonly dueOn: string | null
  readonly taxMinor: number
  readonly invoicedAt: string | null
  readonly paidAt: string | null
  readonly order: Milestone['order'] | null
}

/** A stored deal as the view needs it. */
export type ViewableDeal = Pick<Deal, 'lead' | 'number' | 'version' | 'currency' | 'totalMinor'> & {
  readonly wonAt: Date
  readonly taxIncluded: boolean
  readonly milestones: readonly ViewableMilestone[]
}

/** A deal as staff, the affiliate and the customer see it. */
export function dealView({ lead, number, version, wonAt, currency, taxIncluded, totalMinor, milestones }: ViewableDeal): Deal {
  const views = milestones.map((milestone) => milestoneView(currency, taxIncluded, milestone))
  const paid = views.filter(({ state }) => state === 'paid')
  return {
    lead,
    number,
    version,
    wonAt: wonAt.toISOString(),
    currency,
    totalMinor,
    paidMinor: sumMinor(paid.map((milestone) => milestone.totalMinor)),
    refundedMinor: sumMinor(paid.map(({ order }) => order?.refundedMinor ?? 0)),
    milestones: views,
  }
}

const milestoneView = (currency: string, taxIncluded: boolean, milestone: ViewableMilestone): Milestone => {
  const { id, position, title, condition, dueOn, state, amountMinor, taxMinor, invoicedAt, paidAt, order } = milestone
  return {
    id,
    position,
    title,
    condition,
    ...(dueOn !== null && { dueOn }),
    state,
    currency,
    amountMinor,
    totalMinor: milestoneTotal(taxIncluded, amountMinor, taxMinor),
    ...(invoicedAt !== null && { invoicedAt: new Date(invoicedAt).toISOString() }),
    ...(paidAt !== null && { paidAt: new Date(paidAt).toISOString() }),
    ...(order && { order }),
  }
}

/** What the customer pays for a milestone, tax and all. */
export const milestoneTotal = (taxIncluded: boolean, amountMinor: number, taxMinor: number): number =>
  taxIncluded ? amountMinor : sumMinor([amountMinor, taxMinor])
