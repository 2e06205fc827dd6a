import type {
  Attribution,
  AttributionExplanation,
  AttributionSummary,
  Candidate,
  EvidenceKind,
  ExplainedAffiliate,
  ExplainedCandidate,
  LosingReason,
} from '@tributary/protocol/attribution'
import type { AttributionPolicy } from '@tributary/protocol/program'

/** Attribution as it is stored with an order. What it was judged by is missing on orders of older versions. Instants are UTC milliseconds. */
export interface AttributionRecord extends Attribution {
  readonly summary: AttributionSummary
  readonly policy?: AttributionPolicy
  readonly judgedAt?: number
  readonly firstQuotedAt?: number
}

const EVIDENCE: Record<EvidenceKind, string> = {
  placement: 'the link or card that was used named it',
  code: 'the customer typed its code',
  touch: 'it had sent the visitor before',
  unsigned_touch: 'it sent the visitor on this page view, while the parent could not be reached',
  known_customer: 'it brought this customer’s first paid order',
  site: 'it was ordered on its site',
}

type Facts = Partial<Pick<AttributionRecord, 'policy'>>

const LOST: Record<LosingReason, (candidate: Candidate, facts: Facts) => string> = {
  expired: ({ evidence }, { policy }) =>
    evidence === 'known_customer'
      ? `The first paid order is longer ago than a customer stays known${days(policy?.knownCustomerDays)}.`
      : `The visit was before the window${days(policy?.windowDays)} that counts back from the moment of judgement.`,
  bad_signature: () => 'The token does not carry the parent’s signature: it was altered, cut, or made by somebody else.',
  other_program: () => 'The token was made for another program.',
  unknown_affiliate: ({ evidence }) =>
    evidence === 'code' ? 'No affiliate has the code that was typed.' : 'No affiliate is known by this name.',
  suspended_affiliate: () => 'The affiliate was not active when the order came: suspended, closed, or not approved yet.',
  self_referral: () => 'The customer and the affiliate are one mailbox; nobody earns by an order of their own, and the search ended here.',
  superseded: () => 'It holds, but stronger evidence had decided already.',
  too_late: (_, { policy }) => `The visit came once the customer was buying already: after the cart’s first quote${standDown(policy)}.`,
  not_in_network: () => 'The affiliate is not in the network of the site’s owner, and only that network earns by this evidence there.',
  duplicate: () => 'The same token was given twice; it counts once.',
  claimed: () => 'It holds, but another affiliate had registered this customer first, and its time was not over.',
}

/** One sentence on what became of a piece of evidence. */
export const whyOf = (candidate: Candidate, facts: Facts): string =>
  candidate.outcome === 'won'
    ? `It holds and is the strongest: ${EVIDENCE[candidate.evidence]}.`
    : LOST[candidate.outcome](candidate, facts)

/** Why an order is attributed to whom it is, as half a sentence. */
export const winningReason = (reason: Attribution['reason']): string => {
  switch (reason) {
    case 'no_affiliate':
    case 'self_referral':
      return 'nobody was attributed the order'
    case 'claim':
      return 'it had registered this customer first'
    case 'registration':
      return 'it registered this customer itself'
    default:
      return EVIDENCE[reason]
  }
}

/** What explains an order's attribution beside the record: whose the named affiliates are, and the order's own facts. */
export interface ExplanationFacts extends Pick<AttributionExplanation, 'orderId' | 'number' | 'consent' | 'flags' | 'timeZone' | 'test'> {
  readonly placedAt: Date
  readonly site: AttributionExplanation['site']
  readonly affiliates: ReadonlyMap<string, ExplainedAffiliate>
}

/** The whole explanation of an order's attribution. */
export function explain(record: AttributionRecord, { affiliates, placedAt, site, ...facts }: ExplanationFacts): AttributionExplanation {
  const { reason, policy, judgedAt, firstQuotedAt } = record
  const winner = record.winner && affiliates.get(record.winner)
  const candidates = record.candidates.map((candidate) => explainCandidate(record, candidate, affiliates))
  return {
    ...facts,
    placedAt: placedAt.toISOString(),
    ...(judgedAt !== undefined && { judgedAt: iso(judgedAt) }),
    ...(firstQuotedAt !== undefined && { firstQuotedAt: iso(firstQuotedAt) }),
    ...(site && { site }),
    ...(winner && { winner }),
    reason,
    why: verdict(reason, winner),
    candidates,
    ...(policy && { policy }),
  }
}

function explainCandidate(
  record: AttributionRecord,
  candidate: Candidate,
  affiliates: ReadonlyMap<string, ExplainedAffiliate>,
): ExplainedCandidate {
  const { evidence, outcome, affiliateId, issuedAt, campaign, subId } = candidate
  const affiliate = affiliateId && affiliates.get(affiliateId)
  return {
    evidence,
    outcome,
    why: whyOf(candidate, record),
    ...(affiliate && { affiliate }),
    ...(issuedAt !== undefined && { at: iso(issuedAt) }),
    ...(campaign && { campaign }),
    ...(subId && { subId }),
  }
}

function verdict(reason: Attribution['reason'], winner: ExplainedAffiliate | undefined): string {
  if (reason === 'no_affiliate') return 'No evidence held, so the parent keeps the commission.'
  if (reason === 'self_referral') return 'The customer is the affiliate itself, so nobody is attributed the order.'
  return `The order is attributed to ${winner ? `${winner.name} (${winner.code})` : 'an affiliate'}: ${winningReason(reason)}.`
}

const days = (count: number | undefined): string => (count ? ` (${count} days)` : '')
const standDown = (policy: AttributionPolicy | undefined): string =>
  policy?.standDownSeconds ? `, or within the ${policy.standDownSeconds} seconds before it` : ''
const iso = (instant: number): string => new Date(instant).toISOString()
