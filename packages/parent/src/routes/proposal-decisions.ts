import { newId, normalizeCode } from '@tributary/protocol/id'
import { type Problem, problem } from '@tributary/protocol/problem'
import type { NewProposal, ProposalDecision } from '@tributary/protocol/proposal'
import { winDeal } from '@tributary/protocol/proposal.schema'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { dealView, moveDeal } from '../core/deal.ts'
import { type DealFacts, dealWon, proposalAccepted, proposalDecided } from '../core/deal-message.ts'
import type { Letter } from '../core/letter.ts'
import { dueMilestones, refusalToDecide } from '../core/proposal.ts'
import { commitPart, decisionHash } from '../core/proposal-decision.ts'
import { json } from '../http/json.ts'
import { parseBody } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import type { Queryable } from '../store/database.ts'
import { leadByName, leadForChange, recordLeadStep, type StoredLead } from '../store/leads.ts'
import { queueMessages } from '../store/messages.ts'
import { addDeal, dealOf } from '../store/milestones.ts'
import { variantOfService } from '../store/offers.ts'
import type { Program } from '../store/programs.ts'
import { addDecision, proposalsOf, type StoredProposal } from '../store/proposals.ts'
import { dealFacts, ownerOf } from './deal-letters.ts'
import { asProblem } from './proposals.ts'
import type { Parent, StaffRoute } from './route.ts'

/** A decision as it was made: about which version, by whom, in whose name, in which words. */
export interface Decided {
  /** Absent: about the latest version. */
  readonly proposal?: string | undefined
  readonly decision: 'accepted' | 'declined'
  readonly by: 'customer' | 'staff'
  readonly name: string
  /** How staff know, or why the customer declines. */
  readonly note: string
  readonly actor: string
}

/** `POST /v1/admin/leads/:id/win`: records a yes that was said elsewhere. */
export const winLead =
  (parent: Parent): StaffRoute =>
  async ({ request, program, actor, parameters: { id = '' } }) => {
    const parsed = await parseBody(request, winDeal, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const decided = await decideProposal(parent, program, id, { decision: 'accepted', by: 'staff', ...parsed.value, actor })
    if (!decided.ok) return problemResponse(decided.error.code, decided.error)
    const lead = await leadByName(parent.database, program.programId, id, normalizeCode(id))
    const deal = lead && (await dealOf(parent.database, program.programId, lead.leadKey))
    return deal ? json(dealView(deal)) : problemResponse('lead_unknown')
  }

/**
 * Decides about a version of a proposal: a yes wins the deal and makes its milestones, a no goes back to talking. What was agreed is kept as salted
 * commitments under one hash. Refused: a version that was replaced, that is out of date, or that was decided before.
 */
export async function decideProposal(
  parent: Parent,
  program: Program,
  name: string,
  decided: Decided,
): Promise<Result<ProposalDecision, Problem>> {
  const { programId } = program
  const keyring = await parent.keyring(programId)
  const answered = await parent.database.transaction(async (transaction): Promise<Result<ProposalDecision, Problem>> => {
    const lead = await leadForChange(transaction, programId, name, normalizeCode(name))
    if (!lead) return fail(problem('lead_unknown', { detail: `No request is called “${name}”.` }))
    const versions = await proposalsOf(transaction, programId, lead.leadKey)
    const proposal = decided.proposal === undefined ? versions[0] : versions.find(({ id }) => id === decided.proposal)
    if (!proposal) return fail(problem('proposal_unknown', { leadId: lead.id, detail: `Request ${lead.number} has no such proposal.` }))
    const at = parent.now()
    const refused = refusalToDecide(proposal, at)
    if (refused) return fail(asProblem(lead, refused))
    const moved = moveDeal(lead, decided.decision === 'accepted' ? 'win' : 'decline')
    if (!moved.ok) return fail(asProblem(lead, moved.error))

    const record = recordOf(lead, proposal, decided, at)
    await addDecision(transaction, programId, proposal, record)
    if (decided.decision === 'accepted') await win(transaction, program, lead, proposal, at)
    const event = decided.decision === 'accepted' ? 'win' : 'decline'
    const details = { proposal: proposal.id, version: proposal.version, hash: record.hash }
    const step = { from: lead.state, to: moved.value, event, actor: decided.actor, reason: decided.note, details, at }
    await recordLeadStep(transaction, programId, lead, step)
    const letters = lettersOf(program, dealFacts(parent.origin, keyring, lead), lead, proposal, record, decided.note)
    await queueMessages(transaction, programId, letters, { orderKey: null, test: lead.test })
    return ok(record)
  })
  if (answered.ok) parent.wake()
  return answered
}

function recordOf(lead: StoredLead, proposal: StoredProposal, { decision, by, name, note }: Decided, at: Date): ProposalDecision {
  const parts = [
    commitPart('proposal', proposal.document satisfies NewProposal),
    commitPart('service', { handle: lead.handle, title: lead.title }),
    commitPart('name', name),
    commitPart('email', lead.contact.email),
    ...(note === '' ? [] : [commitPart('note', note)]),
  ]
  const record = { lead: lead.id, proposal: proposal.id, version: proposal.version, decision, by, at: at.toISOString(), parts }
  return { ...record, hash: decisionHash(record) }
}

async function win(transaction: Queryable, { programId }: Program, lead: StoredLead, proposal: StoredProposal, at: Date): Promise<void> {
  const { variantId } = await variantOfService(transaction, programId, lead.offerId)
  const { leadKey, affiliateId, shareBasisPoints, test } = lead
  const { proposalKey, document } = proposal
  const deal = { leadKey, proposalKey, affiliateId, currency: document.currency, shareBasisPoints, variantId, wonAt: at, test }
  const milestones = dueMilestones(proposal).map((milestone) => ({ ...milestone, id: newId('milestone') }))
  await addDeal(transaction, programId, deal, milestones)
}

function lettersOf(
  { policy }: Program,
  facts: DealFacts,
  lead: StoredLead,
  { version }: StoredProposal,
  { decision, hash }: ProposalDecision,
  note: string,
): Letter[] {
  const staff = policy.staffEmails.map((recipient) => proposalDecided(policy, facts, decision, note, recipient))
  if (decision === 'declined') return staff
  const owner = ownerOf(lead)
  return [proposalAccepted(policy, facts, version, hash), ...(owner ? [dealWon(policy, facts, owner)] : []), ...staff]
}
