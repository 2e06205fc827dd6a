import type { DealEvent } from '@tributary/protocol/deal'
import { normalizeCode } from '@tributary/protocol/id'
import { assignLead as assignLeadBody, changeLead as changeLeadBody, reasonedChange } from '@tributary/protocol/lead.schema'
import { type Problem, problem } from '@tributary/protocol/problem'
import { DEFAULT_LEAD_POLICY } from '@tributary/protocol/program'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { expiryAfter, moveDeal } from '../core/deal.ts'
import { leadReassigned } from '../core/lead-message.ts'
import { isOverdue, lastDay, leadView } from '../core/lead-view.ts'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import { affiliateByCode } from '../store/affiliates.ts'
import { moveClaim } from '../store/claims.ts'
import type { Queryable } from '../store/database.ts'
import { setAnswered } from '../store/lead-answers.ts'
import { prolong, setOwner, setTakenOver } from '../store/lead-changes.ts'
import { leadForChange, recordLeadStep, type StoredLead } from '../store/leads.ts'
import { queueMessages } from '../store/messages.ts'
import type { Program } from '../store/programs.ts'
import { asProblem } from './proposals.ts'
import type { AffiliateRoute, Parent, StaffRoute } from './route.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

/** What staff and affiliates do to a request that is not about a proposal. */
export type PlainDealEvent = Extract<DealEvent, 'contact' | 'lose' | 'reopen' | 'expire'>

