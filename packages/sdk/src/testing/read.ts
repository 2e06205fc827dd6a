import { ORDER_BYTES } from '@tributary/protocol/order'
import type { FieldProblem } from '@tributary/protocol/problem'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { refuse, type Schema, type SchemaError } from './answer.ts'
import type { Call } from './endpoint.ts'

/** The body as JSON, whatever its content type says: a page sends `text/plain` to be spared a preflight. */
export async function readJson({ name, request }: Call): Promise<Result<unknown, Response>> {
  const bytes = await request.arrayBuffer()
  if (ORDER_BYTES < bytes.byteLength)
    return fail(refuse(name, 'body_too_large', { detail: `At most ${ORDER_BYTES} bytes are taken here.` }))
  try {
    return ok(JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)) as unknown)
  } catch (error) {
    return fail(refuse(name, 'body_not_json', { detail: `The body is not JSON: ${(error as Error).message}`.slice(0, 300) }))
  }
}

/** A body that fits its schema, or the problem to answer. */
export async function readBody<Value>(call: Call, schema: Schema<Value>): Promise<Result<Value, Response>> {
  const body = await readJson(call)
  if (!body.ok) return body
  const parsed = schema.safeParse(body.value)
  return parsed.success ? ok(parsed.data) : fail(refuse(call.name, 'request_invalid', { errors: fieldProblems(parsed.error) }))
}

/** A query that fits its schema, or the problem to answer. */
export function readQuery<Value>({ name, url }: Call, schema: Schema<Value>): Result<Value, Response> {
  const parsed = schema.safeParse(Object.fromEntries(url.searchParams))
  if (parsed.success) return ok(parsed.data)
  // A query has no depth: the pointer of a parameter is its name.
  const errors = fieldProblems(parsed.error).map(({ pointer, detail }) => ({ pointer: `?${pointer.split('/')[1] ?? ''}`, detail }))
  return fail(refuse(name, 'request_invalid', { errors }))
}

/** What is wrong with which field, as JSON pointers into the body. */
export const fieldProblems = ({ issues }: SchemaError): FieldProblem[] =>
  issues.flatMap(({ code, path, message, keys }) =>
    code === 'unrecognized_keys' && Array.isArray(keys)
      ? keys.map((key) => ({ pointer: pointerTo([...path, key as string]), detail: 'This field is not known here.' }))
      : [{ pointer: pointerTo(path), detail: message }],
  )

const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
