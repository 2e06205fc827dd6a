import { ENDPOINTS, type EndpointName } from '@tributary/protocol/endpoint'
import { ENDPOINT_SHAPES } from '@tributary/protocol/endpoint.schema'
import type { EndpointShape } from '@tributary/protocol/endpoint-shape.schema'
import { PROBLEMS, type ProblemCode } from '@tributary/protocol/problem'
import { problemDocument } from '@tributary/protocol/problem.schema'
import { z } from 'zod'

const PROBLEM = { $ref: '#/components/schemas/Problem' }

const FILE = {
  description: 'The file, to be saved and never shown',
  content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
}
const FORM = { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } }

// What every endpoint may answer beside its own.
const EVERYWHERE: readonly ProblemCode[] = ['request_invalid', 'internal', 'unavailable']
const WITH_BODY: readonly ProblemCode[] = ['body_not_json', 'body_timeout', 'body_too_large']
const AT_THE_DOOR: readonly ProblemCode[] = ['key_refused', 'key_required']

/** The OpenAPI 3.1 document of the API, made from the endpoint table and its schemas. `origin` is where this server is reached. */
export function openApiDocument(origin: string): object {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const name of Object.keys(ENDPOINTS) as EndpointName[]) {
    const { method, path } = ENDPOINTS[name]
    const template = path.replace(/:(\w+)/g, '{$1}')
    paths[template] = { ...paths[template], [method.toLowerCase()]: operation(name, ENDPOINT_SHAPES[name]) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Tributary parent', version: '1', description: 'The order endpoint, the catalogue and the staff’s door of one parent.' },
    servers: [{ url: origin }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problemDocument) },
      securitySchemes: { staff: { type: 'http', scheme: 'bearer' }, affiliate: { type: 'http', scheme: 'bearer' } },
    },
  }
}

function operation(name: EndpointName, { summary, query, body, answers, problems }: EndpointShape): object {
  const { access } = ENDPOINTS[name]
  const codes = [...problems, ...EVERYWHERE, ...(body ? WITH_BODY : []), ...(access === 'public' ? [] : AT_THE_DOOR)]
  return {
    operationId: name,
    summary,
    ...(access !== 'public' && { security: [{ [access]: [] }] }),
    parameters: [...pathParameters(name), ...queryParameters(query)],
    ...(body && { requestBody: { required: true, content: content(body) } }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, schema]) => [status, schema === 'file' ? FILE : answer(schema)])),
      ...Object.fromEntries(
        statusesOf(codes).map((status) => [status, problemAnswer(codes.filter((code) => PROBLEMS[code].status === status))]),
      ),
    },
  }
}

const statusesOf = (codes: readonly ProblemCode[]): number[] => [...new Set(codes.map((code) => PROBLEMS[code].status))].sort()

const answer = (schema: z.ZodType) => ({ description: 'Done', content: { 'application/json': { schema: schemaOf(schema) } } })

const problemAnswer = (codes: readonly ProblemCode[]) => ({
  description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join(' '),
  content: { 'application/problem+json': { schema: PROBLEM } },
})

// A page posts JSON as text/plain, which spares it a preflight; both are read alike.
function content(body: z.ZodType | 'text' | 'form') {
  if (body === 'form') return { 'multipart/form-data': { schema: FORM } }
  return body === 'text'
    ? { 'text/csv': { schema: { type: 'string' } }, 'application/json': { schema: {} } }
    : { 'application/json': { schema: schemaOf(body) }, 'text/plain': { schema: schemaOf(body) } }
}

const pathParameters = (name: EndpointName) =>
  [...ENDPOINTS[name].path.matchAll(/:(\w+)/g)].map(([, parameter]) => ({
    name: parameter,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))

function queryParameters(query: z.ZodObject | undefined): object[] {
  if (!query) return []
  const { properties = {}, required = [] } = schemaOf(query) as { properties?: Record<string, object>; required?: string[] }
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }))
}

const schemaOf = (schema: z.ZodType): object => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', target: 'draft-2020-12' })
  return rest
}
