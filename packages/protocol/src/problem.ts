import { BODY_TOO_LARGE } from './body-limit.ts'
import type { RowNote } from './catalogue.ts'

/** What a problem code means: HTTP status, a title that a person understands, and whether repeating the same bytes can help. */
interface ProblemKind {
  readonly status: number
  readonly title: string
  /** `true`: the answer is definite, the same bytes will never succeed. `false`: try the same bytes again later. */
  readonly final: boolean
}

/** Nobody of ours answered. A row of the table by itself, since a page finds it out without the parent and carries no other row. */
export const UNAVAILABLE = {
  status: 503,
  final: false,
  title: 'The shop is not reachable at the moment. Try again shortly.',
} as const satisfies ProblemKind

/** Every expected failure of the parent, by code (RFC 9457 `application/problem+json`). One table for server, SDK and documentation. */
export const PROBLEMS = {
  acceptance_final: { status: 409, final: true, title: 'This proposal was decided already.' },
  affiliate_code_taken: { status: 409, final: true, title: 'Another affiliate has this code already.' },
  affiliate_suspended: { status: 409, final: true, title: 'This affiliate is suspended; nothing is paid to it until it is resumed.' },
  affiliate_known: { status: 409, final: true, title: 'This address is an affiliate already.' },
  affiliate_transition_refused: { status: 409, final: true, title: 'The affiliate cannot do this in its present state.' },
  affiliate_unknown: { status: 404, final: true, title: 'There is no such affiliate.' },
  already_asked: { status: 409, final: true, title: 'This request was sent already.' },
  already_placed: { status: 409, final: true, title: 'This cart was ordered already.' },
  applications_closed: { status: 403, final: true, title: 'This program takes no applications.' },
  attachment_refused: { status: 422, final: true, title: 'This file cannot be taken.' },
  attachment_too_large: { status: 413, final: true, title: 'This file is too large.' },
  attachment_unknown: { status: 404, final: true, title: 'There is no such file.' },
  body_not_json: { status: 400, final: true, title: 'The request body is not JSON.' },
  body_timeout: { status: 408, final: false, title: 'The request body took too long to arrive.' },
  body_too_large: BODY_TOO_LARGE,
  catalogue_invalid: { status: 422, final: true, title: 'Some rows of the catalogue cannot be imported; nothing was changed.' },
  catalogue_unrecognised: { status: 422, final: true, title: 'The file is not a catalogue format that we know.' },
  changed: { status: 409, final: false, title: 'Somebody else changed this at the same moment. Try again.' },
  commission_unknown: { status: 404, final: true, title: 'There is no such commission.' },
  conversation_closed: { status: 409, final: true, title: 'This conversation is closed.' },
  conversation_unknown: { status: 404, final: true, title: 'There is no such conversation.' },
  country_unserved: { status: 422, final: true, title: 'We do not ship to this country.' },
  cross_site_refused: { status: 403, final: true, title: 'Only pages of this site itself may ask here.' },
  customer_open: { status: 409, final: true, title: 'Something of this customer is still being worked on.' },
  customer_unknown: { status: 404, final: true, title: 'Nothing is held about this customer.' },
  currency_mismatch: { status: 422, final: true, title: 'This shop sells in another currency.' },
  discount_code_taken: { status: 409, final: true, title: 'This code is another discount’s, or an affiliate’s.' },
  discount_unknown: { status: 404, final: true, title: 'There is no such discount.' },
  delivery_unknown: { status: 404, final: true, title: 'There is no such delivery.' },
  details_unknown: { status: 404, final: true, title: 'Nobody said yet where this affiliate is paid.' },
  idempotency_key_mismatch: { status: 422, final: true, title: 'The Idempotency-Key header is not the order id.' },
  import_id_reused: { status: 409, final: true, title: 'This import id was used before.' },
  import_unknown: { status: 404, final: true, title: 'There is no such import.' },
  internal: { status: 500, final: false, title: 'The server failed on its side; nothing is lost. Try again.' },
  invitation_unknown: { status: 404, final: true, title: 'This invitation is not good any more.' },
  key_refused: { status: 401, final: true, title: 'This key is not valid.' },
  key_required: { status: 401, final: true, title: 'A secret key is needed.' },
  key_unknown: { status: 404, final: true, title: 'There is no such key.' },
  lead_claimed: { status: 409, final: true, title: 'Another affiliate registered this customer first.' },
  lead_id_reused: { status: 422, final: true, title: 'This request id was used for a different request.' },
  lead_transition_refused: { status: 409, final: true, title: 'The request cannot do this in its present state.' },
  lead_unknown: { status: 404, final: true, title: 'There is no such request.' },
  method_not_allowed: { status: 405, final: true, title: 'This address does not take this method.' },
  milestone_transition_refused: { status: 409, final: true, title: 'The milestone cannot do this in its present state.' },
  milestone_unknown: { status: 404, final: true, title: 'There is no such milestone.' },
  network_too_deep: { status: 409, final: true, title: 'The network would be too deep.' },
  not_found: { status: 404, final: true, title: 'There is nothing at this address.' },
  offer_unknown: { status: 404, final: true, title: 'This offer does not exist or is not sold at the moment.' },
  order_id_reused: { status: 422, final: true, title: 'This order id was used for a different order.' },
  order_shipped: { status: 409, final: true, title: 'Some of this order was shipped already. Withdraw from the contract instead.' },
  order_transition_refused: { status: 409, final: true, title: 'The order cannot do this in its present state.' },
  order_unknown: { status: 404, final: true, title: 'There is no such order.' },
  order_unpaid: { status: 409, final: true, title: 'This order must be paid before it is shipped.' },
  origin_unregistered: { status: 403, final: true, title: 'This site is not registered for this shop yet.' },
  payout_changed: { status: 409, final: true, title: 'What is owed changed since this payout was approved.' },
  payout_needs_second_key: { status: 403, final: true, title: 'A payout is approved with another key than it was made with.' },
  payout_transition_refused: { status: 409, final: true, title: 'The payout cannot do this in its present state.' },
  payout_unknown: { status: 404, final: true, title: 'There is no such payout.' },
  period_closed: { status: 409, final: true, title: 'This month was closed before.' },
  period_open: { status: 409, final: true, title: 'This month is not over yet.' },
  placement_unknown: { status: 404, final: true, title: 'There is no such placement.' },
  placements_full: { status: 409, final: true, title: 'This site has as many placements as it may have.' },
  plan_backdated: { status: 422, final: true, title: 'A plan cannot begin in the past.' },
  plan_currency_unknown: { status: 422, final: true, title: 'The plan does not pay in this currency.' },
  plan_note_needed: { status: 422, final: true, title: 'This plan can be published only with a note that says why.' },
  plan_refused: { status: 422, final: true, title: 'This plan cannot be published.' },
  overloaded: { status: 503, final: false, title: 'Too many requests at this moment. Try again shortly.' },
  post_id_reused: { status: 422, final: true, title: 'This message id was used for a different message.' },
  program_mismatch: { status: 422, final: true, title: 'This site belongs to another program.' },
  proposal_by_staff: { status: 403, final: true, title: 'In this program staff propose.' },
  proposal_expired: { status: 409, final: true, title: 'This proposal is not valid any more.' },
  proposal_superseded: { status: 409, final: true, title: 'There is a newer version of this proposal.' },
  proposal_unknown: { status: 404, final: true, title: 'There is no such proposal.' },
  quantity_over_limit: { status: 422, final: true, title: 'That is more than one order may take.' },
  quote_expired: { status: 422, final: true, title: 'The price is no longer guaranteed. Ask for it again.' },
  quote_invalid: { status: 422, final: true, title: 'The quote was not made by this shop, or was altered.' },
  quote_mismatch: { status: 422, final: true, title: 'The quote is for a different cart or country.' },
  rate_limited: { status: 429, final: false, title: 'Too many requests from here. Try again later.' },
  refund_exceeds_rest: { status: 422, final: true, title: 'That is more than is left to give back.' },
  refund_id_reused: { status: 422, final: true, title: 'This refund id was used for a different refund.' },
  refund_line_unknown: { status: 422, final: true, title: 'The order has no such line.' },
  refund_unpaid: { status: 409, final: true, title: 'Nothing was paid that could be given back.' },
  request_invalid: { status: 422, final: true, title: 'Some of what was sent cannot be accepted.' },
  return_id_reused: { status: 422, final: true, title: 'This id was used for a different withdrawal.' },
  return_transition_refused: { status: 409, final: true, title: 'The return cannot do this in its present state.' },
  return_unknown: { status: 404, final: true, title: 'There is no such return.' },
  seal_unreadable: { status: 503, final: false, title: 'The order cannot be opened at the moment; it is kept, and staff are told.' },
  shipment_invalid: { status: 422, final: true, title: 'The order has no such quantity left to ship.' },
  shipping_unknown: { status: 422, final: true, title: 'This way of shipping is not offered for this order.' },
  site_unknown: { status: 404, final: true, title: 'There is no site with this key.' },
  service_not_ordered: { status: 422, final: true, title: 'A service is asked for, not ordered.' },
  sku_unknown: { status: 422, final: true, title: 'This article does not exist or is not sold at the moment.' },
  stock_short: { status: 409, final: true, title: 'There are not enough left.' },
  sponsor_closed: { status: 409, final: true, title: 'This sponsor recruits nobody.' },
  sponsor_in_downline: { status: 409, final: true, title: 'An affiliate cannot come under its own network.' },
  sponsor_unchanged: { status: 409, final: true, title: 'The affiliate has this sponsor already.' },
  statement_unknown: { status: 404, final: true, title: 'There is no such statement.' },
  touch_unsent: { status: 422, final: true, title: 'Nobody is named who sent this visit.' },
  unavailable: UNAVAILABLE,
  version_unknown: { status: 400, final: true, title: 'This server does not speak this version of the API.' },
  watch_known: { status: 409, final: true, title: 'This address is watched already.' },
  watch_unknown: { status: 404, final: true, title: 'There is no such watch.' },
  watch_url_refused: { status: 422, final: true, title: 'Nothing is fetched from this address.' },
  webhook_disabled: { status: 409, final: true, title: 'This webhook is disabled; nothing is sent to it until it is enabled.' },
  webhook_unknown: { status: 404, final: true, title: 'There is no such webhook.' },
  webhook_url_refused: { status: 422, final: true, title: 'Nothing is sent to this address.' },
  withdrawal_exceeds_rest: { status: 422, final: true, title: 'That is more than is left to withdraw from.' },
  withdrawal_over: { status: 409, final: true, title: 'The time to withdraw from this contract is over.' },
} as const satisfies Record<string, ProblemKind>

