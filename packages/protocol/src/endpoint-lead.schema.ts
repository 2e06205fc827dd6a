import type { EndpointName } from './endpoint.ts'
import type { EndpointShape } from './endpoint-shape.schema.ts'
import {
  askService,
  assignLead,
  changeLead,
  lead,
  leadAnswer,
  leadPage,
  leadStatus,
  leadsQuery,
  ownLeadsQuery,
  pipeline,
  reasonedChange,
  registerLead,
} from './lead.schema.ts'
import { statusQuery } from './status-query.schema.ts'

const CHANGE_PROBLEMS = ['lead_transition_refused', 'lead_unknown'] as const

/** The shapes of the endpoints where customers ask for services, and where those who answer work. */
export const LEAD_SHAPES = {
  postLead: {
    summary: 'Ask about a service: 201 the first time an id is seen, 200 for each repeat of the same request',
    body: askService,
    answers: { 200: leadAnswer, 201: leadAnswer },
    problems: [
      'idempotency_key_mismatch',
      'lead_id_reused',
      'offer_unknown',
      'origin_unregistered',
      'program_mismatch',
      'rate_limited',
      'seal_unreadable',
      'site_unknown',
    ],
  },
  getLead: {
    summary: "The customer's view of a request in short, by id and secret",
    query: statusQuery,
    answers: { 200: leadStatus },
    problems: ['lead_unknown'],
  },
  listOwnLeads: { summary: 'Requests of this affiliate, newest first', query: ownLeadsQuery, answers: { 200: leadPage }, problems: [] },
  showOwnLead: { summary: 'One request of this affiliate', answers: { 200: lead }, problems: ['lead_unknown'] },
  postOwnLead: {
    summary: 'Register a customer that the affiliate talked to',
    body: registerLead,
    answers: { 200: lead, 201: lead },
    problems: ['affiliate_suspended', 'lead_claimed', 'lead_id_reused', 'offer_unknown'],
  },
  contactOwnLead: {
    summary: 'Record that the customer was talked to',
    body: changeLead,
    answers: { 200: lead },
    problems: [...CHANGE_PROBLEMS],
  },
  loseOwnLead: { summary: 'Record that nothing comes of it', body: reasonedChange, answers: { 200: lead }, problems: [...CHANGE_PROBLEMS] },
  reopenOwnLead: {
    summary: 'Take up again what was lost or expired',
    body: changeLead,
    answers: { 200: lead },
    problems: [...CHANGE_PROBLEMS],
  },
  getOwnPipeline: { summary: 'The figures of this affiliate’s requests', answers: { 200: pipeline }, problems: [] },
  listLeads: { summary: 'Requests, newest first', query: leadsQuery, answers: { 200: leadPage }, problems: ['affiliate_unknown'] },
  showLead: { summary: 'One request, by id or number', answers: { 200: lead }, problems: ['lead_unknown'] },
  contactLead: {
    summary: 'Record that the customer was talked to',
    body: changeLead,
    answers: { 200: lead },
    problems: [...CHANGE_PROBLEMS],
  },
  loseLead: { summary: 'Record that nothing comes of it', body: reasonedChange, answers: { 200: lead }, problems: [...CHANGE_PROBLEMS] },
  reopenLead: {
    summary: 'Take up again what was lost or expired',
    body: changeLead,
    answers: { 200: lead },
    problems: [...CHANGE_PROBLEMS],
  },
  assignLead: {
    summary: 'Give a request to another affiliate, or to nobody',
    body: assignLead,
    answers: { 200: lead },
    problems: ['affiliate_suspended', 'affiliate_unknown', ...CHANGE_PROBLEMS],
  },
  takeOverLead: {
    summary: 'Look after a request instead of its affiliate',
    body: reasonedChange,
    answers: { 200: lead },
    problems: [...CHANGE_PROBLEMS],
  },
  getPipeline: { summary: 'The figures of all requests, in total and by affiliate', answers: { 200: pipeline }, problems: [] },
} as const satisfies Partial<Record<EndpointName, EndpointShape>>
