import { fail, ok, type Result } from '@tributary/protocol/result'
import type { z } from 'zod'
import { type BodyLimits, readJson } from './body.ts'
import { fieldProblems, problemResponse } from './problem-response.ts'

/** A body that fits its schema, or the problem to answer; `name` is what the answer is about, where the address says so. */
export async function parseBody<Value>(
  request: Request,
  schema: z.ZodType<Value>,
  limits?: BodyLimits,
  name: { readonly orderId?: string } = {},
): Promise<Result<Value, Response>> {
  const body = await readJson(request, limits)
  if (!body.ok) return fail(problemResponse(body.error.code, { ...name, detail: body.error.detail }))
  const parsed = schema.safeParse(body.value)
  return parsed.success ? ok(parsed.data) : fail(problemResponse('request_invalid', { ...name, errors: fieldProblems(parsed.error) }))
}

/** A query that fits its schema, or the problem to answer. Of a parameter given twice the last counts. */
export function parseQuery<Value>(url: URL, schema: z.ZodType<Value>): Result<Value, Response> {
  const parsed = schema.safeParse(Object.fromEntries(url.searchParams))
  return parsed.success
    ? ok(parsed.data)
    : fail(problemResponse('request_invalid', { errors: fieldProblems(parsed.error, { isQuery: true }) }))
}
