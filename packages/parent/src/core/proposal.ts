import type { LeadId, ProposalId } from '@tributary/protocol/id'
import { sumMinor, timesMinor } from '@tributary/protocol/money'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { type NewProposal, type ProposalMilestone, type ProposalState, timesOf } from '@tributary/protocol/proposal'
import { fail, ok, type Result } from '@tributary/protocol/result'
import type { Refusal } from './order.ts'
import { dayEnd } from './period.ts'
import { taxOf, taxRate } from './quote.ts'

/** A proposal as it is stored: priced, with the instant after which it cannot be accepted. */
export interface PricedProposal {
  readonly document: NewProposal
  readonly taxBasisPoints: number
  readonly taxIncluded: boolean
  readonly subtotalMinor: number
  readonly taxMinor: number
  readonly totalMinor: number
  readonly validUntil: Date
}

/** A milestone as it falls due once; a repeating one makes several. */
export interface DueMilestone {
  readonly position: number
  readonly title: string
  readonly condition: string
  readonly dueOn: string | null
  readonly amountMinor: number
  readonly taxMinor: number
}

/** A stored version, as decisions about it see it. */
export interface DecidableProposal {
  readonly id: ProposalId
  readonly version: number
  readonly latest: number
  readonly validUntil: Date
  readonly decision: 'accepted' | 'declined' | null
}

/** Prices a proposal, or says what does not agree: the currency, the sums, the day. The tax is that of the service in the country named. */
export function priceProposal(policy: ProgramPolicy, taxClass: string, document: NewProposal, now: Date): Result<PricedProposal, Refusal> {
  if (document.currency !== policy.currency) {
    const detail = `This shop sells in ${policy.currency}, the proposal is in ${document.currency}.`
    return fail({ code: 'currency_mismatch', detail, errors: [{ pointer: '/currency', detail: `Expected ${policy.currency}.` }] })
  }
  const sums = sumsOf(document)
  if (!sums || BigInt(policy.limits.totalMinor) < sums.lines) return invalid('/lines', 'That is worth more than this shop takes at once.')
  if (sums.lines !== sums.milestones) {
    return invalid('/milestones', `The milestones sum to ${sums.milestones}, the lines to ${sums.lines}; they must be the same.`)
  }
  if (sums.lines === 0n) return invalid('/lines', 'A proposal is worth something.')
  const validUntil = dayEnd(document.validUntil, policy.timeZone)
  if (validUntil <= now) return invalid('/validUntil', 'That day is over already.')

  const taxBasisPoints = taxRate(policy.tax, document.country, taxClass)
  const subtotalMinor = Number(sums.lines)
  const priced = { document, taxBasisPoints, taxIncluded: policy.tax.included, subtotalMinor, validUntil }
  const taxMinor = sumMinor(dueMilestones(priced).map((milestone) => milestone.taxMinor))
  const totalMinor = policy.tax.included ? subtotalMinor : sumMinor([subtotalMinor, taxMinor])
  return ok({ ...priced, taxMinor, totalMinor })
}

/**
 * Each milestone as often as it falls due, in order. The tax is rounded for each by itself, since each is paid by itself. One that repeats says
 * which one of how many it is; a day that a month does not have is its last.
 */
export function dueMilestones({
  document,
  taxBasisPoints,
  taxIncluded,
}: Pick<PricedProposal, 'document' | 'taxBasisPoints' | 'taxIncluded'>): DueMilestone[] {
  const once = document.milestones.flatMap((milestone) =>
    Array.from({ length: timesOf(milestone) }, (_, index) => ({ ...milestone, ...occurrence(milestone, index) })),
  )
  return once.map(({ title, condition, dueOn = null, amountMinor }, index) => ({
    position: index + 1,
    title,
    condition,
    dueOn,
    amountMinor,
    taxMinor: taxOf({ included: taxIncluded }, amountMinor, taxBasisPoints),
  }))
}

/** What became of a version, seen at `now`. */
export function proposalState({ version, latest, validUntil, decision }: DecidableProposal, now: Date): ProposalState {
  if (decision) return decision
  if (version < latest) return 'superseded'
  return validUntil <= now ? 'lapsed' : 'open'
}

/** Why a version cannot be decided about, if it cannot. */
export function refusalToDecide(proposal: DecidableProposal, now: Date): Refusal | undefined {
  switch (proposalState(proposal, now)) {
    case 'open':
      return undefined
    case 'accepted':
    case 'declined':
      return { code: 'acceptance_final', detail: `Version ${proposal.version} was ${proposal.decision} before.` }
    case 'superseded':
      return { code: 'proposal_superseded', detail: `Version ${proposal.version} was replaced by version ${proposal.latest}.` }
    case 'lapsed':
      return { code: 'proposal_expired', detail: `Version ${proposal.version} was good until ${proposal.validUntil.toISOString()}.` }
  }
}

/** What a decision is about. */
export interface DecidedAbout {
  readonly lead: LeadId
  readonly proposal: ProposalId
  readonly version: number
}

function sumsOf({ lines, milestones }: NewProposal): { lines: bigint; milestones: bigint } | undefined {
  const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n)
  const sums = {
    lines: sum(lines.map(({ unitMinor, quantity }) => BigInt(unitMinor) * BigInt(quantity))),
    milestones: sum(milestones.map((milestone) => BigInt(milestone.amountMinor) * BigInt(timesOf(milestone)))),
  }
  return sums.lines <= BigInt(Number.MAX_SAFE_INTEGER) ? sums : undefined
}

function occurrence(milestone: ProposalMilestone, index: number): Partial<ProposalMilestone> {
  const { title, dueOn, months } = milestone
  if (months === undefined || dueOn === undefined) return {}
  return { title: `${title} (${index + 1} of ${months})`, dueOn: monthsAfter(dueOn, index) }
}

/** The same day of a later month, or its last day: `monthsAfter('2026-01-31', 1)` is `2026-02-28`. */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10)
}

/** The price of a line of a proposal. */
export const lineMinor = ({ unitMinor, quantity }: NewProposal['lines'][number]): number => timesMinor(unitMinor, quantity)

const invalid = (pointer: string, detail: string) => fail({ code: 'request_invalid' as const, detail, errors: [{ pointer, detail }] })