/** A code of the problem table. */
export type ProblemCode = keyof typeof PROBLEMS

/** What is wrong with one field; `pointer` is a JSON pointer (RFC 6901) into the request body, or `?name` for a query parameter. */
export interface FieldProblem {
  readonly pointer: string
  readonly detail: string
}

/** A problem document (RFC 9457) with our extension members. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: ProblemCode
  readonly final: boolean
  /** What happened here and what to do about it, for a person. */
  readonly detail?: string
  /** Echoed on every answer to an order, so that an answer of somebody else (a captive portal) is never mistaken for ours. */
  readonly orderId?: string
  readonly orderNumber?: string
  /** Echoed on every answer to a lead, as the order's id is on the answers to an order. */
  readonly leadId?: string
  /** With `lead_claimed`: the day until which the customer is somebody else's (`2026-11-30`). */
  readonly until?: string
  /** With `stock_short`: the sku and what is left of it. */
  readonly sku?: string
  readonly available?: number
  /** Where trying again makes sense only after so many seconds; the same as `Retry-After`. */
  readonly retryAfterSeconds?: number
  readonly errors?: readonly FieldProblem[]
  /** With `catalogue_invalid`: the rows, by file line and column. */
  readonly rows?: readonly RowNote[]
}

/** Whether `text` is a code of the problem table. */
export const isProblemCode = (text: unknown): text is ProblemCode => typeof text === 'string' && Object.hasOwn(PROBLEMS, text)

/** The problem document of a code; `more` adds or overrides members. */
export function problem(code: ProblemCode, more: Partial<Omit<Problem, 'code' | 'status' | 'final'>> = {}): Problem {
  const { status, title, final } = PROBLEMS[code]
  return { type: `/problems#${code}`, title, status, code, final, ...more }
}
