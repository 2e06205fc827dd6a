import { z } from 'zod'
import { rowNote } from './catalogue.schema.ts'
import { PROBLEMS, type Problem, type ProblemCode } from './problem.ts'

/** `Problem` on the wire. */
export const problemDocument = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]).meta({ description: 'A code of the problem table.' }),
  final: z.boolean(),
  detail: z.string().exactOptional(),
  orderId: z.string().exactOptional(),
  orderNumber: z.string().exactOptional(),
  sku: z.string().exactOptional(),
  available: z.int().exactOptional(),
  leadId: z.string().exactOptional(),
  until: z.string().exactOptional(),
  retryAfterSeconds: z.int().exactOptional(),
  errors: z.array(z.strictObject({ pointer: z.string(), detail: z.string() })).exactOptional(),
  rows: z.array(rowNote).exactOptional(),
}) satisfies z.ZodType<Problem>
