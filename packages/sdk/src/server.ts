// For the affiliate's own server. A browser keeps what a script stores for days only; a cookie that the site's server sets lasts its 400 days.
import { ENDPOINTS } from '@tributary/protocol/endpoint'
import { isSiteKey } from '@tributary/protocol/id'
import { type Problem, type ProblemCode, problem } from '@tributary/protocol/problem'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { keepTouches } from '@tributary/protocol/touch'
import { readText } from './request-text.ts'
import { isTouchToken, readTouchCookie, splitTokens } from './touch-cookie.ts'
import { joinTokens, MAX_AGE_SECONDS, touchCookieLine } from './touch-cookie-line.ts'

const MAX_BODY_BYTES = 4 * 1_024
const TIMEOUT_MS = 5_000

// What a page may tell of its visit. Anything else is not passed on, and neither are the visitor's address and user agent.
const VISIT_MEMBERS = ['via', 'campaign', 'subId', 'path', 'referrer'] as const

/** Whose touches are kept, and where pages find the handler. */
export interface TouchHandlerOptions {
  /** The parent's address, like `https://shop.example`. */
  readonly parent: string
  /** The site's public key. */
  readonly site: string
  /** The path of this handler on the site itself: what pages get as `touchPath`. */
  readonly path?: string
  /** Keeps the cookie out of the sight of every script; pages then read their tokens by `GET path`. */
  readonly httpOnly?: boolean
  readonly fetch?: typeof globalThis.fetch
}

/** Answers requests for its own path, and `undefined` for every other one. Never throws. */
export type TouchHandler = (request: Request) => Promise<Response | undefined>

/**
 * Keeps touch tokens in the first-party cookie `tributary`, set by the affiliate's own server. `POST` records a visit at the parent and keeps its
 * token, `GET` answers the tokens that are kept, `DELETE` forgets them; each answers `{ tokens }` or a problem. Throws only here, on a malformed option.
 */
export function createTouchHandler(options: TouchHandlerOptions): TouchHandler {
  const { parent, site, path = '/tributary/touch', httpOnly = false, fetch = (...request) => globalThis.fetch(...request) } = options
  if (!URL.canParse(parent)) throw new Error(`expected the parent's address, like https://shop.example, received ${JSON.stringify(parent)}`)
  if (!isSiteKey(site)) throw new Error(`expected a site key, like site_…, received ${JSON.stringify(site)}`)
  if (!path.startsWith('/')) throw new Error(`expected a path, like /tributary/touch, received ${JSON.stringify(path)}`)
  const touches = parent.replace(/\/+$/, '') + ENDPOINTS.postTouch.path

  const kept = (request: Request): string[] => readTouchCookie({ cookie: request.headers.get('Cookie') ?? '' })

  const keep = (request: Request, tokens: readonly string[]): Response => {
    const value = joinTokens(tokens)
    const line = touchCookieLine(value, tokens.length > 0 ? MAX_AGE_SECONDS : 0, isSecure(request))
    return tokensAnswer(splitTokens(value), { 'Set-Cookie': httpOnly ? `${line}; HttpOnly` : line })
  }

  const record = async (request: Request): Promise<Response> => {
    const deadline = AbortSignal.timeout(TIMEOUT_MS)
    const visit = await readVisit(request, deadline)
    if (!visit.ok) return problemAnswer(problem(visit.error))
    const init = { method: 'POST', body: JSON.stringify({ site, ...visit.value }), signal: deadline }
    const answer = await askParent(() => fetch(touches, init))
    return 'token' in answer ? keep(request, keepTouches(kept(request), answer.token)) : problemAnswer(answer.problem, answer.retryAfter)
  }

  const methods: Record<string, (request: Request) => Response | Promise<Response>> = {
    POST: record,
    GET: (request) => tokensAnswer(kept(request)),
    DELETE: (request) => keep(request, []),
  }

  return async (request) => {
    if (new URL(request.url).pathname !== path) return undefined
    if (!isOwnPage(request)) return problemAnswer(problem('cross_site_refused'))
    const answer = methods[request.method]
    if (answer) return answer(request)
    return problemAnswer(problem('method_not_allowed'), null, { Allow: Object.keys(methods).join(', ') })
  }
}

// A page of somebody else could otherwise put touches into the visitor's cookie, or take them out. Browsers that do not say where a request comes from
// (and every browser on plain http) still name the origin of a POST or DELETE; its host is the one that was asked, or the proxy's in front of it.
function isOwnPage({ headers, url }: Request): boolean {
  const from = headers.get('Sec-Fetch-Site')
  if (from !== null) return from === 'same-origin'
  const origin = headers.get('Origin')
  if (origin === null) return true
  const hosts = [new URL(url).host, headers.get('Host'), headers.get('X-Forwarded-Host')]
  return URL.canParse(origin) && hosts.includes(new URL(origin).host)
}

const isSecure = ({ url, headers }: Request): boolean =>
  url.startsWith('https:') || headers.get('X-Forwarded-Proto')?.split(',')[0]?.trim() === 'https'

async function readVisit(request: Request, deadline: AbortSignal): Promise<Result<Record<string, string>, ProblemCode>> {
  const text = await readText(request, MAX_BODY_BYTES, deadline)
  if (!text.ok) return text
  try {
    const said = JSON.parse(text.value) as Record<string, unknown>
    const members = VISIT_MEMBERS.map((name) => [name, said[name]]).filter(([, value]) => typeof value === 'string')
    return ok(Object.fromEntries(members) as Record<string, string>)
  } catch {
    return fail('body_not_json')
  }
}

type ParentAnswer = { readonly token: string } | { readonly problem: Problem; readonly retryAfter: string | null }

async function askParent(ask: () => Promise<Response>): Promise<ParentAnswer> {
  try {
    const response = await ask()
    const answer = (await response.json()) as { token?: unknown } & Problem
    if (response.ok && isTouchToken(answer.token)) return { token: answer.token }
    // A code that a newer parent added is as good as one that we know.
    const isOurs = !response.ok && answer.type === `/problems#${answer.code}`
    if (isOurs) return { problem: { ...answer, status: response.status }, retryAfter: response.headers.get('Retry-After') }
  } catch {
    // Not there, too late, or not the parent: all of them mean to ask again another time.
  }
  return { problem: problem('unavailable'), retryAfter: null }
}

const tokensAnswer = (tokens: readonly string[], headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify({ tokens }), {
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers },
  })

const problemAnswer = (document: Problem, retryAfter: string | null = null, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify(document), {
    status: document.status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      ...(retryAfter !== null && { 'Retry-After': retryAfter }),
      ...headers,
    },
  })
