import type { ProgramPolicy } from '@tributary/protocol/program'
import { dealView } from '../core/deal.ts'
import { decideProposal } from '../routes/proposal-decisions.ts'
import { readProposals } from '../routes/proposals.ts'
import type { Parent } from '../routes/route.ts'
import type { StoredLead } from '../store/leads.ts'
import { dealOf } from '../store/milestones.ts'
import type { Program } from '../store/programs.ts'
import type { FieldErrors, Fields } from './form.ts'
import type { Html } from './page.ts'
import { proposalPanel } from './proposal-panel.ts'

const LONGEST_NAME = 200
const LONGEST_NOTE = 2_000

/** A form of deciding as it is shown again: what was typed, what is wrong with it, or why that version cannot be decided about. */
export interface Decision {
  readonly fields?: Fields
  readonly errors?: FieldErrors
  readonly notice?: string
}

/** The panel of a request's page about its proposal, as it is now; with what was typed and is wrong where a decision was refused. */
export async function readProposalPanel(
  parent: Parent,
  program: Program,
  lead: StoredLead,
  action: string | undefined,
  { fields = {}, errors = {}, notice = '' }: Decision = {},
): Promise<Html> {
  const [read, deal] = await Promise.all([readProposals(parent, program, lead), dealOf(parent.database, program.programId, lead.leadKey)])
  return proposalPanel(program.policy, { ...read, deal: deal && dealView(deal), action, fields, errors, notice })
}

/**
 * Decides as the customer did by the form. Answers what is wrong by field where something is; `notice` is a sentence about a version that cannot be
 * decided about any more, shown above the one that counts now.
 */
export async function decideByForm(
  parent: Parent,
  program: Program,
  lead: StoredLead,
  fields: Fields,
): Promise<Pick<Decision, 'errors' | 'notice'>> {
  const decision = fields['decision'] === 'accepted' ? 'accepted' : 'declined'
  const errors = decisionErrors(fields, decision)
  if (Object.keys(errors).length > 0) return { errors }
  const { proposal = '', name = '', note = '' } = fields
  const decided = await decideProposal(parent, program, lead.id, {
    proposal,
    decision,
    by: 'customer',
    name: decision === 'accepted' ? name.trim() : lead.contact.name,
    note: decision === 'declined' ? note : '',
    actor: 'customer',
  })
  // Pressed twice: what was decided stands on the page.
  const isRepeat = !decided.ok && decided.error.code === 'acceptance_final' && decision === 'accepted' && lead.state === 'won'
  return decided.ok || isRepeat
    ? {}
    : { notice: NOTICES(program.policy)[decided.error.code] ?? decided.error.detail ?? decided.error.title }
}

function decisionErrors({ name = '', note = '' }: Fields, decision: 'accepted' | 'declined'): FieldErrors {
  if (decision === 'declined') return note.length > LONGEST_NOTE ? { note: `At most ${LONGEST_NOTE} characters.` } : {}
  if (name.trim() === '') return { name: 'Please give your name; it stands under the agreement.' }
  return name.length > LONGEST_NAME || UNSTORABLE.test(name) ? { name: 'Please give your name in up to 200 ordinary characters.' } : {}
}

// What PostgreSQL cannot hold (`text.schema.ts`).
const UNSTORABLE = /\u0000|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

const NOTICES = ({ contact }: ProgramPolicy): Readonly<Record<string, string>> => ({
  proposal_superseded:
    'This proposal was revised meanwhile; the version below is the one that counts. Please read it again before you accept.',
  proposal_expired: `This proposal is not valid any more. Ask for a new one below, or write to ${contact}.`,
  acceptance_final: 'You decided about this proposal before; nothing was changed.',
  lead_transition_refused: `This request is closed. If that is a surprise, write to ${contact}.`,
})
