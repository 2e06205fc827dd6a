// What all refusals keep, whichever rule asked for them: they are judged together at the end.
import { ENDPOINTS } from '@tributary/protocol/endpoint'
import { ENDPOINT_SHAPES } from '@tributary/protocol/endpoint.schema'
import { PROBLEMS } from '@tributary/protocol/problem'
import { problemDocument } from '@tributary/protocol/problem.schema'
import { holdForAll } from './verdict.mjs'

// Any endpoint may answer these.
const EVERYWHERE = [
  ...['request_invalid', 'body_not_json', 'body_timeout', 'body_too_large'],
  ...['internal', 'unavailable', 'overloaded', 'rate_limited', 'changed', 'method_not_allowed'],
]

// Each has a rule of its own.
const JUDGED_ELSEWHERE = ['code', 'status', 'final']

const refusals = ({ exchanges }) => exchanges.filter(({ request, status }) => 400 <= status && request.method !== 'OPTIONS')
const known = (probe) => refusals(probe).filter(({ json }) => typeof json?.code === 'string' && Object.hasOwn(PROBLEMS, json.code))

const endpointOf = ({ method, path }) =>
  Object.keys(ENDPOINTS).find((name) => {
    const { method: own, path: form } = ENDPOINTS[name]
    return own === method && new RegExp(`^${form.replace(/:\w+/g, '[^/]+')}$`).test(path.split('?')[0])
  })

const rule = (id, must, exchangesOf, complaint) => ({
  id,
  must,
  isLast: true,
  check: async ({ probe }) => holdForAll(exchangesOf(probe), complaint),
})

/** The rules of refusals. */
export const REFUSAL_RULES = [
  rule('refusals.media-type', 'are JSON with the media type `application/problem+json`', refusals, ({ headers, json }) => {
    const type = headers.get('Content-Type') ?? 'no Content-Type'
    const isProblem = /^application\/problem\+json\b/.test(type) && json !== undefined
    return (
      !isProblem && {
        expected: 'JSON with Content-Type application/problem+json',
        received: json === undefined ? `no JSON (${type})` : type,
      }
    )
  }),
  rule(
    'refusals.code',
    'have a `code` of the table below',
    refusals,
    ({ json }) =>
      !(typeof json?.code === 'string' && Object.hasOwn(PROBLEMS, json.code)) && {
        expected: 'a `code` of the problem table',
        received: json?.code === undefined ? 'none' : `“${json.code}”`,
      },
  ),
  rule(
    'refusals.status',
    'have in `status` the HTTP status that they come with',
    refusals,
    ({ status, json }) =>
      json?.status !== status && { expected: `\`status\` ${status}, as in the HTTP answer`, received: json?.status ?? 'none' },
  ),
  rule('refusals.of-table', 'come with the HTTP status and the `final` that the table has for their code', known, ({ status, json }) => {
    const row = PROBLEMS[json.code]
    const isKept = row.status === status && row.final === json.final
    return (
      !isKept && {
        expected: `status ${row.status} and final ${row.final} for ${json.code}`,
        received: `status ${status} and final ${json.final}`,
      }
    )
  }),
  rule('refusals.document', 'have the type `/problems#<code>`, a title, and otherwise what fits `problemDocument`', known, ({ json }) => {
    if (json.type !== `/problems#${json.code}`) return { expected: `the type /problems#${json.code}`, received: json.type ?? 'none' }
    const issue = problemDocument.safeParse(json).error?.issues.find(({ path }) => !JUDGED_ELSEWHERE.includes(path[0]))
    return issue && { expected: 'a body that fits `problemDocument`', received: `${issue.path.join('.') || 'the body'}: ${issue.message}` }
  }),
  rule('refusals.of-endpoint', 'have a code that their endpoint may answer (`endpoint.schema.ts`)', known, ({ request, json }) => {
    const name = endpointOf(request)
    const codes = name ? [...ENDPOINT_SHAPES[name].problems, ...EVERYWHERE] : [json.code]
    return !codes.includes(json.code) && { expected: `one of ${codes.join(', ')}`, received: json.code }
  }),
]
