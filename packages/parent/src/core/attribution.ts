import type { Attribution, Candidate, EvidenceKind, LosingReason } from '@tributary/protocol/attribution'
import type { AffiliateId, ProgramId } from '@tributary/protocol/id'
import type { AttributionPolicy } from '@tributary/protocol/program'
import type { Touch } from '@tributary/protocol/touch'

const DAY_MS = 24 * 60 * 60 * 1_000

/** An affiliate as attribution sees it. `path` holds the internal keys of its ancestors. */
export interface Earner {
  readonly affiliateId: number
  readonly id: AffiliateId
  readonly email: string
  readonly state: 'active' | 'suspended' | 'closed'
  readonly path: readonly number[]
}

/** One piece of evidence, with whom it names: nobody known, or an affiliate. */
export type Evidence =
  | { readonly kind: Exclude<EvidenceKind, 'touch'>; readonly earner: Earner | undefined }
  | { readonly kind: 'touch'; readonly touch: Touch | undefined; readonly earner: Earner | undefined }

/** What attribution is decided from. Instants are UTC milliseconds. */
export interface AttributionCase {
  readonly policy: AttributionPolicy
  readonly programId: ProgramId
  /** The owner of the site that the order came from; none on the parent's own pages. */
  readonly owner: Earner | undefined
  readonly customerEmail: string
  /** The quote's issue time, else the arrival. */
  readonly orderedAt: number
  /** Typed code, placement and touches, in the order they came. The site's own is added here. */
  readonly evidence: readonly Evidence[]
}

/**
 * The direct affiliate of an order (design, section 6): the strongest evidence that holds wins, each other keeps the reason why it lost. A
 * self-referral ends the search: it does not fall to somebody weaker.
 */
export function attribute(sale: AttributionCase): Attribution {
  const ranked = rank(sale)
  let winner: AffiliateId | undefined
  let isSelfReferral = false
  let reason: Attribution['reason'] = 'no_affiliate'
  const candidates = ranked.map((evidence): Candidate => {
    const lost = winner || isSelfReferral ? supersededOr(losingReason(sale, evidence)) : losingReason(sale, evidence)
    if (!lost && evidence.earner) {
      winner = evidence.earner.id
      reason = evidence.kind
    }
    if (lost === 'self_referral' && !winner) {
      isSelfReferral = true
      reason = 'self_referral'
    }
    return describe(evidence, lost ?? 'won')
  })
  return winner ? { winner, reason, candidates } : { reason, candidates }
}

function rank({ policy, owner, evidence }: AttributionCase): Evidence[] {
  const of = (kind: EvidenceKind) => evidence.filter((one) => one.kind === kind)
  const touches = of('touch').sort((a, b) => issuedAt(a) - issuedAt(b))
  if (policy.model === 'last') touches.reverse()
  return [...of('placement'), ...of('code'), ...touches, ...(owner ? [{ kind: 'site' as const, earner: owner }] : [])]
}

function losingReason(sale: AttributionCase, evidence: Evidence): LosingReason | undefined {
  if (evidence.kind === 'touch') {
    const lost = touchReason(sale, evidence.touch)
    if (lost) return lost
  }
  const { earner } = evidence
  if (!earner) return 'unknown_affiliate'
  if (earner.state !== 'active') return 'suspended_affiliate'
  if (sameMailbox(earner.email, sale.customerEmail)) return 'self_referral'
  if (sale.policy.reach === 'network' && sale.owner && !isInNetwork(sale.owner, earner)) return 'not_in_network'
  return undefined
}

function touchReason({ policy, programId, orderedAt }: AttributionCase, touch: Touch | undefined): LosingReason | undefined {
  if (!touch) return 'bad_signature'
  if (touch.programId !== programId) return 'other_program'
  if (touch.issuedAt < orderedAt - policy.windowDays * DAY_MS) return 'expired'
  if (orderedAt - policy.standDownSeconds * 1_000 < touch.issuedAt) return 'too_late'
  return undefined
}

const supersededOr = (lost: LosingReason | undefined): LosingReason => lost ?? 'superseded'

const isInNetwork = (owner: Earner, earner: Earner): boolean =>
  owner.affiliateId === earner.affiliateId || earner.path.includes(owner.affiliateId)

const issuedAt = (evidence: Evidence): number => (evidence.kind === 'touch' ? (evidence.touch?.issuedAt ?? 0) : 0)

// Plus tags and capitals do not make another person.
const sameMailbox = (a: string, b: string): boolean => mailbox(a) === mailbox(b)
const mailbox = (email: string): string => {
  const at = email.lastIndexOf('@')
  return `${email.slice(0, at).replace(/\+.*$/s, '')}@${email.slice(at + 1)}`.toLowerCase()
}

function describe(evidence: Evidence, outcome: Candidate['outcome']): Candidate {
  const touch = evidence.kind === 'touch' ? evidence.touch : undefined
  return {
    evidence: evidence.kind,
    outcome,
    ...(evidence.earner && { affiliateId: evidence.earner.id }),
    ...(touch && { issuedAt: touch.issuedAt, campaign: touch.campaign, subId: touch.subId }),
  }
}
