import { newId, normalizeCode, type ProposalId } from '@tributary/protocol/id'
import { type Problem, problem } from '@tributary/protocol/problem'
import { DEFAULT_LEAD_POLICY } from '@tributary/protocol/program'
import type { NewProposal, Proposal, ProposalDecision } from '@tributary/protocol/proposal'
import { newProposal } from '@tributary/protocol/proposal.schema'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { expiryAfter, moveDeal } from '../core/deal.ts'
import { proposalMade } from '../core/deal-message.ts'
import type { Refusal } from '../core/order.ts'
import { priceProposal } from '../core/proposal.ts'
import { verifyDecision } from '../core/proposal-decision.ts'
import { proposalView } from '../core/proposal-view.ts'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import type { Queryable } from '../store/database.ts'
import { setAnswered } from '../store/lead-answers.ts'
import { prolong } from '../store/lead-changes.ts'
import { leadByName, leadForChange, recordLeadStep, type StoredLead } from '../store/leads.ts'
import { queueMessages } from '../store/messages.ts'
import { variantOfService } from '../store/offers.ts'
import type { Program } from '../store/programs.ts'
import { addProposal, decisionsOf, proposalsOf } from '../store/proposals.ts'
import { dealFacts } from './deal-letters.ts'
import type { AffiliateRoute, Parent, StaffRoute } from './route.ts'

