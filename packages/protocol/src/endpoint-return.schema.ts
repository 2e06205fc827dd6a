import type { EndpointName } from './endpoint.ts'
import type { EndpointShape } from './endpoint-shape.schema.ts'
import { orderStatus } from './order.schema.ts'
import { receiveReturn, refuseReturn, returnPage, returnRecord, returnsQuery } from './return.schema.ts'
import { cancellation, withdrawal } from './withdrawal.schema.ts'

const CHANGE_PROBLEMS = ['changed', 'return_transition_refused', 'return_unknown'] as const

/** The shapes of the endpoints by which a customer takes an order back, and staff the goods. */
export const RETURN_SHAPES = {
  postCancellation: {
    summary: 'Cancel a whole order of which nothing was shipped, by id and secret; again answers the same',
    body: cancellation,
    answers: { 200: orderStatus },
    problems: ['order_shipped', 'order_transition_refused', 'order_unknown', 'overloaded', 'rate_limited'],
  },
  postWithdrawal: {
    summary:
      'Withdraw from the contract, about the whole order or some pieces: 201 the first time an id is seen, 200 for each repeat of the same statement',
    body: withdrawal,
    answers: { 200: orderStatus, 201: orderStatus },
    problems: ['order_unknown', 'overloaded', 'rate_limited', 'return_id_reused', 'withdrawal_exceeds_rest', 'withdrawal_over'],
  },
  listReturns: { summary: 'Returns, newest first', query: returnsQuery, answers: { 200: returnPage }, problems: [] },
  showReturn: {
    summary: 'One return, by its id or the number of its order',
    answers: { 200: returnRecord },
    problems: ['return_unknown'],
  },
  receiveReturn: {
    summary: 'Record that the pieces came back; what was paid for them goes back, and the shipping once everything did',
    body: receiveReturn,
    answers: { 200: returnRecord },
    problems: ['refund_exceeds_rest', ...CHANGE_PROBLEMS],
  },
  refuseReturn: {
    summary: 'Refuse a return, with the reason for the customer',
    body: refuseReturn,
    answers: { 200: returnRecord },
    problems: [...CHANGE_PROBLEMS],
  },
} as const satisfies Partial<Record<EndpointName, EndpointShape>>
