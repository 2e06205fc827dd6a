import type { Answers, AnswerValue, Question, UploadedFile } from '@tributary/protocol/question'

/** What is wrong with an answer, by the id of its question. */
export interface AnswerProblem {
  readonly question: string
  readonly detail: string
}

const LONGEST_TEXT = 4_000
const MOST_FILES = 5
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Judges answers against the questions of their service: what is needed is there, and each fits its question. Nothing wrong is an empty list. */
export function answerProblems(questions: readonly Question[], answers: Answers): AnswerProblem[] {
  const asked = new Map(questions.map((question) => [question.id, question]))
  const strange = Object.keys(answers).filter((id) => !asked.has(id))
  return [
    ...strange.map((id) => ({ question: id, detail: 'This is not asked here. Load the page again: the questions changed.' })),
    ...questions.flatMap((question) => {
      const detail = problemOf(question, Object.hasOwn(answers, question.id) ? answers[question.id] : undefined)
      return detail === undefined ? [] : [{ question: question.id, detail }]
    }),
  ]
}

function problemOf(question: Question, answer: AnswerValue | undefined): string | undefined {
  if (isEmpty(answer)) return question.isNeeded ? 'Please answer this; it is needed for an offer.' : undefined
  return FITS[question.kind](question, answer as AnswerValue)
}

/** Whether nothing was answered. */
export const isEmpty = (answer: AnswerValue | undefined): boolean =>
  answer === undefined ||
  (typeof answer === 'string' && answer.trim() === '') ||
  (Array.isArray(answer) && answer.length === 0) ||
  (isBudget(answer) && answer.fromMinor === undefined && answer.toMinor === undefined)

const FITS: Record<Question['kind'], (question: Question, answer: AnswerValue) => string | undefined> = {
  text: ({ most = LONGEST_TEXT }, answer) => {
    if (typeof answer !== 'string') return 'Please write this as text.'
    return most < answer.length ? `Please use at most ${most} characters; these are ${answer.length}.` : undefined
  },
  choice: ({ choices = [], most = 1 }, answer) => {
    const chosen = typeof answer === 'string' ? [answer] : answer
    if (!isTexts(chosen)) return 'Please choose from the list.'
    const strange = chosen.find((one) => !choices.includes(one))
    if (strange !== undefined) return `“${strange}” is not on the list: ${choices.join(', ')}.`
    if (new Set(chosen).size < chosen.length) return 'Please choose each only once.'
    return most < chosen.length ? `Please choose at most ${most}.` : undefined
  },
  number: ({ least = -Infinity, most = Infinity, unit = '' }, answer) => {
    if (typeof answer !== 'number' || !Number.isFinite(answer)) return 'Please write this as a number.'
    const after = unit === '' ? '' : ` ${unit}`
    if (answer < least) return `Please write at least ${least}${after}.`
    return most < answer ? `Please write at most ${most}${after}.` : undefined
  },
  date: (_, answer) => (typeof answer === 'string' && isDay(answer) ? undefined : 'Please write a day of the calendar, like 2026-11-30.'),
  budget: (_, answer) => {
    if (!isBudget(answer)) return 'Please write a budget as amounts.'
    const { fromMinor = 0, toMinor = Infinity } = answer
    return fromMinor <= toMinor ? undefined : 'The lower amount is above the upper one.'
  },
  file: ({ most = MOST_FILES }, answer) => {
    if (!isFiles(answer)) return 'Please add the file again; it did not arrive.'
    return most < answer.length ? `Please add at most ${most} files.` : undefined
  },
}

const isBudget = (answer: AnswerValue | undefined): answer is { readonly fromMinor?: number; readonly toMinor?: number } =>
  typeof answer === 'object' && !Array.isArray(answer)

const isTexts = (answer: AnswerValue): answer is readonly string[] =>
  Array.isArray(answer) && answer.every((one) => typeof one === 'string')

/** Whether an answer names uploaded files. */
export const isFiles = (answer: AnswerValue): answer is readonly UploadedFile[] =>
  Array.isArray(answer) && answer.length > 0 && answer.every((one) => typeof one === 'object')

function isDay(text: string): boolean {
  const instant = DAY.test(text) ? new Date(`${text}T00:00:00Z`) : undefined
  return instant !== undefined && !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text)
}

/** The files that a request's answers name. */
export const filesIn = (answers: Answers): readonly UploadedFile[] =>
  Object.values(answers).flatMap((answer) => (isFiles(answer) ? answer : []))