/** `POST /v1/admin/leads/:id/contact`, `/lose` and `/reopen`. */
export const moveLead =
  (parent: Parent, event: PlainDealEvent): StaffRoute =>
  async ({ request, program, actor, parameters: { id = '' } }) => {
    const parsed = await parseBody(request, event === 'lose' ? reasonedChange : changeLeadBody, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const moved = await changeLead(parent, program, id, event, { actor, reason: parsed.value.reason })
    return moved.ok ? json(leadView(moved.value, program.policy, parent.now(), 'staff')) : problemResponse(moved.error.code, moved.error)
  }

/** The same under `/v1/affiliate`, about its own requests. */
export const moveOwnLead =
  (parent: Parent, event: PlainDealEvent): AffiliateRoute =>
  async ({ request, program, affiliate, parameters: { id = '' } }) => {
    const parsed = await parseBody(request, event === 'lose' ? reasonedChange : changeLeadBody, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { affiliateId, code, state } = affiliate
    if (state !== 'active')
      return problemResponse('affiliate_suspended', { detail: `You are ${state}: you may read here, and not change anything.` })
    const moved = await changeLead(parent, program, id, event, { actor: `affiliate ${code}`, reason: parsed.value.reason, affiliateId })
    return moved.ok
      ? json(leadView(moved.value, program.policy, parent.now(), 'affiliate'))
      : problemResponse(moved.error.code, moved.error)
  }

/** `POST /v1/admin/leads/:id/assign`: another affiliate owns it from now on, with its claim; or nobody does. */
export const assignLead =
  (parent: Parent): StaffRoute =>
  async ({ request, program, actor, parameters: { id = '' } }) => {
    const parsed = await parseBody(request, assignLeadBody, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const assigned = await assign(parent, program, id, parsed.value.affiliate, parsed.value.reason, actor)
    return assigned.ok
      ? json(leadView(assigned.value, program.policy, parent.now(), 'staff'))
      : problemResponse(assigned.error.code, assigned.error)
  }

/** `POST /v1/admin/leads/:id/takeover`: staff handle it from now on; what is left of the commission base follows the program's rule. */
export const takeOverLead =
  (parent: Parent): StaffRoute =>
  async ({ request, program, actor, parameters: { id = '' } }) => {
    const parsed = await parseBody(request, reasonedChange, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const taken = await takeOver(parent, program, id, parsed.value.reason, actor)
    return taken.ok ? json(leadView(taken.value, program.policy, parent.now(), 'staff')) : problemResponse(taken.error.code, taken.error)
  }

/** Who changes a request and why; with `affiliateId` only a request of that affiliate is known. */
export interface DealChange {
  readonly actor: string
  readonly reason?: string | undefined
  readonly affiliateId?: number
}

/** Moves a request named by id or number along; answers it as it is then. */
export const changeLead = (
  parent: Parent,
  program: Program,
  name: string,
  event: PlainDealEvent,
  { actor, reason = '', affiliateId }: DealChange,
): Promise<Result<StoredLead, Problem>> =>
  withLead(parent, program, name, affiliateId, async (transaction, lead, at) => {
    const to = moveDeal(lead, event)
    if (!to.ok) return fail(asProblem(lead, to.error))
    // Read again under the lock: somebody may have moved it since the clock looked.
    if (event === 'expire' && at < lead.expiresAt) return fail(asProblem(lead, { code: 'changed' }))
    if (affiliateId !== undefined && lead.handledBy === 'staff') {
      return fail(
        asProblem(lead, { code: 'lead_transition_refused', detail: `${program.policy.name} looks after request ${lead.number} now.` }),
      )
    }
    if (event === 'reopen') {
      const closed = closedFor(program, lead, at)
      if (closed) return fail(closed)
    }
    if (event === 'contact' || event === 'reopen') await prolong(transaction, program.programId, lead, expiryAfter(program.policy, at))
    if (event === 'contact' && lead.answeredAt === null) await setAnswered(transaction, program.programId, lead.leadKey, at)
    await recordLeadStep(transaction, program.programId, lead, { from: lead.state, to: to.value, event, actor, reason, at })
    return ok(undefined)
  })

// Who lost a customer has them back only as long as they are protected: after that anybody may register them.
function closedFor({ policy }: Program, lead: StoredLead, at: Date): Problem | undefined {
  const days = policy.leads?.claimDays ?? DEFAULT_LEAD_POLICY.claimDays
  const endsAt = lead.claimEndsAt ?? new Date(lead.receivedAt.getTime() + days * DAY_MS)
  if (at < endsAt) return undefined
  const detail = `Request ${lead.number} could be reopened until ${lastDay(endsAt, policy)}. Register the customer anew.`
  return problem('lead_transition_refused', { leadId: lead.id, detail })
}

const assign = (
  parent: Parent,
  program: Program,
  name: string,
  code: string | undefined,
  reason: string,
  actor: string,
): Promise<Result<StoredLead, Problem>> =>
  withLead(parent, program, name, undefined, async (transaction, lead, at) => {
    const { programId, policy } = program
    const affiliate = code === undefined ? undefined : await affiliateByCode(transaction, programId, code)
    if (code !== undefined && !affiliate)
      return fail(problem('affiliate_unknown', { leadId: lead.id, detail: `No affiliate has the code “${code}”.` }))
    if (affiliate && affiliate.state !== 'active')
      return fail(problem('affiliate_suspended', { leadId: lead.id, detail: `${affiliate.name} is ${affiliate.state}.` }))
    if (lead.state === 'won') return fail(refusedWon(lead, 'be assigned'))
    await setOwner(transaction, programId, lead, affiliate?.affiliateId ?? null)
    if (lead.claimKey !== null) await moveClaim(transaction, programId, lead.claimKey, affiliate?.affiliateId ?? null, at)
    const details = { from: lead.affiliateCode, to: affiliate?.code ?? null }
    await recordLeadStep(transaction, programId, lead, { from: lead.state, to: lead.state, event: 'assign', actor, reason, details, at })
    const before =
      lead.affiliateName !== null && lead.affiliateEmail !== null ? { name: lead.affiliateName, email: lead.affiliateEmail } : undefined
    const letters = [
      ...(before ? [leadReassigned(policy, lead, before, 'somebody else looks after it now', reason)] : []),
      ...(affiliate ? [leadReassigned(policy, lead, affiliate, 'it is yours now', reason)] : []),
    ]
    await queueMessages(transaction, programId, letters, { orderKey: null, test: lead.test })
    return ok(undefined)
  })

const takeOver = (parent: Parent, program: Program, name: string, reason: string, actor: string): Promise<Result<StoredLead, Problem>> =>
  withLead(parent, program, name, undefined, async (transaction, lead, at) => {
    const { programId, policy } = program
    if (lead.state === 'won') return fail(refusedWon(lead, 'be taken over'))
    if (lead.handledBy === 'staff') return ok(undefined)
    if (!isOverdue(lead, at)) {
      const detail = `Request ${lead.number} can be taken over once nobody has answered it in time${lead.answeredAt === null && lead.answerBy ? `, after ${lead.answerBy.toISOString()}` : ''}. To give it to somebody else, assign it.`
      return fail(problem('lead_transition_refused', { leadId: lead.id, detail }))
    }
    const share = policy.leads?.takeoverShareBasisPoints ?? DEFAULT_LEAD_POLICY.takeoverShareBasisPoints
    await setTakenOver(transaction, programId, lead, share)
    const details = { shareBasisPoints: share }
    await recordLeadStep(transaction, programId, lead, { from: lead.state, to: lead.state, event: 'takeover', actor, reason, details, at })
    const owner =
      lead.affiliateName !== null && lead.affiliateEmail !== null ? { name: lead.affiliateName, email: lead.affiliateEmail } : undefined
    const sentence = `${policy.name} looks after it now; ${share / 100} % of the commission base counts for you`
    const letters = owner ? [leadReassigned(policy, lead, owner, sentence, reason)] : []
    await queueMessages(transaction, programId, letters, { orderKey: null, test: lead.test })
    return ok(undefined)
  })

const refusedWon = (lead: StoredLead, what: string): Problem =>
  problem('lead_transition_refused', {
    leadId: lead.id,
    detail: `Request ${lead.number} is won; who earns of it was agreed then, and it cannot ${what} now.`,
  })

async function withLead(
  parent: Parent,
  { programId }: Program,
  name: string,
  affiliateId: number | undefined,
  change: (transaction: Queryable, lead: StoredLead, at: Date) => Promise<Result<undefined, Problem>>,
): Promise<Result<StoredLead, Problem>> {
  const changed = await parent.database.transaction(async (transaction): Promise<Result<StoredLead, Problem>> => {
    const lead = await leadForChange(transaction, programId, name, normalizeCode(name))
    if (!lead || (affiliateId !== undefined && lead.affiliateId !== affiliateId)) {
      return fail(problem('lead_unknown', { detail: `No request is called “${name}”.` }))
    }
    const done = await change(transaction, lead, parent.now())
    if (!done.ok) return done
    return ok((await leadForChange(transaction, programId, lead.id, lead.number)) as StoredLead)
  })
  if (changed.ok) parent.wake()
  return changed
}
