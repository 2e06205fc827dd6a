import { z } from 'zod'
import { QUESTION_KINDS, type Question } from './question.ts'

/** `Question` on the wire. */
export const question = z.strictObject({
  id: z.string(),
  kind: z.enum(QUESTION_KINDS),
  label: z.string(),
  help: z.string().exactOptional(),
  group: z.string().exactOptional(),
  isNeeded: z.boolean(),
  choices: z.array(z.string()).exactOptional(),
  most: z.number().exactOptional(),
  least: z.number().exactOptional(),
  unit: z.string().exactOptional(),
}) satisfies z.ZodType<Question>
