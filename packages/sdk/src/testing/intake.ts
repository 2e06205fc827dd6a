import { isId } from '@tributary/protocol/id'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { answer, type ProblemMembers, refuse, type Schema } from './answer.ts'
import type { Call } from './endpoint.ts'
import { type Ground, judgeSite } from './ground.ts'
import type { Refusal } from './pricing.ts'
import { fieldProblems, readJson } from './read.ts'

const SECONDS_UNTIL_RETRY = 60

/** What a page posts: an open part that anybody may read, and a personal part, sealed or in clear. */
export interface LetterKind<Letter, Personal> {
  readonly kind: 'order' | 'lead'
  /** The member that holds the personal part where it is not sealed. */
  readonly part: 'customer' | 'contact'
  readonly schema: Schema<Letter>
  readonly personalSchema: Schema<Personal>
}

/** A letter that was opened. */
export interface Opened<Letter, Personal> {
  readonly letter: Letter
  readonly personal: Personal
}

interface LetterPart {
  readonly id: string
  readonly program: string
  readonly site?: string | undefined
}

/** By what an order or a request is named in answers about it. */
export const nameOf = (kind: 'order' | 'lead', id: unknown): ProblemMembers =>
  typeof id === 'string' && isId(kind, id) ? { [`${kind}Id`]: id } : {}

/** Reads a letter as the real parent does: its shape, who may send it, the personal part in it. */
export async function openLetter<Letter extends LetterPart, Personal>(
  ground: Ground,
  call: Call,
  { kind, part, schema, personalSchema }: LetterKind<Letter, Personal>,
): Promise<Result<Opened<Letter, Personal>, Response>> {
  const refused = (code: Refusal['code'], more: ProblemMembers) => fail(refuse(call.name, code, more))
  const body = await readJson(call)
  if (!body.ok) return body
  const parsed = schema.safeParse(body.value)
  if (!parsed.success) {
    const claimed = nameOf(kind, (body.value as { id?: unknown } | null)?.id)
    return refused('request_invalid', { ...claimed, errors: fieldProblems(parsed.error) })
  }
  const { [part]: clear, sealed, ...letter } = parsed.data as Letter & { customer?: Personal; contact?: Personal; sealed?: string }
  const name = nameOf(kind, letter.id)

  const key = call.request.headers.get('Idempotency-Key')
  if (key !== null && key.replace(/^"(.*)"$/, '$1') !== letter.id) return refused('idempotency_key_mismatch', name)
  if (letter.site === undefined) {
    return refused('request_invalid', { ...name, errors: [{ pointer: '/site', detail: 'What comes from a page names its site.' }] })
  }
  const access = judgeSite(ground, call, letter.site, name)
  if (!access.ok) return access
  const { id: program } = ground.settings.facts
  if (letter.program !== program) {
    return refused('program_mismatch', { ...name, errors: [{ pointer: '/program', detail: `Expected ${program}.` }] })
  }
  const open = { ...letter } as unknown as Letter
  if (clear !== undefined) return ok({ letter: open, personal: clear })
  const text = await ground.box.open(letter.id, sealed ?? '')
  if (text === undefined) return refused('seal_unreadable', { ...name, retryAfterSeconds: SECONDS_UNTIL_RETRY })
  const value = readJsonText(text)
  if (value === undefined) {
    return refused('request_invalid', { ...name, errors: [{ pointer: '/sealed', detail: 'What was sealed is not JSON.' }] })
  }
  const personal = personalSchema.safeParse(value)
  if (personal.success) return ok({ letter: open, personal: personal.data })
  const errors = fieldProblems(personal.error).map(({ pointer, detail }) => ({ pointer: `/${part}${pointer}`, detail }))
  return refused('request_invalid', { ...name, errors })
}

function readJsonText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** What was answered by id: the same letter is answered again, a refusal stays, and another letter under the same id is refused. */
export interface Intake<Answer> {
  /** `digest` is the content without the touches, which a page may gain between two attempts. */
  take(call: Call, id: string, digest: string, decide: () => Result<Answer, Refusal>): Response
  forget(): void
}

/** An intake of orders or of requests. */
export function createIntake<Answer>(kind: 'order' | 'lead'): Intake<Answer> {
  const seen = new Map<string, { readonly digest: string; readonly outcome: Result<Answer, Refusal> }>()
  return {
    forget: () => seen.clear(),
    take({ name }, id, digest, decide) {
      const before = seen.get(id)
      if (before && before.digest !== digest) {
        const code = kind === 'order' ? 'order_id_reused' : 'lead_id_reused'
        return refuse(name, code, { ...nameOf(kind, id), detail: `A new ${kind === 'order' ? 'order' : 'request'} needs a new id.` })
      }
      const { outcome } = before ?? { outcome: decide() }
      seen.set(id, { digest, outcome })
      if (outcome.ok) return answer(name, before ? 200 : 201, outcome.value)
      const { code, ...more } = outcome.error
      return refuse(name, code, { ...more, ...nameOf(kind, id) })
    },
  }
}

/** The content of a letter as text. What a schema parsed has its members in the schema's order, so the same content is the same text. */
export const digestOf = <Letter extends { readonly touches: unknown }>({
  letter: { touches: _, ...own },
  personal,
}: Opened<Letter, unknown>): string => JSON.stringify([own, personal])
