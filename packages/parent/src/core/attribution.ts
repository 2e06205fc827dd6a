import type { AffiliateState } from '@tributary/protocol/affiliate'
import type { Attribution, Candidate, EvidenceKind, LosingReason } from '@tributary/protocol/attribution'
import type { AffiliateId, ProgramId } from '@tributary/protocol/id'
import type { AttributionPolicy } from '@tributary/protocol/program'
import type { Touch } from '@tributary/protocol/touch'
import { isSameMailbox } from './mailbox.ts'

const SECOND_MS = 1_000
const DAY_MS = 24 * 60 * 60 * SECOND_MS

/** An affiliate as attribution sees it. `path` holds the internal keys of its ancestors. */
export interface Earner {
  readonly affiliateId: number
  readonly id: AffiliateId
  readonly email: string
  readonly state: AffiliateState
  readonly path: readonly number[]
}

interface Named {
  /** Whom it names: nobody known, or an affiliate. */
  readonly earner: Earner | undefined
  /** The labels of a link or of an unsigned visit. */
  readonly campaign?: string | undefined
  readonly subId?: string | undefined
}

/** One piece of evidence, with whom it names. */
export type Evidence =
  | (Named & { readonly kind: 'placement' | 'code' | 'unsigned_touch' | 'site' })
  /** `touch`: what the token proves, nothing where its signature is not ours. `isForeign`: it says of itself that another program made it. */
  | (Named & { readonly kind: 'touch'; readonly touch: Touch | undefined; readonly token?: string; readonly isForeign?: boolean })
  /** `since`: when this customer's first paid order was placed. */
  | (Named & { readonly kind: 'known_customer'; readonly since: number })

/** What attribution is decided from. Instants are UTC milliseconds. */
export interface AttributionCase {
  readonly policy: AttributionPolicy
  readonly programId: ProgramId
  /** The owner of the site that the order came from; none on the parent's own pages. */
  readonly owner: Earner | undefined
  readonly customerEmail: string
  /** The quote's issue time, else the arrival. */
  readonly orderedAt: number
  /** When the cart's first quote was issued; without a quote the moment of the order. */
  readonly firstQuotedAt?: number | undefined
  /** In the order they came. The site's own is added here. */
  readonly evidence: readonly Evidence[]
}

/**
 * The direct affiliate of an order (design, section 6): the strongest evidence that holds wins, each other keeps the reason why it lost. What does
 * not hold is passed over, except for a self-referral, which ends the search: it does not fall to somebody weaker.
 */
export function attribute(sale: AttributionCase): Attribution {
  let winner: AffiliateId | undefined
  let reason: Attribution['reason'] = 'no_affiliate'
  const candidates = rank(sale).map((evidence): Candidate => {
    const lost = losingReason(sale, evidence)
    if (winner || reason === 'self_referral') return describe(evidence, lost ?? 'superseded')
    if (lost === 'self_referral') reason = 'self_referral'
    if (!lost && evidence.earner) {
      winner = evidence.earner.id
      reason = evidence.kind
    }
    return describe(evidence, lost ?? 'won')
  })
  return winner ? { winner, reason, candidates } : { reason, candidates }
}

function rank({ policy, owner, evidence }: AttributionCase): Evidence[] {
  const of = (kind: EvidenceKind) => evidence.filter((one) => one.kind === kind)
  const touches = of('touch').sort((a, b) => issuedAt(a) - issuedAt(b))
  if (policy.model === 'last') touches.reverse()
  return [
    ...of('placement'),
    ...of('code'),
    ...touches,
    ...of('unsigned_touch'),
    ...(policy.knownCustomerDays ? of('known_customer') : []),
    ...(owner ? [{ kind: 'site' as const, earner: owner }] : []),
  ]
}

// What is wrong with the evidence itself comes before what is wrong with whom it names. Only who could have won can refer himself: a stranger's
// code on this page takes nothing from its owner.
function losingReason(sale: AttributionCase, evidence: Evidence): LosingReason | undefined {
  const lost = invalidity(sale, evidence)
  if (lost) return lost
  const { policy, owner } = sale
  const { kind, earner } = evidence
  if (kind === 'unsigned_touch' && !owner) return 'not_in_network'
  if (!earner) return 'unknown_affiliate'
  if (earner.state !== 'active') return 'suspended_affiliate'
  const isBound = policy.reach === 'network' || kind === 'unsigned_touch'
  if (isBound && owner && !isInNetwork(owner, earner)) return 'not_in_network'
  return isSameMailbox(earner.email, sale.customerEmail) ? 'self_referral' : undefined
}

function invalidity(sale: AttributionCase, evidence: Evidence): LosingReason | undefined {
  const { policy, orderedAt } = sale
  if (evidence.kind === 'touch') return isRepeated(sale, evidence) ? 'duplicate' : touchInvalidity(sale, evidence)
  if (evidence.kind !== 'known_customer') return undefined
  return evidence.since + (policy.knownCustomerDays ?? 0) * DAY_MS < orderedAt ? 'expired' : undefined
}

type TouchEvidence = Extract<Evidence, { kind: 'touch' }>

function touchInvalidity(
  { policy, programId, orderedAt, firstQuotedAt = orderedAt }: AttributionCase,
  { touch, isForeign = false }: TouchEvidence,
): LosingReason | undefined {
  if (!touch) return isForeign ? 'other_program' : 'bad_signature'
  if (touch.programId !== programId) return 'other_program'
  if (touch.issuedAt < orderedAt - policy.windowDays * DAY_MS) return 'expired'
  if (firstQuotedAt - policy.standDownSeconds * SECOND_MS < touch.issuedAt) return 'too_late'
  return undefined
}

const isRepeated = ({ evidence }: AttributionCase, touch: TouchEvidence): boolean =>
  touch.token !== undefined && evidence.find((one) => one.kind === 'touch' && one.token === touch.token) !== touch

const isInNetwork = (owner: Earner, earner: Earner): boolean =>
  owner.affiliateId === earner.affiliateId || earner.path.includes(owner.affiliateId)

const issuedAt = (evidence: Evidence): number => (evidence.kind === 'touch' ? (evidence.touch?.issuedAt ?? 0) : 0)

function describe(evidence: Evidence, outcome: Candidate['outcome']): Candidate {
  const touch = evidence.kind === 'touch' ? evidence.touch : undefined
  const at = evidence.kind === 'known_customer' ? evidence.since : touch?.issuedAt
  const { campaign, subId } = touch ?? evidence
  return {
    evidence: evidence.kind,
    outcome,
    ...(evidence.earner && { affiliateId: evidence.earner.id }),
    ...(at !== undefined && { issuedAt: at }),
    ...(campaign !== undefined && { campaign }),
    ...(subId !== undefined && { subId }),
  }
}
