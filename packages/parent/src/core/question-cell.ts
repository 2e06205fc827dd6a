import type { QuestionKind } from '@tributary/protocol/question'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { slug } from './slug.ts'

/** A question as a cell of a spreadsheet writes it, before it is checked. */
export interface WrittenQuestion {
  id: string
  kind: QuestionKind
  label: string
  isNeeded: boolean
  help?: string
  group?: string
  choices?: string[]
  most?: number
  least?: number
  unit?: string
}

const NUMBER = String.raw`(-?\d+(?:\.\d+)?)`
const UNDERSTOOD = 'text, choice: A; B, number m², date, budget, file, needed, up to 3, from 1, 1 to 9, step: …, help: …, id: …'

type Reader = (question: WrittenQuestion, first: string, second: string) => void

const PARTS: readonly (readonly [form: RegExp, read: Reader])[] = [
  [/^(text|date|budget|file)$/i, (question, kind) => (question.kind = kind.toLowerCase() as QuestionKind)],
  [/^choice: *(.+)$/is, (question, list) => Object.assign(question, { kind: 'choice', choices: parts(list, ';') })],
  [/^number(?: +(.+))?$/is, (question, unit) => Object.assign(question, { kind: 'number' }, unit && { unit })],
  [/^needed$/i, (question) => (question.isNeeded = true)],
  [new RegExp(`^up to ${NUMBER}$`, 'i'), (question, most) => (question.most = Number(most))],
  [new RegExp(`^from ${NUMBER}$`, 'i'), (question, least) => (question.least = Number(least))],
  [
    new RegExp(`^${NUMBER} to ${NUMBER}$`, 'i'),
    (question, least, most) => Object.assign(question, { least: Number(least), most: Number(most) }),
  ],
  [/^step: *(.+)$/is, (question, group) => (question.group = group)],
  [/^help: *(.+)$/is, (question, help) => (question.help = help)],
  [/^id: *(.+)$/is, (question, id) => (question.id = id)],
]

/**
 * Reads a question from a cell: its text, then after vertical bars what is to be known of it, in any order:
 * `How large is the room? | number m² | 4 to 200 | needed | step: The room | help: A guess will do`. Fails with what was not understood, and the remedy.
 */
export function readQuestionCell(cell: string): Result<WrittenQuestion, string> {
  const [label = '', ...rest] = cell.split('|').map((part) => part.trim())
  const question: WrittenQuestion = { id: slug(label) || 'question', kind: 'text', label, isNeeded: false }
  for (const part of rest) {
    const [form, read] = PARTS.find(([one]) => one.test(part)) ?? []
    if (!form || !read) return fail(`“${part}” is not understood. After the question, between vertical bars, may stand: ${UNDERSTOOD}.`)
    const [, first = '', second = ''] = form.exec(part) ?? []
    read(question, first, second)
  }
  return ok(question)
}

const parts = (list: string, separator: string): string[] =>
  list
    .split(separator)
    .map((one) => one.trim())
    .filter((one) => one !== '')
