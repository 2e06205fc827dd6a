import { z } from 'zod'
import { id } from './id.schema.ts'
import type { Answers, AnswerValue } from './question.ts'
import { text } from './text.schema.ts'

const minor = z.int().min(0).max(Number.MAX_SAFE_INTEGER)

/** `AnswerValue` on the wire: what fits no question of any kind is refused here, what does not fit its own question later. */
export const answerValue = z.union([
  text(8_000),
  z.number(),
  z.array(text(200)).max(50),
  z.array(z.strictObject({ id: id('attachment'), secret: z.string().max(200), name: text(300) })).max(20),
  z.strictObject({ fromMinor: minor.optional(), toMinor: minor.optional() }),
]) satisfies z.ZodType<AnswerValue>

/** `Answers` on the wire, by the ids of their questions. */
export const answers = z.record(text(60, 1), answerValue) satisfies z.ZodType<Answers>
