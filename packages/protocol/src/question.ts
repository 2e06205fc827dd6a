import type { AttachmentId } from './id.ts'

/** What a question takes as its answer. */
export const QUESTION_KINDS = ['text', 'choice', 'number', 'date', 'budget', 'file'] as const
export type QuestionKind = (typeof QUESTION_KINDS)[number]

/** Something to ask a customer about a service. `id` is unique in the offer: `rooms`. `group` names the step that it stands in. */
export interface Question {
  readonly id: string
  readonly kind: QuestionKind
  readonly label: string
  readonly help?: string
  readonly group?: string
  readonly isNeeded: boolean
  /** With `choice`: what can be chosen; `most` above 1 lets several be chosen. */
  readonly choices?: readonly string[]
  /** With `text`: the most characters; with `number`: the largest number; with `choice`: how many; with `file`: how many files. */
  readonly most?: number
  /** With `number`: the smallest number. */
  readonly least?: number
  /** With `number`: `m²`. */
  readonly unit?: string
}

/** A file that was uploaded before the request was sent: its id, the secret that claims it, its name. */
export interface UploadedFile {
  readonly id: AttachmentId
  readonly secret: string
  readonly name: string
}

/** One answer: text, one or several choices, a number, a day (`2026-11-30`), a budget in minor units, or uploaded files by their ids and secrets. */
export type AnswerValue =
  | string
  | readonly string[]
  | number
  | { readonly fromMinor?: number | undefined; readonly toMinor?: number | undefined }
  | readonly UploadedFile[]

/** The answers of a request by the ids of their questions. */
export type Answers = Readonly<Record<string, AnswerValue>>
