import { ENDPOINT_SHAPES } from '@tributary/protocol/endpoint.schema'
import { type Problem, type ProblemCode, problem } from '@tributary/protocol/problem'
import { problemDocument } from '@tributary/protocol/problem.schema'
import type { PublicEndpointName } from './endpoint.ts'

/** What a problem document says beside its code. */
export type ProblemMembers = Partial<Omit<Problem, 'code' | 'status' | 'final'>>

type Headers = Readonly<Record<string, string>>

// What every endpoint may answer beside its own, as the parent's OpenAPI document has it.
const EVERYWHERE: readonly ProblemCode[] = ['request_invalid', 'internal', 'unavailable', 'body_not_json', 'body_timeout', 'body_too_large']

// Every public answer may be read by any page.
const OPEN_TO_PAGES = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'ETag, Retry-After' }

/**
 * An answer as JSON, parsed by the endpoint's schema before it is sent. Throws where it does not fit: this test parent would say what the real one
 * never says.
 */
export function answer(name: PublicEndpointName, status: number, value: unknown, headers: Headers = {}): Response {
  const schema = (ENDPOINT_SHAPES[name].answers as Readonly<Record<number, Schema>>)[status]
  if (!schema) throw new Error(`expected a status that ${name} answers, received ${status}; add it to ENDPOINT_SHAPES`)
  const body = JSON.stringify(fitting(`${name} ${status}`, schema, value))
  return new Response(body, {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...OPEN_TO_PAGES, ...headers },
  })
}

/** A problem that the endpoint's shape names. */
export function refuse(name: PublicEndpointName, code: ProblemCode, more: ProblemMembers = {}, headers: Headers = {}): Response {
  const named: readonly ProblemCode[] = [...ENDPOINT_SHAPES[name].problems, ...EVERYWHERE]
  if (!named.includes(code)) throw new Error(`expected a problem that ${name} answers, received ${code}; add it to ENDPOINT_SHAPES`)
  return problemAnswer(code, more, headers)
}

/** Any problem, as the parent writes it; one that knows when to try again says so in `Retry-After` too. */
export function problemAnswer(code: ProblemCode, more: ProblemMembers = {}, headers: Headers = {}): Response {
  const document = fitting(`the problem ${code}`, problemDocument, problem(code, more)) as Problem
  const { status, retryAfterSeconds: seconds } = document
  return new Response(JSON.stringify(document), {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      ...OPEN_TO_PAGES,
      ...(seconds !== undefined && { 'Retry-After': String(seconds) }),
      ...headers,
    },
  })
}

/** An answer without a body. */
export const bare = (status: number, headers: Headers = {}): Response =>
  new Response(null, { status, headers: { ...OPEN_TO_PAGES, ...headers } })

/** The part of a zod schema that is used here. zod itself comes with the protocol. */
export interface Schema<Value = unknown> {
  safeParse(value: unknown): { readonly success: true; readonly data: Value } | { readonly success: false; readonly error: SchemaError }
}

/** Why something does not fit a schema. */
export interface SchemaError {
  readonly message: string
  readonly issues: readonly {
    readonly code: string
    readonly path: readonly PropertyKey[]
    readonly message: string
    readonly keys?: unknown
  }[]
}

function fitting(what: string, schema: Schema, value: unknown): unknown {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new Error(`expected ${what} to fit its schema, received ${JSON.stringify(value)}: ${parsed.error.message}`)
  return parsed.data
}
