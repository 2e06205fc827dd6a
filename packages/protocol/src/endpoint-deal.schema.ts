import { z } from 'zod'
import type { EndpointName } from './endpoint.ts'
import type { EndpointShape } from './endpoint-shape.schema.ts'
import { cancelDeal, deal } from './milestone.schema.ts'
import { newProposal, proposal, proposalDecision, winDeal } from './proposal.schema.ts'

const LEAD_PROBLEMS = ['lead_transition_refused', 'lead_unknown'] as const
const MILESTONE_PROBLEMS = ['milestone_transition_refused', 'milestone_unknown'] as const

/** The shapes of the endpoints where a request becomes an agreement, and an agreement is paid. */
export const DEAL_SHAPES = {
  listProposals: {
    summary: 'Every version of the proposal, the latest first, and what was decided',
    answers: { 200: z.strictObject({ proposals: z.array(proposal), decisions: z.array(proposalDecision) }) },
    problems: ['lead_unknown'],
  },
  listOwnProposals: {
    summary: 'Every version of the proposal to a customer of this affiliate, the latest first',
    answers: { 200: z.strictObject({ proposals: z.array(proposal) }) },
    problems: ['lead_unknown'],
  },
  postOwnProposal: {
    summary: 'The same by the affiliate that owns the request, where the program lets affiliates propose',
    body: newProposal,
    answers: { 201: proposal },
    problems: ['affiliate_suspended', 'currency_mismatch', 'proposal_by_staff', ...LEAD_PROBLEMS],
  },
  postProposal: {
    summary: 'Propose, or revise what was proposed; the customer is told',
    body: newProposal,
    answers: { 201: proposal },
    problems: ['currency_mismatch', ...LEAD_PROBLEMS],
  },
  verifyProposals: {
    summary: 'Recompute the hashes of what was decided about proposals',
    answers: {
      200: z.strictObject({
        verifications: z.array(
          z.strictObject({
            decision: proposalDecision,
            hash: z.string(),
            parts: z.int(),
            erased: z.array(z.string()),
            broken: z.array(z.string()),
          }),
        ),
      }),
    },
    problems: ['lead_unknown'],
  },
  winLead: {
    summary: 'Record that the customer accepted the latest version elsewhere',
    body: winDeal,
    answers: { 200: deal },
    problems: ['acceptance_final', 'proposal_expired', 'proposal_unknown', ...LEAD_PROBLEMS],
  },
  cancelDeal: {
    summary: 'End a deal that was won: what is not paid is not due any more, with `refund` what was paid goes back',
    body: cancelDeal,
    answers: { 200: deal },
    problems: ['changed', ...LEAD_PROBLEMS],
  },
  getDeal: { summary: 'What was agreed, with its milestones', answers: { 200: deal }, problems: [...LEAD_PROBLEMS] },
  invoiceMilestone: { summary: 'Record that a milestone was invoiced', answers: { 200: deal }, problems: [...MILESTONE_PROBLEMS] },
  payMilestone: {
    summary: 'Record that a milestone was paid: it becomes an order, and earns commissions',
    answers: { 200: deal },
    problems: [...MILESTONE_PROBLEMS],
  },
  cancelMilestone: { summary: 'Cancel a milestone that is not paid', answers: { 200: deal }, problems: [...MILESTONE_PROBLEMS] },
} as const satisfies Partial<Record<EndpointName, EndpointShape>>
