import { type FieldProblem, type Problem, type ProblemCode, problem } from '@tributary/protocol/problem'
import type { z } from 'zod'

/** The problem document of a code as a response; `headers` are added. A problem that knows when to try again says so in `Retry-After` too. */
export function problemResponse(
  code: ProblemCode,
  more: Partial<Omit<Problem, 'code' | 'status' | 'final'>> = {},
  headers: Readonly<Record<string, string>> = {},
): Response {
  const document = problem(code, more)
  const response = new Response(JSON.stringify(document), {
    status: document.status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...retryAfter(document), ...headers },
  })
  CODES.set(response, code)
  return response
}

// Beside the response, so that whoever counts problems need not read its body.
const CODES = new WeakMap<Response, ProblemCode>()

/** The code of a response that `problemResponse` made. */
export const problemCodeOf = (response: Response): ProblemCode | undefined => CODES.get(response)

const retryAfter = ({ retryAfterSeconds: seconds }: Problem): Record<string, string> =>
  seconds === undefined ? {} : { 'Retry-After': String(seconds) }

/** The field errors of a failed parse: a JSON pointer into the body each, or `?name` with `isQuery`. */
export const fieldProblems = (error: z.ZodError, { isQuery = false } = {}): FieldProblem[] =>
  error.issues.flatMap((issue) => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]
    return keys.map((path) => ({ pointer: isQuery ? `?${String(path[0] ?? '')}` : pointerTo(path), detail: sentence(issue) }))
  })

const sentence = (issue: z.core.$ZodIssue): string => (issue.code === 'unrecognized_keys' ? 'This field is not known here.' : issue.message)

const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
