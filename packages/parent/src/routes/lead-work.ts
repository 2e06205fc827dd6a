import { type LeadId, newCode, newLeadId, normalizeCode } from '@tributary/protocol/id'
import type { Lead, LeadPage, Pipeline, RegisterLead } from '@tributary/protocol/lead'
import { leadsQuery, ownLeadsQuery, registerLead } from '@tributary/protocol/lead.schema'
import { type Problem, problem } from '@tributary/protocol/problem'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { leadDigest } from '../core/lead.ts'
import { leadView } from '../core/lead-view.ts'
import { pipelineOf } from '../core/pipeline.ts'
import { json } from '../http/json.ts'
import { parseBody, parseQuery } from '../http/parse.ts'
import { problemResponse } from '../http/problem-response.ts'
import type { KeyHolder } from '../store/affiliate-keys.ts'
import { affiliateByCode, affiliateByKey } from '../store/affiliates.ts'
import { askedOffer } from '../store/asked-offers.ts'
import { findIntake } from '../store/intakes.ts'
import { leadByName, leadsPage, type StoredLead } from '../store/leads.ts'
import { pipelineRows, timeRows } from '../store/pipeline.ts'
import type { Program } from '../store/programs.ts'
import { placeLead } from './lead-placing.ts'
import type { AffiliateRoute, Parent, StaffRoute } from './route.ts'

const PAGE_SIZE = 50

type Wanted = Parameters<typeof leadsPage>[2]

/** `GET /v1/admin/leads`: newest first, by state, affiliate or overdue, by cursor. */
export const listLeads =
  (parent: Parent): StaffRoute =>
  async ({ url, program }) => {
    const query = parseQuery(url, leadsQuery)
    if (!query.ok) return query.error
    const { affiliate: code } = query.value
    const affiliate = code === undefined ? undefined : await affiliateByCode(parent.database, program.programId, normalizeCode(code))
    if (code !== undefined && !affiliate) return problemResponse('affiliate_unknown', { detail: `No affiliate has the code “${code}”.` })
    return answerPage(parent, program, query.value, affiliate?.affiliateId, 'staff')
  }

/** `GET /v1/affiliate/leads`: its own, newest first. */
export const listOwnLeads =
  (parent: Parent): AffiliateRoute =>
  async ({ url, program, affiliate }) => {
    const query = parseQuery(url, ownLeadsQuery)
    return query.ok ? answerPage(parent, program, query.value, affiliate.affiliateId, 'affiliate') : query.error
  }

/** `GET /v1/admin/leads/:id`, by id or number. */
export const showLead =
  (parent: Parent): StaffRoute =>
  async ({ program, parameters: { id = '' } }) => {
    const lead = await leadByName(parent.database, program.programId, id, normalizeCode(id))
    return lead
      ? json(leadView(lead, program.policy, parent.now(), 'staff'))
      : problemResponse('lead_unknown', { detail: `No request is called “${id}”.` })
  }

/** `GET /v1/affiliate/leads/:id`. Somebody else's is unknown here. */
export const showOwnLead =
  (parent: Parent): AffiliateRoute =>
  async ({ program, affiliate, parameters: { id = '' } }) => {
    const lead = await ownLead(parent, program, affiliate, id)
    return lead
      ? json(leadView(lead, program.policy, parent.now(), 'affiliate'))
      : problemResponse('lead_unknown', { detail: `No request of yours is called “${id}”.` })
  }

/** `GET /v1/admin/pipeline`: in total and for each affiliate. */
export const getPipeline =
  (parent: Parent): StaffRoute =>
  async ({ program }) =>
    json(await readPipeline(parent, program, null))

/** `GET /v1/affiliate/pipeline`: its own. */
export const getOwnPipeline =
  (parent: Parent): AffiliateRoute =>
  async ({ program, affiliate }) =>
    json(await readPipeline(parent, program, affiliate.affiliateId))

/** `POST /v1/affiliate/leads`: registers a customer that the affiliate talked to; somebody else's is refused with the day on which that ends. */
export const postOwnLead =
  (parent: Parent): AffiliateRoute =>
  async ({ request, program, affiliate }) => {
    const parsed = await parseBody(request, registerLead, parent.bodyLimits)
    if (!parsed.ok) return parsed.error
    const registered = await register(parent, program, affiliate, parsed.value)
    return registered.ok
      ? json(registered.value.lead, registered.value.created ? 201 : 200)
      : problemResponse(registered.error.code, registered.error)
  }

