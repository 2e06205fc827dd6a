import { z } from 'zod'
import { id } from './id.schema.ts'
import { currencyCode } from './program.schema.ts'
import {
  MOST_MONTHS,
  type NewProposal,
  type Proposal,
  type ProposalDecision,
  type ProposalLine,
  type ProposalMilestone,
  type WinDeal,
} from './proposal.ts'
import { countryCode } from './quote.schema.ts'
import { text } from './text.schema.ts'

const MOST_MINOR = Number.MAX_SAFE_INTEGER
const day = z.iso.date('A day is written like 2026-11-30.')
const title = text(200, 1)
const positive = z.int('An amount is in minor units: 24.90 EUR is 2490.').min(1, 'More than nothing.').max(MOST_MINOR)

const line = z.strictObject({
  title,
  quantity: z.int().min(1).max(1_000_000),
  unitMinor: z.int('An amount is in minor units: 24.90 EUR is 2490.').min(0).max(MOST_MINOR),
}) satisfies z.ZodType<ProposalLine>

const milestone = z
  .strictObject({
    title,
    condition: text(300),
    amountMinor: positive,
    dueOn: day.optional(),
    months: z.int().min(2, 'What is paid once does not repeat.').max(MOST_MONTHS).optional(),
  })
  .refine(({ months, dueOn }) => months === undefined || dueOn !== undefined, {
    path: ['dueOn'],
    message: 'What repeats says on which day it begins.',
  }) satisfies z.ZodType<ProposalMilestone>

/** `NewProposal` on the wire; whether the sums agree is judged with the program. */
export const newProposal = z.strictObject({
  currency: currencyCode,
  country: countryCode,
  lines: z.array(line).min(1, 'Say what is offered.').max(100),
  milestones: z.array(milestone).min(1, 'Say when it is paid.').max(50),
  terms: text(20_000),
  validUntil: day,
}) satisfies z.ZodType<NewProposal>

/** `Proposal` on the wire. */
export const proposal = z.strictObject({
  ...newProposal.shape,
  id: id('proposal'),
  version: z.int(),
  state: z.enum(['open', 'superseded', 'lapsed', 'accepted', 'declined']),
  totals: z.strictObject({ subtotalMinor: z.int(), taxMinor: z.int(), taxIncluded: z.boolean(), totalMinor: z.int() }),
  taxBasisPoints: z.int(),
  madeAt: z.iso.datetime(),
}) satisfies z.ZodType<Proposal>

/** `WinDeal` on the wire. */
export const winDeal = z.strictObject({ name: text(200, 1), note: text(500, 1) }) satisfies z.ZodType<WinDeal>

/** `ProposalDecision` on the wire. */
export const proposalDecision = z.strictObject({
  lead: id('lead'),
  proposal: id('proposal'),
  version: z.int(),
  decision: z.enum(['accepted', 'declined']),
  by: z.enum(['customer', 'staff']),
  at: z.iso.datetime(),
  parts: z.array(
    z.strictObject({
      name: z.string(),
      commitment: z.string(),
      salt: z.string().exactOptional(),
      value: z.unknown().optional(),
    }),
  ),
  hash: z.string(),
}) satisfies z.ZodType<ProposalDecision>
