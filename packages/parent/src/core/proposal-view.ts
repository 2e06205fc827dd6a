import type { Proposal } from '@tributary/protocol/proposal'
import { type DecidableProposal, type PricedProposal, proposalState } from './proposal.ts'

/** A stored version as the view needs it. */
export type ViewableProposal = DecidableProposal & PricedProposal & { readonly madeAt: Date }

/** A version of a proposal as everybody concerned sees it, at `now`. */
export const proposalView = (stored: ViewableProposal, now: Date): Proposal => {
  const { id, version, document, taxBasisPoints, subtotalMinor, taxMinor, taxIncluded, totalMinor, madeAt } = stored
  return {
    ...document,
    id,
    version,
    state: proposalState(stored, now),
    totals: { subtotalMinor, taxMinor, taxIncluded, totalMinor },
    taxBasisPoints,
    madeAt: madeAt.toISOString(),
  }
}
