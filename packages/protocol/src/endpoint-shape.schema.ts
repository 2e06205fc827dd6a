import type { z } from 'zod'
import type { ProblemCode } from './problem.ts'

/** The shapes of one endpoint: what goes in, what comes out by status, what may go wrong beside what every endpoint may answer. */
export interface EndpointShape {
  readonly summary: string
  readonly query?: z.ZodObject
  /** JSON, unless `text` says that the body is a file, or `form` that it is a form with one part `file` (multipart/form-data). */
  readonly body?: z.ZodType | 'text' | 'form'
  /** JSON, unless `file` says that a file is answered. */
  readonly answers: Readonly<Record<number, z.ZodType | 'file'>>
  readonly problems: readonly ProblemCode[]
}
