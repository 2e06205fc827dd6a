import { isId, isSiteKey, type LeadId, type OrderId } from '@tributary/protocol/id'
import { fail, ok, type Result } from '@tributary/protocol/result'
import type { z } from 'zod'
import { orderUnreadable } from '../core/message.ts'
import { unseal } from '../core/seal.ts'
import { readText } from '../http/body.ts'
import { fieldProblems, problemResponse } from '../http/problem-response.ts'
import { keepUnreadable } from '../store/orders.ts'
import { firstProgram, type Program } from '../store/programs.ts'
import type { SiteRow } from '../store/sites.ts'
import type { Call, Parent } from './route.ts'

const SECONDS_UNTIL_RETRY = '60'

/** What a page posts: an open part that anybody may read (`OrderLetter`, `LeadLetter`), and a personal part, sealed or in clear. */
export interface BodyKind<Personal> {
  readonly kind: 'order' | 'lead'
  /** What it is called in a sentence. */
  readonly what: string
  /** The member that holds the personal part where it is not sealed. */
  readonly part: 'customer' | 'contact'
  readonly schema: z.ZodType
  readonly personalSchema: z.ZodType<Personal>
}

/** The open part, as far as it is read here. */
interface LetterPart {
  readonly id: OrderId | LeadId
  readonly program: string
  readonly site?: string | undefined
}

/** A body that was opened, with where it came from. */
export interface OpenedBody<Letter, Personal> {
  readonly letter: Letter
  readonly personal: Personal
  readonly program: Program
  /** The affiliate's site whose page sent it; none on the parent's own pages. */
  readonly site: SiteRow | undefined
  readonly flags: readonly string[]
}

/** By what an order or a request is named in answers about it. */
const nameOf = ({ kind }: Pick<BodyKind<unknown>, 'kind'>, id: string) => (kind === 'order' ? { orderId: id } : { leadId: id })

/** Reads a body: its shape, who may send it, and the personal part in it. What cannot be unsealed is kept, and staff are told. */
export async function openBody<Letter extends LetterPart, Personal>(
  parent: Parent,
  call: Call,
  kind: BodyKind<Personal>,
): Promise<Result<OpenedBody<Letter, Personal>, Response>> {
  const body = await readText(call.request, parent.bodyLimits)
  if (!body.ok) return fail(problemResponse(body.error.code, { detail: body.error.detail }))
  const parsed = splitBody<Letter>(kind, body.value)
  if (!parsed.ok) return parsed
  const { letter } = parsed.value
  const name = nameOf(kind, letter.id)

  const key = call.request.headers.get('Idempotency-Key')
  if (key !== null && key.replace(/^"(.*)"$/, '$1') !== letter.id) return fail(problemResponse('idempotency_key_mismatch', name))

  const access = await accessOf(parent, call, kind, letter)
  if (!access.ok) return access
  const { program } = access.value
  if (letter.program !== program.id) {
    return fail(problemResponse('program_mismatch', { ...name, errors: [{ pointer: '/program', detail: `Expected ${program.id}.` }] }))
  }
  const personal = await openPersonal(parent, kind, access.value, parsed.value, body.value)
  return personal.ok ? ok({ letter, personal: personal.value, ...access.value }) : personal
}

interface Parsed<Letter> {
  readonly letter: Letter
  /** The personal part as it was posted: clear and checked, or sealed. */
  readonly personal: unknown
  readonly sealed: string | undefined
}

function splitBody<Letter>(kind: BodyKind<unknown>, text: string): Result<Parsed<Letter>, Response> {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (error) {
    return fail(problemResponse('body_not_json', { detail: (error as Error).message.slice(0, 300) }))
  }
  const parsed = kind.schema.safeParse(body)
  if (parsed.success) {
    const { [kind.part]: personal, sealed, ...letter } = parsed.data as Record<string, unknown>
    return ok({ letter: letter as Letter, personal, sealed: sealed as string | undefined })
  }
  const claimed = (body as { id?: unknown } | null)?.id
  const name = typeof claimed === 'string' && isId(kind.kind, claimed) ? nameOf(kind, claimed) : {}
  return fail(problemResponse('request_invalid', { ...name, errors: fieldProblems(parsed.error) }))
}

type Access = Pick<OpenedBody<unknown, unknown>, 'program' | 'site' | 'flags'>

async function accessOf(
  parent: Parent,
  call: Call,
  kind: BodyKind<unknown>,
  { id, site: key }: LetterPart,
): Promise<Result<Access, Response>> {
  const name = nameOf(kind, id)
  if (key !== undefined && isSiteKey(key)) {
    const found = await parent.findSite(call, key, name)
    if (!found.ok) return found
    const { program, site, originVerified } = found.value
    return ok({ program, site, flags: originVerified ? [] : ['origin_unverified'] })
  }
  const origin = call.request.headers.get('Origin')
  const program = await firstProgram(parent.database)
  if (program && (origin === null || origin === parent.origin)) return ok({ program, site: undefined, flags: [] })
  const detail = `${kind.what} from another site’s page names the site.`
  return fail(problemResponse('request_invalid', { ...name, errors: [{ pointer: '/site', detail }] }))
}

async function openPersonal<Personal>(
  parent: Parent,
  kind: BodyKind<Personal>,
  { program, site }: Access,
  { letter, personal, sealed = '' }: Parsed<LetterPart>,
  body: string,
): Promise<Result<Personal, Response>> {
  if (personal !== undefined) return ok(personal as Personal)
  const { id } = letter
  const opened = unseal(await parent.keyring(program.programId), id, sealed)
  if (!opened.ok) {
    const kept = { orderId: id, body, reason: opened.error, receivedAt: parent.now(), test: site?.test ?? false }
    const letters = program.policy.staffEmails.map((email) => orderUnreadable(program.policy, id, opened.error, email, kept.test))
    await keepUnreadable(parent.database, program.programId, kept, letters)
    parent.log.error({ ...nameOf(kind, id), reason: opened.error }, `${kind.what.toLowerCase()} cannot be unsealed; it is kept`)
    parent.wake()
    return fail(problemResponse('seal_unreadable', nameOf(kind, id), { 'Retry-After': SECONDS_UNTIL_RETRY }))
  }
  const parsed = parsePersonal(kind, opened.value)
  return parsed.ok ? parsed : fail(problemResponse('request_invalid', { ...nameOf(kind, id), errors: parsed.error }))
}

function parsePersonal<Personal>(
  { part, personalSchema }: BodyKind<Personal>,
  text: string,
): Result<Personal, ReturnType<typeof fieldProblems>> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return fail([{ pointer: '/sealed', detail: 'What was sealed is not JSON.' }])
  }
  const parsed = personalSchema.safeParse(value)
  if (parsed.success) return ok(parsed.data)
  return fail(fieldProblems(parsed.error).map(({ pointer, detail }) => ({ pointer: `/${part}${pointer}`, detail })))
}