/** The lead of an affiliate with this id or number. */
export async function ownLead(
  { database }: Parent,
  { programId }: Program,
  { affiliateId }: Pick<KeyHolder, 'affiliateId'>,
  name: string,
): Promise<StoredLead | undefined> {
  const lead = await leadByName(database, programId, name, normalizeCode(name))
  return lead?.affiliateId === affiliateId ? lead : undefined
}

/** The figures of a pipeline: of everybody with each affiliate's (`null`), or of one affiliate. */
export async function readPipeline({ database }: Parent, { programId, policy }: Program, affiliateId: number | null): Promise<Pipeline> {
  const [counts, times] = await Promise.all([pipelineRows(database, programId, affiliateId), timeRows(database, programId, affiliateId)])
  return pipelineOf(policy.currency, counts, times, affiliateId === null)
}

async function answerPage(
  parent: Parent,
  program: Program,
  query: Omit<Wanted, 'now' | 'overdue' | 'before'> & {
    readonly overdue?: string | undefined
    readonly cursor?: string | undefined
    readonly limit?: number | undefined
  },
  affiliateId: number | undefined,
  audience: 'affiliate' | 'staff',
): Promise<Response> {
  const { state, overdue, cursor, limit = PAGE_SIZE } = query
  const before = cursor === undefined ? undefined : Number(cursor)
  if (before !== undefined && !Number.isSafeInteger(before)) {
    return problemResponse('request_invalid', { errors: [{ pointer: '?cursor', detail: 'Use `next` of the page before.' }] })
  }
  const now = parent.now()
  const wanted = { state, affiliateId, overdue: overdue === undefined ? undefined : overdue === 'true', before, now }
  const rows = await leadsPage(parent.database, program.programId, wanted, limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const leads: Lead[] = page.map((lead) => leadView(lead, program.policy, now, audience))
  return json({ leads, ...(limit < rows.length && last && { next: String(last.leadKey) }) } satisfies LeadPage)
}

async function register(
  parent: Parent,
  program: Program,
  holder: KeyHolder,
  { id = newLeadId() as LeadId, offer: name, contact: given }: RegisterLead,
): Promise<Result<{ readonly lead: Lead; readonly created: boolean }, Problem>> {
  const { programId, policy } = program
  const keyring = await parent.keyring(programId)
  const [offer, affiliate] = await Promise.all([
    askedOffer(parent.database, programId, name),
    affiliateByKey(parent.database, programId, holder.affiliateId),
  ])
  if (affiliate?.state !== 'active')
    return fail(problem('affiliate_suspended', { detail: 'Only an active affiliate registers customers.' }))
  if (!offer?.service)
    return fail(problem('offer_unknown', { leadId: id, detail: `No service is called “${name}”, or it is not offered at the moment.` }))
  const contact = { ...given, answers: given.answers ?? {}, consents: [] }
  const letter = { id, program: program.id, via: affiliate.code, touches: [], offer: offer.handle, consent: 'denied' as const }
  const digest = leadDigest(keyring, letter, contact)
  const placed = await placeLead(
    parent,
    program,
    keyring,
    {
      id,
      number: newCode(),
      digest,
      offer: { ...offer, service: offer.service },
      site: undefined,
      contact,
      judged: {
        attribution: { winner: affiliate.id, reason: 'registration', candidates: [] },
        affiliates: [affiliate],
        judgedAt: parent.now().getTime(),
      },
      flags: ['registered'],
      locale: policy.locale,
      consent: 'denied',
      address: undefined,
      test: false,
    },
    { isRegistration: true },
  )
  if (!placed.ok) return placed
  const intake = await findIntake(parent.database, programId, id)
  if (intake?.digest !== digest) return fail(problem('lead_id_reused', { leadId: id, detail: 'A new request needs a new id.' }))
  if (placed.value === 'taken') parent.wake()
  const lead = await leadByName(parent.database, programId, id, '')
  if (!lead) throw new Error(`expected the lead ${id}, received none`)
  return ok({ lead: leadView(lead, policy, parent.now(), 'affiliate'), created: placed.value === 'taken' })
}
