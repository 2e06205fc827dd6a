import { z } from 'zod'
import { affiliate, moveAffiliate, moveSponsor, newAffiliate } from './affiliate.schema.ts'
import {
  application,
  applicationAnswer,
  invitation,
  joiningFacts,
  joiningQuery,
  newApplication,
  newInvitation,
} from './application.schema.ts'
import { commissionExplanation, commissionPage } from './commission.schema.ts'
import type { EndpointName } from './endpoint.ts'
import type { EndpointShape } from './endpoint-shape.schema.ts'
import { addedAffiliateKey, affiliateKeys, newKey } from './key.schema.ts'
import { downline, ownAccount, ownCommissionsQuery, ownOrderPage, ownOrdersQuery } from './own-account.schema.ts'
import { statement, statementList } from './statement.schema.ts'

const MOVE_PROBLEMS = ['affiliate_transition_refused', 'affiliate_unknown', 'changed'] as const

/** The shapes of the endpoints about affiliates: how they join, what staff do to them, and what they see of their own account. */
export const AFFILIATE_SHAPES = {
  getJoining: {
    summary: 'What a business is told before it applies: what it earns, and in whose network',
    query: joiningQuery,
    answers: { 200: joiningFacts },
    problems: [],
  },
  postApplication: {
    summary: 'Apply to become an affiliate; the answer does not tell whether the address is known',
    body: newApplication,
    answers: { 202: applicationAnswer },
    problems: ['applications_closed', 'rate_limited'],
  },
  getBalance: { summary: 'What is pending, held and payable, and the next payout', answers: { 200: ownAccount }, problems: [] },
  listOwnCommissions: {
    summary: "The affiliate's commissions, newest first",
    query: ownCommissionsQuery,
    answers: { 200: commissionPage },
    problems: [],
  },
  explainOwnCommission: {
    summary: 'Why a commission is what it is, with every step of the arithmetic',
    answers: { 200: commissionExplanation },
    problems: ['commission_unknown'],
  },
  listOwnStatements: { summary: "The affiliate's statements of closed months", answers: { 200: statementList }, problems: [] },
  showOwnStatement: {
    summary: 'A statement; of an open month what it says so far',
    answers: { 200: statement },
    problems: ['statement_unknown'],
  },
  listOwnOrders: {
    summary: 'Orders that the affiliate sold or earns from, newest first',
    query: ownOrdersQuery,
    answers: { 200: ownOrderPage },
    problems: [],
  },
  getDownline: { summary: "The affiliate's network by level", answers: { 200: downline }, problems: [] },
  listAffiliates: { summary: 'All affiliates', answers: { 200: z.strictObject({ affiliates: z.array(affiliate) }) }, problems: [] },
  postAffiliate: {
    summary: 'Add an affiliate',
    body: newAffiliate,
    answers: { 201: affiliate },
    problems: ['affiliate_code_taken', 'affiliate_unknown', 'network_too_deep', 'sponsor_closed'],
  },
  postInvitation: {
    summary: 'Invite a business: a link goes to it by mail, by which it joins at once',
    body: newInvitation,
    answers: { 201: invitation },
    problems: ['affiliate_known', 'affiliate_unknown', 'network_too_deep', 'sponsor_closed'],
  },
  listApplications: {
    summary: 'Applications that wait for an answer, oldest first',
    answers: { 200: z.strictObject({ applications: z.array(application) }) },
    problems: [],
  },
  approveAffiliate: {
    summary: 'Approve an application; link, site key and snippet go out by mail',
    body: moveAffiliate,
    answers: { 200: affiliate },
    problems: [...MOVE_PROBLEMS],
  },
  declineAffiliate: {
    summary: 'Decline an application; the reason goes to the applicant',
    body: moveAffiliate,
    answers: { 200: affiliate },
    problems: [...MOVE_PROBLEMS],
  },
  suspendAffiliate: {
    summary: 'Suspend an affiliate: it earns nothing until it is resumed',
    body: moveAffiliate,
    answers: { 200: affiliate },
    problems: [...MOVE_PROBLEMS],
  },
  resumeAffiliate: {
    summary: 'Resume a suspended affiliate',
    body: moveAffiliate,
    answers: { 200: affiliate },
    problems: [...MOVE_PROBLEMS],
  },
  closeAffiliate: {
    summary: 'Close an affiliate for good',
    body: moveAffiliate,
    answers: { 200: affiliate },
    problems: [...MOVE_PROBLEMS],
  },
  moveAffiliate: {
    summary: 'Give an affiliate with its network another sponsor, or none; earlier orders keep their upline',
    body: moveSponsor,
    answers: { 200: affiliate },
    problems: ['affiliate_unknown', 'network_too_deep', 'sponsor_closed', 'sponsor_in_downline', 'sponsor_unchanged'],
  },
  listAffiliateKeys: { summary: "An affiliate's keys, newest first", answers: { 200: affiliateKeys }, problems: ['affiliate_unknown'] },
  postAffiliateKey: {
    summary: 'Make a key by which an affiliate reads its own account; it is shown once',
    body: newKey,
    answers: { 201: addedAffiliateKey },
    problems: ['affiliate_unknown'],
  },
  retireAffiliateKey: {
    summary: "Retire an affiliate's key: nobody gets in by it any more",
    answers: { 200: affiliateKeys },
    problems: ['affiliate_unknown', 'key_unknown'],
  },
} as const satisfies Partial<Record<EndpointName, EndpointShape>>
