import { APPLICATIONS_PATH, JOINING_PATH, type JoiningFacts, type NewApplication } from '@tributary/protocol/application'
import type { Result } from '@tributary/protocol/result'
import type { FieldProblem } from '@tributary/sdk'
import { words } from '../words/join.ts'

/** The fields of the form, in their order, called as the parent calls them. */
export type JoinField = keyof typeof words.fields

/** What was typed so far. A ticked box is `on`. */
export type JoinDraft = Readonly<Partial<Record<JoinField | 'sharesName', string>>>

/** What is wrong, by field, in sentences. */
export type JoinErrors = Readonly<Partial<Record<JoinField, string>>>

/** What the sheet of applying shows. */
export type JoinView = {
  /** What the parent says of joining; undefined where it did not answer. */
  readonly facts: JoiningFacts | undefined
  readonly draft: JoinDraft
  /** The parent's page of joining. */
  readonly href: string
  readonly locale: string
} & (
  | { readonly state: 'filling'; readonly errors: JoinErrors; readonly trouble?: Trouble }
  | { readonly state: 'sending' | 'received' | 'closed' }
)

/** Why the application was not taken, in one sentence, and what to do in another. */
export interface Trouble {
  readonly what: string
  readonly next: string
}

/** What must be put right before the parent is asked. Only what is certain: the parent has the last word. */
export const checkApplication = ({ name = '', email = '' }: JoinDraft): JoinErrors => ({
  ...(name.trim() === '' && { name: words.wrong.name }),
  ...(!/.@./.test(email) && { email: words.wrong.email }),
})

/** What is sent; what was left empty is left out. */
export function applicationOf({ name = '', email = '', website = '', about = '', sharesName }: JoinDraft, via: string): NewApplication {
  return {
    name: name.trim(),
    email: email.trim(),
    ...(website.trim() && { website: website.trim() }),
    ...(about.trim() && { about }),
    sharesName: Boolean(sharesName),
    via,
  }
}

/** What the parent says of joining by way of this site, code or link; undefined where it does not answer. */
export async function readFacts(parent: string, via: string, signal: AbortSignal): Promise<JoiningFacts | undefined> {
  const answer: Partial<JoiningFacts> = await fetch(`${parent}${JOINING_PATH}?via=${encodeURIComponent(via)}`, {
    credentials: 'omit',
    signal,
  })
    .then((response) => response.json())
    .catch(() => ({}))
  return answer.name && answer.applications ? (answer as JoiningFacts) : undefined
}

/** Hands an application to the parent. Sending it twice does no harm: who applied already goes on waiting. */
export async function sendApplication(
  parent: string,
  application: NewApplication,
  signal: AbortSignal,
): Promise<Result<true, { readonly errors: JoinErrors; readonly trouble?: Trouble }>> {
  const answer: Partial<{ received: true; title: string; detail: string; errors: readonly FieldProblem[] }> = await fetch(
    parent + APPLICATIONS_PATH,
    {
      method: 'POST',
      credentials: 'omit',
      signal,
      // A string body goes as text/plain, so no request needs a preflight.
      body: JSON.stringify(application),
    },
  )
    .then((response) => response.json())
    .catch(() => ({}))
  if (answer.received) return { ok: true, value: true }
  const errors = errorsOf(answer.errors)
  if (Object.keys(errors).length > 0) return { ok: false, error: { errors } }
  const what = answer.title ? (answer.detail ?? answer.title) : navigator.onLine ? words.unreached : words.offline
  return { ok: false, error: { errors, trouble: { what, next: words.kept } } }
}

// The parent speaks to programs; persons are told in their language.
const errorsOf = (problems: readonly FieldProblem[] = []): JoinErrors =>
  Object.fromEntries(
    problems
      .map(({ pointer }) => pointer.slice(1))
      .filter((name): name is JoinField => name in words.wrong)
      .map((name) => [name, words.wrong[name]]),
  )
