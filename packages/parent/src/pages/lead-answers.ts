import type { Attachment } from '@tributary/protocol/conversation'
import type { ProgramPolicy } from '@tributary/protocol/program'
import type { Answers, AnswerValue, Question } from '@tributary/protocol/question'
import { html } from 'hono/html'
import { amount } from './amounts.ts'
import { day } from './day.ts'
import type { Html } from './page.ts'
import { fileList } from './thread.ts'

/** What was asked and what was answered, in the words of then. Files are those that came with the request. */
export const answerList = (
  policy: ProgramPolicy,
  questions: readonly Question[],
  answers: Answers,
  files: readonly Attachment[],
  base: string,
): Html =>
  html`<dl class="answers">${questions.map((question) => {
    const value = answers[question.id]
    return html`<div><dt>${question.label}</dt><dd dir="auto">${value === undefined ? html`<span class="muted">not answered</span>` : answer(policy, question, value, files, base)}</dd></div>`
  })}</dl>`

function answer(
  policy: ProgramPolicy,
  { kind, unit }: Question,
  value: AnswerValue,
  files: readonly Attachment[],
  base: string,
): Html | string {
  if (typeof value === 'number') return `${new Intl.NumberFormat(policy.locale).format(value)}${unit === undefined ? '' : ` ${unit}`}`
  if (typeof value === 'string') return kind === 'date' ? day(policy, value) : value
  if (isList(value)) {
    const texts = value.filter((one) => typeof one === 'string')
    const ids = value.flatMap((one) => (typeof one === 'string' ? [] : [one.id]))
    return ids.length === 0
      ? texts.join(', ')
      : html`${fileList(
          files.filter(({ id }) => ids.includes(id)),
          base,
        )}`
  }
  return budget(policy, value)
}

const isList = (value: AnswerValue): value is Extract<AnswerValue, readonly unknown[]> => Array.isArray(value)

function budget(
  policy: ProgramPolicy,
  { fromMinor, toMinor }: { readonly fromMinor?: number | undefined; readonly toMinor?: number | undefined },
): string {
  if (fromMinor !== undefined && toMinor !== undefined) return `${amount(policy, fromMinor)} – ${amount(policy, toMinor)}`
  if (fromMinor !== undefined) return `from ${amount(policy, fromMinor)}`
  return toMinor === undefined ? '' : `up to ${amount(policy, toMinor)}`
}
