import { z } from 'zod'
import { commissionExplanation, commissionPage, commissionsQuery } from './commission.schema.ts'
import type { EndpointName } from './endpoint.ts'
import type { EndpointShape } from './endpoint-shape.schema.ts'
import { ledgerCheck } from './ledger.schema.ts'
import { orderRecord } from './order.schema.ts'
import { maskedDetails, paymentDetails, transferList } from './payment-details.schema.ts'
import { movePayout, newBatch, payout, payoutBatch, payoutsQuery } from './payout.schema.ts'
import { lintRequest, planFinding, publishedPlan, publishPlan } from './plan.schema.ts'
import type { ProblemCode } from './problem.ts'
import { newRefund, refundPreview, refundRecord } from './refund.schema.ts'
import { pastSalePage, pastSalesQuery } from './sale.schema.ts'
import { closedPeriod, statement, statementList, statementsQuery } from './statement.schema.ts'

const CHANGE_PROBLEMS = ['changed', 'order_transition_refused', 'order_unknown'] as const

const payouts = z.strictObject({ payouts: z.array(payout) })

const movesPayouts = <Code extends ProblemCode>(summary: string, problems: readonly Code[]) =>
  ({
    summary,
    body: movePayout,
    answers: { 200: payouts },
    problems: ['affiliate_suspended', 'payout_transition_refused', 'payout_unknown', ...problems],
  }) as const

/** The shapes of the endpoints where money goes back or flows down the network: refunds, plans, commissions, payouts, statements. */
export const MONEY_SHAPES = {
  listRefunds: {
    summary: 'What went back of an order, eldest first',
    answers: { 200: z.strictObject({ refunds: z.array(refundRecord) }) },
    problems: ['order_unknown'],
  },
  postRefund: {
    summary: 'Give money back, or say with `preview` what that would do; a repeat of the same refund is answered the same',
    body: newRefund,
    answers: { 200: z.union([refundRecord, refundPreview]), 201: refundRecord },
    problems: ['currency_mismatch', 'refund_exceeds_rest', 'refund_id_reused', 'refund_line_unknown', 'refund_unpaid', ...CHANGE_PROBLEMS],
  },
  chargeBackOrder: {
    summary: "The customer's bank took the payment back",
    answers: { 200: orderRecord },
    problems: [...CHANGE_PROBLEMS],
  },
  winBackOrder: { summary: 'A chargeback was won: the money is back', answers: { 200: orderRecord }, problems: [...CHANGE_PROBLEMS] },
  listPlans: {
    summary: "Every version of the program's plan, newest first",
    answers: { 200: z.strictObject({ plans: z.array(publishedPlan) }) },
    problems: [],
  },
  postPlan: {
    summary: 'Publish a version of the plan; it counts for orders placed from its date on',
    body: publishPlan,
    answers: { 201: publishedPlan },
    problems: ['changed', 'plan_backdated', 'plan_note_needed', 'plan_refused'],
  },
  postLint: {
    summary: 'What is wrong with a draft of a plan, and what is worth a second thought',
    body: lintRequest,
    answers: { 200: z.strictObject({ findings: z.array(planFinding) }) },
    problems: [],
  },
  listSales: {
    summary: 'Paid orders of affiliates as a plan sees them, oldest first, to try a draft on',
    query: pastSalesQuery,
    answers: { 200: pastSalePage },
    problems: [],
  },
  listCommissions: {
    summary: 'Commissions, newest first',
    query: commissionsQuery,
    answers: { 200: commissionPage },
    problems: ['affiliate_unknown', 'order_unknown'],
  },
  explainCommission: {
    summary: 'Why a commission is what it is, with every step of the arithmetic',
    answers: { 200: commissionExplanation },
    problems: ['commission_unknown'],
  },
  getPayouts: { summary: 'Payouts, newest first', query: payoutsQuery, answers: { 200: payouts }, problems: ['affiliate_unknown'] },
  postPayouts: {
    summary: 'Draft a batch of payouts: everybody who is owed enough, or the affiliates named',
    body: newBatch,
    answers: { 201: payoutBatch },
    problems: ['affiliate_unknown'],
  },
  getTransfers: {
    summary: 'What to transfer for an approved batch or payout, with whole payment details',
    answers: { 200: transferList },
    problems: ['payout_transition_refused', 'payout_unknown'],
  },
  putDetails: {
    summary: 'Say where an affiliate is paid; kept encrypted',
    body: paymentDetails,
    answers: { 200: maskedDetails },
    problems: ['affiliate_unknown'],
  },
  getDetails: {
    summary: 'Where an affiliate is paid, masked',
    answers: { 200: maskedDetails },
    problems: ['affiliate_unknown', 'details_unknown'],
  },
  approvePayouts: movesPayouts('Approve payouts, with another key than they were drafted with', [
    'payout_changed',
    'payout_needs_second_key',
  ]),
  sendPayouts: movesPayouts('Record that payouts were handed to the bank', ['payout_changed']),
  settlePayouts: movesPayouts('Record that payouts arrived', []),
  failPayouts: movesPayouts('Record that payouts came back; their amounts are payable again', []),
  withdrawPayouts: movesPayouts('Withdraw payouts that were not sent; their commissions are free again', []),
  listStatements: {
    summary: 'Statements of closed months, oldest first',
    query: statementsQuery,
    answers: { 200: statementList },
    problems: ['affiliate_unknown'],
  },
  showStatement: {
    summary: 'A statement; of an open month what it says so far',
    answers: { 200: statement },
    problems: ['affiliate_unknown', 'statement_unknown'],
  },
  closePeriod: {
    summary: 'Close a month that is over: every statement is written, and the ledger takes nothing of it any more',
    answers: { 200: closedPeriod },
    problems: ['period_closed', 'period_open'],
  },
  checkLedger: { summary: 'Replay the ledger and compare it with what is stored', answers: { 200: ledgerCheck }, problems: [] },
} as const satisfies Partial<Record<EndpointName, EndpointShape>>