/** `POST /v1/admin/leads/:id/proposals`: the next version; the ones before it cannot be accepted any more. */
export const postProposal =
  (parent: Parent): StaffRoute =>
  async ({ request, program, actor, parameters: { id = '' } }) => {
    const parsed = await parseBody(request, newProposal, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const made = await propose(parent, program, id, parsed.value, actor)
    return made.ok ? json(made.value, 201) : problemResponse(made.error.code, made.error)
  }

/** `GET /v1/admin/leads/:id/proposals`: every version with what was decided, the latest first. */
export const listProposals =
  (parent: Parent): StaffRoute =>
  async ({ program, parameters: { id = '' } }) => {
    const lead = await leadByName(parent.database, program.programId, id, normalizeCode(id))
    if (!lead) return problemResponse('lead_unknown', { detail: `No request is called “${id}”.` })
    const { proposals, decisions } = await readProposals(parent, program, lead)
    return json({ proposals, decisions })
  }

/** `GET /v1/affiliate/leads/:id/proposals`: the same to the affiliate that owns the request; what the customer decided by what record is the parent's. */
export const listOwnProposals =
  (parent: Parent): AffiliateRoute =>
  async ({ program, affiliate, parameters: { id = '' } }) => {
    const lead = await leadByName(parent.database, program.programId, id, normalizeCode(id))
    if (lead?.affiliateId !== affiliate.affiliateId)
      return problemResponse('lead_unknown', { detail: `No request of yours is called “${id}”.` })
    return json({ proposals: (await readProposals(parent, program, lead)).proposals })
  }

/** `POST /v1/affiliate/leads/:id/proposals`: where the program lets affiliates propose, and as long as the affiliate looks after the request. */
export const postOwnProposal =
  (parent: Parent): AffiliateRoute =>
  async ({ request, program, affiliate: { affiliateId, code, state }, parameters: { id = '' } }) => {
    const parsed = await parseBody(request, newProposal, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const { leads, name } = program.policy
    if (state !== 'active')
      return problemResponse('affiliate_suspended', { detail: `You are ${state}: you may read here, and not change anything.` })
    if (!(leads?.affiliatesPropose ?? DEFAULT_LEAD_POLICY.affiliatesPropose))
      return problemResponse('proposal_by_staff', { detail: `Tell ${name} in the conversation what was talked about.` })
    const made = await propose(parent, program, id, parsed.value, `affiliate ${code}`, affiliateId)
    return made.ok ? json(made.value, 201) : problemResponse(made.error.code, made.error)
  }

/** `GET /v1/admin/leads/:id/proposals/verification`: recomputes every decision of a lead from what is stored. */
export const verifyProposals =
  (parent: Parent): StaffRoute =>
  async ({ program, parameters: { id = '' } }) => {
    const lead = await leadByName(parent.database, program.programId, id, normalizeCode(id))
    if (!lead) return problemResponse('lead_unknown', { detail: `No request is called “${id}”.` })
    const decisions = await decisionsOf(parent.database, program.programId, lead.leadKey)
    return json({ verifications: decisions.map((decision) => ({ decision, ...verifyDecision(decision) })) })
  }

/** The versions of a lead's proposal, the latest first, and what was decided about them. */
export async function readProposals(
  { database, now }: Parent,
  { programId }: Program,
  { leadKey }: StoredLead,
): Promise<{ readonly proposals: readonly Proposal[]; readonly decisions: readonly ProposalDecision[] }> {
  const [proposals, decisions] = await Promise.all([proposalsOf(database, programId, leadKey), decisionsOf(database, programId, leadKey)])
  return { proposals: proposals.map((stored) => proposalView(stored, now())), decisions }
}

/** Adds a version to a lead named by id or number, moves it to `proposed` and tells the customer. With `affiliateId` only a lead of that affiliate is known. */
export async function propose(
  parent: Parent,
  program: Program,
  name: string,
  document: NewProposal,
  actor: string,
  affiliateId?: number,
): Promise<Result<Proposal, Problem>> {
  const { programId, policy } = program
  const keyring = await parent.keyring(programId)
  const made = await parent.database.transaction(async (transaction): Promise<Result<Proposal, Problem>> => {
    const lead = await leadForChange(transaction, programId, name, normalizeCode(name))
    if (!lead || (affiliateId ?? lead.affiliateId) !== lead.affiliateId) {
      return fail(problem('lead_unknown', { detail: `No request is called “${name}”.` }))
    }
    if (affiliateId !== undefined && lead.handledBy === 'staff') {
      return fail(asProblem(lead, { code: 'lead_transition_refused', detail: `${policy.name} looks after request ${lead.number} now.` }))
    }
    const at = parent.now()
    const moved = moveDeal(lead, 'propose')
    if (!moved.ok) return fail(asProblem(lead, moved.error))
    const variant = await variantOfService(transaction, programId, lead.offerId)
    const priced = priceProposal(policy, variant.taxClass, document, at)
    if (!priced.ok) return fail(asProblem(lead, priced.error))

    const id: ProposalId = newId('proposal')
    await addProposal(transaction, programId, lead.leadKey, { id, ...priced.value, madeBy: actor, madeAt: at, test: lead.test })
    const stored = await latestOf(transaction, programId, lead)
    await prolong(transaction, programId, lead, expiryAfter(policy, at, priced.value.validUntil))
    if (lead.answeredAt === null) await setAnswered(transaction, programId, lead.leadKey, at)
    const details = { proposal: id, version: stored.version }
    await recordLeadStep(transaction, programId, lead, { from: lead.state, to: moved.value, event: 'propose', actor, details, at })
    const { version, totalMinor } = stored
    const facts = { version, totalMinor, currency: document.currency, validUntil: document.validUntil }
    const letter = proposalMade(policy, dealFacts(parent.origin, keyring, lead), facts)
    await queueMessages(transaction, programId, [letter], { orderKey: null, test: lead.test })
    return ok(proposalView(stored, at))
  })
  if (made.ok) parent.wake()
  return made
}

/** The latest version of a lead's proposal; throws where there is none. */
export async function latestOf(transaction: Queryable, programId: number, { leadKey, number }: StoredLead) {
  const [latest] = await proposalsOf(transaction, programId, leadKey)
  if (!latest) throw new Error(`expected a proposal for request ${number}, received none`)
  return latest
}

/** A refusal about a lead as a problem that names it. */
export const asProblem = (lead: StoredLead, { code, ...more }: Refusal): Problem => problem(code, { ...more, leadId: lead.id })
