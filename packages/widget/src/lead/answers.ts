import type { Answers, AnswerValue, FieldProblem, LeadContact, Question } from '@tributary/sdk'
import { words as sheetWords } from '../words/sheet.ts'
import type { ServiceOffer } from './request.ts'
import type { Arrived, Typed, TypedErrors } from './typed.ts'

/** The field in which consents are ticked. */
export const CONSENT = 'consents'

/** The name of a question's field. A budget has a second one for its end, `…-to`. */
export const fieldOf = (id: string): string => `q-${id}`

/** What stands in a form; files go their own way. */
export function readForm(form: HTMLFormElement | undefined): Typed {
  const typed: Record<string, string[]> = {}
  new FormData(form).forEach((value, name) => {
    if (typeof value === 'string' && value.trim()) (typed[name] ??= []).push(value)
  })
  return typed
}

/** What the browser finds wrong in the fields that are shown, in the customer's language. */
export const wrongIn = (form: HTMLFormElement | undefined): TypedErrors =>
  Object.fromEntries(
    [...(form?.querySelectorAll<HTMLInputElement>(':is(input, textarea):invalid:not([hidden] *)') ?? [])].map((control) => [
      control.name.replace(/-to$/, ''),
      control.validationMessage,
    ]),
  )

/** The answer to one question, or nothing where it was left empty. */
export function answerIn({ id, kind, most = 1 }: Question, typed: Typed, digits: number, arrived?: Arrived): AnswerValue | undefined {
  const all = typed[fieldOf(id)] ?? []
  const [first] = all
  switch (kind) {
    case 'number':
      return first && Number(first)
    case 'choice':
      return most > 1 && first ? all : first
    case 'budget': {
      // The browser gives numbers a dot; a budget is round enough for what a float loses.
      const [from, to] = [first, typed[`${fieldOf(id)}-to`]?.[0]].map((text) => text && Math.round(Number(text) * 10 ** digits))
      return from || to ? { ...(from && { fromMinor: from }), ...(to && { toMinor: to }) } : undefined
    }
    case 'file':
      return arrived?.[id]
    default:
      return first
  }
}

/** The personal part of the request. Text is kept as typed. */
export function contactOf({ service }: ServiceOffer, typed: Typed, digits: number, arrived: Arrived): LeadContact {
  const answers = service.questions.map((question) => [question.id, answerIn(question, typed, digits, arrived)])
  const one = (name: string): string => typed[name]?.[0]?.trim() ?? ''
  return {
    ...{ name: one('name'), email: one('email'), phone: one('phone') || undefined, company: one('company') || undefined },
    answers: Object.fromEntries(answers) as Answers,
    consents: typed[CONSENT] ?? [],
  }
}

/** The parent's field errors, by our fields: `/contact/answers/size` is the question `size`, `/contact/email` the mailbox. The parent says them in English. */
export const typedErrors = (problems: readonly FieldProblem[] = []): TypedErrors =>
  Object.fromEntries(
    problems.map(({ pointer, detail }) => {
      const [, , name = '', id] = pointer.split('/')
      return [id ? fieldOf(id.replaceAll('~1', '/').replaceAll('~0', '~')) : name, sheetWords.wrong?.other ?? detail]
    }),
  )
