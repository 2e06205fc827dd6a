import type { Attribution } from '@tributary/protocol/attribution'
import { newCode } from '@tributary/protocol/id'
import type { LeadAnswer, LeadContact, LeadLetter } from '@tributary/protocol/lead'
import { type Problem, problem } from '@tributary/protocol/problem'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { answerProblems } from '../core/answers.ts'
import { attribute } from '../core/attribution.ts'
import type { Keyring } from '../core/keyring.ts'
import { leadDigest, leadUrl } from '../core/lead.ts'
import { leadAnswer } from '../core/lead-view.ts'
import { type AskedOffer, askedOffer } from '../store/asked-offers.ts'
import { findIntake } from '../store/intakes.ts'
import { leadByName } from '../store/leads.ts'
import { refuseOrder } from '../store/orders.ts'
import type { Program } from '../store/programs.ts'
import type { SiteRow } from '../store/sites.ts'
import { readEvidence } from './evidence.ts'
import type { Judged } from './lead-decided.ts'
import { floodOf } from './lead-limits.ts'
import { placeLead } from './lead-placing.ts'
import type { Parent } from './route.ts'

/** A request whose shape was checked and whose personal part was opened, with where it came from. */
export interface LeadArrival {
  readonly program: Program
  /** The affiliate's site whose page sent it. */
  readonly site: SiteRow | undefined
  /** The site that a link to the parent's own page named. */
  readonly linkedFrom?: SiteRow | undefined
  readonly test?: boolean
  readonly letter: LeadLetter
  readonly contact: LeadContact
  readonly flags: readonly string[]
  /** The network address that it came from, where that is known. */
  readonly address?: string | undefined
}

/** The answer to a request, and whether it was taken just now or is repeated. */
export interface TakenLead {
  readonly created: boolean
  readonly answer: LeadAnswer
}

/**
 * Takes a request once, as orders are taken: the same id with the same content is answered again, a refusal is stored under the id and stays. A flood is
 * told when to come back, and nothing is stored.
 */
export async function takeLead(parent: Parent, arrival: LeadArrival): Promise<Result<TakenLead, Problem>> {
  const { program, letter, contact } = arrival
  const keyring = await parent.keyring(program.programId)
  const digest = leadDigest(keyring, letter, contact)
  if (await findIntake(parent.database, program.programId, letter.id)) return replay(parent, program, keyring, letter.id, digest)
  const flood = await floodOf(parent.database, parent.now(), program, keyring, {
    leadId: letter.id,
    address: arrival.address,
    email: contact.email,
    site: arrival.site?.key,
  })
  if (flood) return fail(flood)

  const offer = await askedOffer(parent.database, program.programId, letter.offer)
  const refusal = refusalOf(arrival, offer)
  if (refusal || !offer?.service)
    return refuse(parent, arrival, keyring, digest, refusal ?? problem('offer_unknown', { leadId: letter.id }))

  const judged = await judge(parent, arrival, keyring)
  const placed = await placeLead(parent, program, keyring, {
    id: letter.id,
    number: newCode(),
    digest,
    offer: { ...offer, service: offer.service },
    site: arrival.site ?? arrival.linkedFrom,
    contact,
    judged,
    flags: arrival.flags,
    locale: letter.locale ?? null,
    consent: letter.consent,
    address: arrival.address,
    test: isTest(arrival),
  })
  if (!placed.ok) return placed
  if (placed.value === 'taken') parent.wake()
  const repeated = await replay(parent, program, keyring, letter.id, digest)
  return repeated.ok ? ok({ ...repeated.value, created: placed.value === 'taken' }) : repeated
}

const isTest = ({ test, site, linkedFrom }: LeadArrival): boolean => test || ((site ?? linkedFrom)?.test ?? false)

function refusalOf({ letter, contact }: LeadArrival, offer: AskedOffer | undefined): Problem | undefined {
  const leadId = letter.id
  if (!offer)
    return problem('offer_unknown', { leadId, detail: `No service is called “${letter.offer}”, or it is not offered at the moment.` })
  if (!offer.service) return problem('offer_unknown', { leadId, detail: `“${offer.title}” is ordered, not asked for.` })
  const errors = answerProblems(offer.service.questions, contact.answers).map(({ question, detail }) => ({
    pointer: `/contact/answers/${question.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    detail,
  }))
  const missing = offer.service.consents.filter((text) => !contact.consents.includes(text))
  if (missing.length > 0) errors.push({ pointer: '/contact/consents', detail: `Please agree to this first: ${missing.join(' ')}` })
  return errors.length > 0 ? problem('request_invalid', { leadId, errors }) : undefined
}

async function refuse(
  parent: Parent,
  arrival: LeadArrival,
  keyring: Keyring,
  digest: string,
  refusal: Problem,
): Promise<Result<TakenLead, Problem>> {
  const { program, letter } = arrival
  const intake = { orderId: letter.id, digest, receivedAt: parent.now(), test: isTest(arrival) }
  const isFirst = await refuseOrder(parent.database, program.programId, intake, refusal)
  return isFirst ? fail(refusal) : replay(parent, program, keyring, letter.id, digest)
}

// A request has no quote: the moment that counts is its arrival.
async function judge(parent: Parent, { program, site, letter, contact }: LeadArrival, keyring: Keyring): Promise<Judged> {
  const read = await readEvidence(parent.database, program, keyring, letter, { site, customerEmail: contact.email })
  const policy = program.policy.attribution
  const at = parent.now().getTime()
  const { owner, evidence, affiliates } = read
  const attribution: Attribution = attribute({
    policy,
    programId: program.id,
    owner,
    customerEmail: contact.email,
    orderedAt: at,
    firstQuotedAt: at,
    evidence,
  })
  return { attribution, affiliates, policy, judgedAt: at }
}

/** What is stored under a lead's id: the same request again, its refusal, or that the id stands for another one. */
async function replay(
  parent: Parent,
  program: Program,
  keyring: Keyring,
  leadId: string,
  digest: string,
): Promise<Result<TakenLead, Problem>> {
  const intake = await findIntake(parent.database, program.programId, leadId)
  if (!intake) throw new Error(`expected the intake of ${leadId}, received none`)
  if (intake.digest !== digest) return fail(problem('lead_id_reused', { leadId, detail: 'A new request needs a new id.' }))
  if (intake.refusal) return fail(intake.refusal as Problem)
  const lead = await leadByName(parent.database, program.programId, leadId, '')
  if (!lead) throw new Error(`expected the lead ${leadId}, received none`)
  return ok({ created: false, answer: leadAnswer(lead, leadUrl(parent.origin, keyring, leadId)) })
}
