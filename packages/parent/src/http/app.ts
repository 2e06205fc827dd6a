import { existsSync } from 'node:fs'
import { ENDPOINTS, type EndpointName } from '@tributary/protocol/endpoint'
import { type Context, Hono } from 'hono'
import { routePath } from 'hono/route'
import { addPages } from '../pages/pages.ts'
import { getCarryingScript } from '../routes/carrying-script.ts'
import type { AffiliateRoute, Call, Parent, PublicRoute, StaffRoute } from '../routes/route.ts'
import { addressOf } from './address.ts'
import { affiliateOf } from './affiliate-door.ts'
import { speakVersion } from './api-version.ts'
import { failureResponse } from './failure.ts'
import { createGate, type Gate } from './gate.ts'
import { createHandlers } from './handlers.ts'
import { addHealth } from './health.ts'
import { mediaFiles } from './media-files.ts'
import { openApiDocument } from './openapi.ts'
import { problemResponse } from './problem-response.ts'
import { recordRequest, requestIdOf } from './request-record.ts'
import { staffOf } from './staff-door.ts'
import { createWidgetFiles, type WidgetFiles } from './widget-files.ts'

/** Folders that are served as they are. */
export interface Folders {
  /** The widget's browser build. */
  readonly widget: string
  /** Pictures of the catalogue. */
  readonly media?: string | undefined
}

const PREFLIGHT_HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST',
  'Access-Control-Allow-Headers': 'Content-Type, Idempotency-Key, Tributary-Version',
  'Access-Control-Max-Age': '86400',
}

// Reads are cheap, and mostly answered from memory.
const OPEN: Gate = { enter: () => () => {} }

const SECONDS_UNTIL_RETRY = 2

/** The whole parent as one handler of Web-standard requests. */
export function createApp(parent: Parent, folders: Folders): Hono {
  const app = new Hono()
  app.use(recordRequest(parent))
  app.use('/v1/*', speakVersion())
  addHealth(app, parent)
  app.get('/openapi.json', (context) => context.json(openApiDocument(parent.origin)))
  app.get('/v1/openapi.json', (context) => context.redirect('/openapi.json', 308))
  addEndpoints(app, parent)
  addWidgetFiles(app, parent, createWidgetFiles(folders.widget))
  if (folders.media !== undefined && existsSync(folders.media)) app.get('/media/*', ...mediaFiles(folders.media))
  addPages(app, parent)
  app.notFound(notFound)
  app.onError((error, context) =>
    openToPages(context, failureResponse(parent.log, error, { route: routePath(context), requestId: requestIdOf(context.req.raw) })),
  )
  return app
}

function addWidgetFiles(app: Hono, parent: Parent, widget: WidgetFiles): void {
  const carrying = getCarryingScript(parent, widget)
  app.get('/v1/tributary.js', async (context) => {
    const call = callOf(context, parent.trustsProxy)
    return (await carrying(call)) ?? notFound(context)
  })
  app.get('/:version{v\\d+\\.\\d+\\.\\d+[^/]*}/:file{(carried/)?[^/]+}', (context) => {
    const { version, file } = context.req.param()
    return widget.immutable(version, file, context.req.raw) ?? notFound(context)
  })
}

function addEndpoints(app: Hono, parent: Parent): void {
  const handlers = createHandlers(parent)
  const gate = createGate(parent.mostInHand)
  app.options('/v1/*', (context) =>
    isForPrograms(context) ? notFound(context) : new Response(null, { status: 204, headers: PREFLIGHT_HEADERS }),
  )
  for (const name of Object.keys(ENDPOINTS) as EndpointName[]) {
    const { method, path, access } = ENDPOINTS[name]
    app.on(method, path, async (context) => {
      const call = callOf(context, parent.trustsProxy)
      if (access === 'staff') return staffAnswer(parent, handlers[name] as StaffRoute, call)
      if (access === 'affiliate') return affiliateAnswer(parent, handlers[name] as AffiliateRoute, call)
      return openToPages(context, await publicAnswer(method === 'GET' ? OPEN : gate, handlers[name] as PublicRoute, call))
    })
  }
  for (const path of new Set(Object.values(ENDPOINTS).map((endpoint) => endpoint.path))) {
    const allowed = Object.values(ENDPOINTS)
      .filter((endpoint) => endpoint.path === path)
      .map(({ method }) => method)
    app.all(path, (context) => openToPages(context, problemResponse('method_not_allowed', {}, { Allow: allowed.join(', ') })))
  }
}

// Told before the body is read: a server that is full spends nothing on whom it cannot serve.
async function publicAnswer(gate: Gate, route: PublicRoute, call: Call): Promise<Response> {
  const leave = gate.enter()
  if (!leave) return problemResponse('overloaded', { retryAfterSeconds: SECONDS_UNTIL_RETRY })
  try {
    return await route(call)
  } finally {
    leave()
  }
}

async function staffAnswer(parent: Parent, route: StaffRoute, call: Call): Promise<Response> {
  const staff = await staffOf(parent, call.request)
  return staff.ok ? route({ ...call, ...staff.value }) : staff.error
}

async function affiliateAnswer(parent: Parent, route: AffiliateRoute, call: Call): Promise<Response> {
  const affiliate = await affiliateOf(parent, call.request)
  return affiliate.ok ? route({ ...call, ...affiliate.value }) : affiliate.error
}

const callOf = (context: Context, trustsProxy: boolean): Call => ({
  request: context.req.raw,
  url: new URL(context.req.url),
  parameters: context.req.param() as Record<string, string>,
  address: addressOf(context, trustsProxy),
})

const notFound = (context: Context): Response =>
  openToPages(context, problemResponse('not_found', { detail: `Nothing is at ${context.req.path.slice(0, 200)}.` }))

// Staff and affiliates call with a secret, which no page has.
const isForPrograms = ({ req }: Context): boolean => req.path.startsWith('/v1/admin/') || req.path.startsWith('/v1/affiliate/')

// Every public answer, errors included, may be read by any page (design, D20). Credentials are never used, so nothing is given away.
function openToPages(context: Context, response: Response): Response {
  if (isForPrograms(context)) return response
  response.headers.set('Access-Control-Allow-Origin', '*')
  response.headers.set('Access-Control-Expose-Headers', 'ETag, Retry-After, Tributary-Version, X-Request-Id')
  return response
}
