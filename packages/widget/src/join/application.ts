import { APPLICATIONS_PATH, JOINING_PATH, type JoiningFacts, type NewApplication } from '@tributary/protocol/application'
import type { FieldProblem, Problem } from '@tributary/protocol/problem'
import type { Result } from '@tributary/protocol/result'
import { detailOf, titleOf } from '../sheet/notice.tsx'
import { words } from '../words/join.ts'
import { words as sheetWords } from '../words/sheet.ts'

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
  const answer: Partial<Problem & { received: true }> = await fetch(parent + APPLICATIONS_PATH, {
    method: 'POST',
    credentials: 'omit',
    signal,
    // A string body goes as text/plain, so no request needs a preflight.
    body: JSON.stringify(application),
  })
    .then((response) => response.json())
    .catch(() => ({}))
  if (answer.received) return { ok: true, value: true }
  const errors = errorsOf(application, answer.errors)
  if (Object.keys(errors).length > 0) return { ok: false, error: { errors } }
  return { ok: false, error: { errors, trouble: troubleOf(answer) } }
}

function troubleOf({ code, title, detail = '' }: Partial<Problem>): Trouble {
  if (!code || !title) return { what: navigator.onLine ? words.unreached : words.offline, next: words.kept }
  const problem = { code, title, detail }
  const what = code === 'applications_closed' ? words.closed(words.theParent) : titleOf(problem)
  return { what, next: `${detailOf(problem)} ${words.kept}`.trim() }
}

// The parent speaks to programs; persons are told in their language. What it says of a name that was typed no sentence of ours foresees.
function errorsOf({ name }: NewApplication, problems: readonly FieldProblem[] = []): JoinErrors {
  const wrong = (field: JoinField, detail: string): string =>
    field === 'name' && name ? (sheetWords.wrong?.other ?? detail) : words.wrong[field]
  return Object.fromEntries(
    problems
      .map(({ pointer, detail }) => [pointer.slice(1), detail] as const)
      .filter((problem): problem is readonly [JoinField, string] => problem[0] in words.wrong)
      .map(([field, detail]) => [field, wrong(field, detail)]),
  )
}
