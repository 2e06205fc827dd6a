import type { LeadId, ProposalId } from './id.ts'
import type { Totals } from './quote.ts'

/** A milestone may repeat for at most so many months: a proposal has an end. */
export const MOST_MONTHS = 60

/** What is offered: prices contain the tax where the program's do. */
export interface ProposalLine {
  readonly title: string
  readonly quantity: number
  readonly unitMinor: number
}

/**
 * A part of the price and when it is due. With `months` it repeats: so many times, a month apart, the first on `dueOn`, each time for the whole
 * `amountMinor`.
 */
export interface ProposalMilestone {
  readonly title: string
  /** When it is due, as a sentence: “When the plan is approved”. */
  readonly condition: string
  readonly amountMinor: number
  /** A calendar day (`2026-11-30`). */
  readonly dueOn?: string | undefined
  readonly months?: number | undefined
}

/** What staff send to propose, or to revise what they proposed: the next version. The milestones sum to the lines. */
export interface NewProposal {
  readonly currency: string
  /** Whose tax counts: ISO 3166-1 alpha-2. */
  readonly country: string
  readonly lines: readonly ProposalLine[]
  readonly milestones: readonly ProposalMilestone[]
  readonly terms: string
  /** The last day on which it can be accepted (`2026-11-30`, in the program's time zone). */
  readonly validUntil: string
}

/** What became of a version: it can be decided about only while it is `open`. */
export type ProposalState = 'open' | 'superseded' | 'lapsed' | 'accepted' | 'declined'

/** A version of a proposal, as it was made. */
export interface Proposal extends NewProposal {
  readonly id: ProposalId
  readonly version: number
  readonly state: ProposalState
  readonly totals: Pick<Totals, 'subtotalMinor' | 'taxMinor' | 'taxIncluded' | 'totalMinor'>
  readonly taxBasisPoints: number
  readonly madeAt: string
}

/** What staff send to record a yes that was said elsewhere: on paper, over the telephone. */
export interface WinDeal {
  /** Who agreed. */
  readonly name: string
  /** How: “signed on paper on 3 March”. */
  readonly note: string
}

/** What a decision committed to: a salted hash, and the value with its salt until it is erased. */
export interface DecisionPart {
  readonly name: string
  readonly commitment: string
  readonly salt?: string
  readonly value?: unknown
}

/** The record of a decision about one version. Its hash is over everything here but values and salts. */
export interface ProposalDecision {
  readonly lead: LeadId
  readonly proposal: ProposalId
  readonly version: number
  readonly decision: 'accepted' | 'declined'
  /** Who decided: the customer on the page of the request, or staff for them. */
  readonly by: 'customer' | 'staff'
  readonly at: string
  readonly parts: readonly DecisionPart[]
  readonly hash: string
}

/** How often a milestone is paid. */
export const timesOf = ({ months = 1 }: Pick<ProposalMilestone, 'months'>): number => months
