import { newId, normalizeCode } from '@tributary/protocol/id'
import { cancelDeal } from '@tributary/protocol/milestone.schema'
import { type Problem, problem } from '@tributary/protocol/problem'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { dealView, moveDeal, moveMilestone } from '../core/deal.ts'
import { dealCancelled } from '../core/deal-message.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { leadByName, leadForChange, recordLeadStep } from '../store/leads.ts'
import { queueMessages } from '../store/messages.ts'
import { dealOf, recordMilestoneStep } from '../store/milestones.ts'
import { dealFacts } from './deal-letters.ts'
import { answerDeal } from './milestones.ts'
import { asProblem } from './proposals.ts'
import { refundOrder } from './refunds.ts'
import type { Parent, StaffCall, StaffRoute } from './route.ts'

/** `POST /v1/admin/leads/:id/cancel`: ends a deal that was won; what is not paid is not due any more. Called again, it goes on where it was cut off. */
export const cancelWonDeal =
  (parent: Parent): StaffRoute =>
  async (call) => {
    const parsed = await parseBody(call.request, cancelDeal, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { reason, refund = false } = parsed.value
    const name = call.parameters['id'] ?? ''
    const cancelled = refund ? await refundAndCancel(parent, call, name, reason) : await cancelRest(parent, call, name, reason)
    return cancelled.ok ? answerDeal(parent, call.program, name) : problemResponse(cancelled.error.code, cancelled.error)
  }

// What is paid between the refunds and the end of the deal is refunded too: there are only so many milestones.
async function refundAndCancel(parent: Parent, call: StaffCall, name: string, reason: string): Promise<Result<undefined, Problem>> {
  for (;;) {
    const refunded = await refundPaid(parent, call, name, reason)
    if (!refunded.ok) return refunded
    const cancelled = await cancelRest(parent, call, name, reason, refunded.value)
    if (cancelled.ok || cancelled.error.code !== 'changed') return cancelled
  }
}

// Each refund is whole by itself; a call that is cut off is made again and finds the rest. Answers the milestones that were paid.
async function refundPaid(
  parent: Parent,
  call: Pick<StaffCall, 'program' | 'actor'>,
  name: string,
  reason: string,
): Promise<Result<ReadonlySet<string>, Problem>> {
  const lead = await leadByName(parent.database, call.program.programId, name, normalizeCode(name))
  const deal = lead && (await dealOf(parent.database, call.program.programId, lead.leadKey))
  const paid = new Set<string>()
  for (const { id, order } of (deal ? dealView(deal) : undefined)?.milestones ?? []) {
    if (!order) continue
    paid.add(id)
    const refunded = await refundOrder(parent, call, order.id, newId('refund'), { reason })
    // Nothing is left of what went back before.
    if (!refunded.ok && refunded.error.code !== 'refund_exceeds_rest' && refunded.error.code !== 'refund_unpaid') return refunded
  }
  return ok(paid)
}

// With `refunded` nothing is cancelled while a milestone is paid that is not among them.
async function cancelRest(
  parent: Parent,
  { program, actor }: Pick<StaffCall, 'program' | 'actor'>,
  name: string,
  reason: string,
  refunded?: ReadonlySet<string>,
): Promise<Result<undefined, Problem>> {
  const { programId, policy } = program
  const keyring = await parent.keyring(programId)
  const cancelled = await parent.database.transaction(async (transaction): Promise<Result<undefined, Problem>> => {
    const lead = await leadForChange(transaction, programId, name, normalizeCode(name))
    if (!lead) return fail(problem('lead_unknown', { detail: `No request is called “${name}”.` }))
    const to = moveDeal(lead, 'cancel')
    if (!to.ok) return fail(asProblem(lead, to.error))
    const at = parent.now()
    const deal = await dealOf(transaction, programId, lead.leadKey)
    if (refunded && deal?.milestones.some(({ id, order }) => order && !refunded.has(id))) return fail(asProblem(lead, { code: 'changed' }))
    for (const milestone of deal?.milestones ?? []) {
      const moved = moveMilestone(milestone, 'cancel')
      if (!moved.ok || moved.value === 'same') continue
      await recordMilestoneStep(transaction, programId, milestone, {
        from: milestone.state,
        to: moved.value,
        event: 'cancel',
        actor,
        at,
        orderKey: null,
      })
    }
    await recordLeadStep(transaction, programId, lead, { from: lead.state, to: to.value, event: 'cancel', actor, reason, at })
    const letter = dealCancelled(policy, dealFacts(parent.origin, keyring, lead), reason, refunded !== undefined)
    await queueMessages(transaction, programId, [letter], { orderKey: null, test: lead.test })
    return ok(undefined)
  })
  if (cancelled.ok) parent.wake()
  return cancelled
}
