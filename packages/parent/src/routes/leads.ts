import { isId, isSiteKey, type LeadId } from '@tributary/protocol/id'
import type { AskService, LeadContact, LeadLetter } from '@tributary/protocol/lead'
import { askService, leadContact } from '@tributary/protocol/lead.schema'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { isLeadSecret } from '../core/lead.ts'
import { leadStatus } from '../core/lead-view.ts'
import { orderUnreadable } from '../core/message.ts'
import { unseal } from '../core/seal.ts'
import { readText } from '../http/body.ts'
import { json } from '../http/json.ts'
import { fieldProblems, problemResponse } from '../http/problem-response.ts'
import { leadByName } from '../store/leads.ts'
import { keepUnreadable } from '../store/orders.ts'
import { firstProgram, type Program } from '../store/programs.ts'
import type { SiteRow } from '../store/sites.ts'
import { takeLead } from './lead-intake.ts'
import type { Call, Parent, PublicRoute } from './route.ts'

const SECONDS_UNTIL_RETRY = '60'

/** `POST /v1/leads`: 201 the first time a lead's id is seen, 200 for each repeat of the same request. */
export const postLead =
  (parent: Parent): PublicRoute =>
  async (call) => {
    const body = await readText(call.request, parent.bodyLimits)
    if (!body.ok) return problemResponse(body.error.code, { detail: body.error.detail })
    const parsed = parseLead(body.value)
    if (!parsed.ok) return parsed.error
    const { letter } = parsed.value
    const leadId = letter.id

    const access = await accessOf(parent, call, letter)
    if (!access.ok) return access.error
    const { program, site, flags } = access.value
    if (letter.program !== program.id) {
      return problemResponse('program_mismatch', { leadId, errors: [{ pointer: '/program', detail: `Expected ${program.id}.` }] })
    }
    const opened = await openContact(parent, program, site, parsed.value, body.value)
    if (!opened.ok) return opened.error
    const taken = await takeLead(parent, { program, site, letter, contact: opened.value, flags, address: call.address })
    return taken.ok ? json(taken.value.answer, taken.value.created ? 201 : 200) : problemResponse(taken.error.code, taken.error)
  }

/** `GET /v1/leads/:id?secret=…`. A wrong secret is answered like an unknown request. */
export const getLead =
  (parent: Parent): PublicRoute =>
  async ({ parameters: { id = '' }, url }) => {
    const program = await firstProgram(parent.database)
    const keyring = program && (await parent.keyring(program.programId))
    if (!program || !keyring || !isLeadSecret(keyring, id, url.searchParams.get('secret') ?? '')) return problemResponse('lead_unknown')
    const lead = await leadByName(parent.database, program.programId, id, '')
    return lead ? json(leadStatus(lead)) : problemResponse('lead_unknown')
  }

interface Parsed {
  readonly letter: LeadLetter
  readonly personal: { readonly contact: LeadContact } | { readonly sealed: string }
}

function parseLead(text: string): Result<Parsed, Response> {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (error) {
    return fail(problemResponse('body_not_json', { detail: (error as Error).message.slice(0, 300) }))
  }
  const parsed = askService.safeParse(body)
  if (parsed.success) return ok(split(parsed.data))
  const claimed = (body as { id?: unknown } | null)?.id
  const leadId = typeof claimed === 'string' && isId('lead', claimed) ? { leadId: claimed } : {}
  return fail(problemResponse('request_invalid', { ...leadId, errors: fieldProblems(parsed.error) }))
}

function split({ contact, sealed, ...letter }: AskService & { readonly contact?: LeadContact; readonly sealed?: string }): Parsed {
  return { letter, personal: contact ? { contact } : { sealed: sealed ?? '' } }
}

async function accessOf(
  parent: Parent,
  call: Call,
  { id: leadId, site: key }: LeadLetter,
): Promise<Result<{ readonly program: Program; readonly site: SiteRow | undefined; readonly flags: readonly string[] }, Response>> {
  if (key !== undefined && isSiteKey(key)) {
    const found = await parent.findSite(call, key, { leadId })
    if (!found.ok) return found
    const { program, site, originVerified } = found.value
    return ok({ program, site, flags: originVerified ? [] : ['origin_unverified'] })
  }
  const origin = call.request.headers.get('Origin')
  const program = await firstProgram(parent.database)
  if (program && (origin === null || origin === parent.origin)) return ok({ program, site: undefined, flags: [] })
  const detail = 'A request from another site’s page names the site.'
  return fail(problemResponse('request_invalid', { leadId, errors: [{ pointer: '/site', detail }] }))
}

async function openContact(
  parent: Parent,
  program: Program,
  site: SiteRow | undefined,
  { letter, personal }: Parsed,
  body: string,
): Promise<Result<LeadContact, Response>> {
  if ('contact' in personal) return ok(personal.contact)
  const leadId: LeadId = letter.id
  const opened = unseal(await parent.keyring(program.programId), leadId, personal.sealed)
  if (opened.ok) return parseContact(leadId, opened.value)
  // Kept beside the orders that cannot be opened: the remedy is the same key.
  const kept = { orderId: leadId, body, reason: opened.error, receivedAt: parent.now(), test: site?.test ?? false }
  const letters = program.policy.staffEmails.map((email) => orderUnreadable(program.policy, leadId, opened.error, email, kept.test))
  await keepUnreadable(parent.database, program.programId, kept, letters)
  parent.log.error({ leadId, reason: opened.error }, 'a request cannot be unsealed; it is kept')
  parent.wake()
  return fail(problemResponse('seal_unreadable', { leadId }, { 'Retry-After': SECONDS_UNTIL_RETRY }))
}

function parseContact(leadId: LeadId, text: string): Result<LeadContact, Response> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return fail(problemResponse('request_invalid', { leadId, errors: [{ pointer: '/sealed', detail: 'What was sealed is not JSON.' }] }))
  }
  const parsed = leadContact.safeParse(value)
  if (parsed.success) return ok(parsed.data as LeadContact)
  const errors = fieldProblems(parsed.error).map(({ pointer, detail }) => ({ pointer: `/contact${pointer}`, detail }))
  return fail(problemResponse('request_invalid', { leadId, errors }))
}
