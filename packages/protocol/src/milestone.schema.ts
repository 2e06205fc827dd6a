import { z } from 'zod'
import { MILESTONE_TRANSITIONS, type MilestoneState } from './deal.ts'
import { id } from './id.schema.ts'
import type { CancelDeal, Deal, Milestone } from './milestone.ts'
import { text } from './text.schema.ts'

/** `Milestone` on the wire. */
export const milestone = z.strictObject({
  id: id('milestone'),
  position: z.int(),
  title: z.string(),
  condition: z.string(),
  dueOn: z.string().exactOptional(),
  state: z.enum(Object.keys(MILESTONE_TRANSITIONS) as [MilestoneState, ...MilestoneState[]]),
  currency: z.string(),
  amountMinor: z.int(),
  totalMinor: z.int(),
  invoicedAt: z.iso.datetime().exactOptional(),
  paidAt: z.iso.datetime().exactOptional(),
  order: z.strictObject({ id: id('order'), number: z.string(), refundedMinor: z.int() }).exactOptional(),
}) satisfies z.ZodType<Milestone>

/** `Deal` on the wire. */
export const deal = z.strictObject({
  lead: id('lead'),
  number: z.string(),
  version: z.int(),
  wonAt: z.iso.datetime(),
  currency: z.string(),
  totalMinor: z.int(),
  paidMinor: z.int(),
  refundedMinor: z.int(),
  milestones: z.array(milestone),
}) satisfies z.ZodType<Deal>

/** `CancelDeal` on the wire. */
export const cancelDeal = z.strictObject({ reason: text(500, 1), refund: z.boolean().optional() }) satisfies z.ZodType<CancelDeal>
