import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { nanoid } from 'nanoid'
import type { Parent } from '../routes/route.ts'
import { problemCodeOf } from './problem-response.ts'

const GIVEN_ID = /^[\w.:-]{1,64}$/
const ORDERS = '/v1/orders'

const IDS = new WeakMap<Request, string>()

/** The id of a request that is being answered. */
export const requestIdOf = (request: Request): string => IDS.get(request) ?? ''

/**
 * Gives every request an id (that of the caller, where it sent a sensible one), answers it in `X-Request-Id`, counts the request, and logs it in one line: method,
 * pattern of the path, status, milliseconds. Never the path itself or the query, in which secrets and names stand.
 */
export const recordRequest =
  ({ log, metrics, readiness }: Parent): MiddlewareHandler =>
  async (context, next) => {
    const startedAt = performance.now()
    const given = context.req.header('X-Request-Id') ?? ''
    const requestId = GIVEN_ID.test(given) ? given : nanoid()
    IDS.set(context.req.raw, requestId)
    await next()
    const { method } = context.req
    const { status, headers } = context.res
    const ms = performance.now() - startedAt
    const route = routePath(context)
    headers.set('X-Request-Id', requestId)
    // Whoever keeps the connection is to look for another process next.
    if (readiness.isStopping) headers.set('Connection', 'close')
    const code = problemCodeOf(context.res)
    metrics.request({ method, route, status, seconds: ms / 1_000 })
    if (code !== undefined) metrics.problem(code)
    if (route === ORDERS && method === 'POST') metrics.order(code ?? (status === 201 ? 'created' : 'repeated'))
    if (log.isLevelEnabled('info'))
      log.info({ requestId, method, route, status, ms: Math.round(ms * 10) / 10, ...(code !== undefined && { code }) }, 'request')
  }
