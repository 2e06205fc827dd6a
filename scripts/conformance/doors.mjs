// Who is let in, and what a page's browser lets it read.
import { newId } from '@tributary/protocol/id'
import { answered, hold, holdForAll, outcomeOf, refused } from './verdict.mjs'

const STRANGER = 'https://not-registered.example'

// One request to each endpoint that names a site.
const requestsOf = (ground, site) => [
  ['GET', `/v1/offers?site=${site}`],
  ['POST', '/v1/touches', { site }],
  ['POST', '/v1/quotes', { ...ground.cart(), site }],
  ['POST', '/v1/orders', { ...ground.order(), site }],
]

async function holdRefused(ground, site, code, from) {
  for (const [method, path, body] of requestsOf(ground, site)) {
    refused(await ground.probe.send(method, path, { body, from }), code)
  }
}

/** The rules of sites and their origins. */
export const ORIGIN_RULES = [
  {
    id: 'origins.site-unknown',
    must: 'refuses a site key that nobody has with `site_unknown`, at every endpoint that names a site',
    check: (ground) => holdRefused(ground, newId('testSite'), 'site_unknown'),
  },
  {
    id: 'origins.site-malformed',
    must: 'refuses what is no site key with `request_invalid`',
    check: (ground) => holdRefused(ground, 'site_x', 'request_invalid'),
  },
  {
    id: 'origins.unregistered',
    must: 'refuses an `Origin` that is not registered for the site with `origin_unregistered`, at every endpoint that names a site',
    check: (ground) => holdRefused(ground, ground.site, 'origin_unregistered', STRANGER),
  },
  {
    id: 'origins.none',
    must: 'serves requests whose `Origin` is `null` (a sandboxed frame) or absent (no browser)',
    async check(ground) {
      const { probe } = ground
      const [offers, , quotes] = requestsOf(ground, ground.site)
      for (const from of ['null', null]) {
        for (const [method, path, body] of [offers, quotes]) answered(await probe.send(method, path, { body, from }), 200)
      }
    },
  },
]

const isReadable = ({ request, headers }) => ['*', request.headers.Origin].includes(headers.get('Access-Control-Allow-Origin') ?? '')
const unreadable = (exchange) =>
  !isReadable(exchange) && {
    expected: `Access-Control-Allow-Origin: * on ${outcomeOf(exchange)}`,
    received: exchange.headers.get('Access-Control-Allow-Origin') ?? 'none',
  }
const listed = (exchange, name) =>
  (exchange.headers.get(name) ?? '')
    .toLowerCase()
    .split(',')
    .map((one) => one.trim())
const unexposed = ({ name, ...exchange }) =>
  !['*', name.toLowerCase()].some((one) => listed(exchange, 'Access-Control-Expose-Headers').includes(one)) && {
    expected: `${name} in Access-Control-Expose-Headers`,
    received: exchange.headers.get('Access-Control-Expose-Headers') ?? 'no such header',
  }

// What a page asked for. A preflight has its own rule.
const fromPages = ({ exchanges }) => exchanges.filter(({ request }) => request.method !== 'OPTIONS' && request.headers.Origin !== undefined)

/** The rules of what a page may read. The last ones look at all that was answered before. */
export const CORS_RULES = [
  {
    id: 'cors.preflight',
    must: 'answers `OPTIONS` with 2xx, and allows `POST` with `Content-Type` and `Idempotency-Key` to every origin',
    async check({ probe }) {
      for (const path of ['/v1/quotes', '/v1/orders']) {
        const asked = { 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type,idempotency-key' }
        const exchange = await probe.send('OPTIONS', path, { headers: asked })
        hold(200 <= exchange.status && exchange.status < 300, exchange, 'status 2xx', `status ${exchange.status}`)
        hold(
          isReadable(exchange),
          exchange,
          'Access-Control-Allow-Origin: *',
          exchange.headers.get('Access-Control-Allow-Origin') ?? 'none',
        )
        const methods = listed(exchange, 'Access-Control-Allow-Methods')
        hold(
          methods.includes('post') || methods.includes('*'),
          exchange,
          'POST in Access-Control-Allow-Methods',
          methods.join(', ') || 'none',
        )
        const allowed = listed(exchange, 'Access-Control-Allow-Headers')
        const areAllowed = allowed.includes('*') || ['content-type', 'idempotency-key'].every((name) => allowed.includes(name))
        hold(areAllowed, exchange, 'content-type, idempotency-key in Access-Control-Allow-Headers', allowed.join(', ') || 'none')
      }
    },
  },
  {
    id: 'cors.answers',
    isLast: true,
    must: 'sends `Access-Control-Allow-Origin: *` (or the page’s origin) with every answer',
    async check({ probe }) {
      const answers = fromPages(probe).filter(({ status }) => status < 400)
      holdForAll(answers, unreadable)
    },
  },
  {
    id: 'cors.problems',
    isLast: true,
    must: 'sends `Access-Control-Allow-Origin` with every refusal, too: a page that may not read one can only guess',
    async check({ probe }) {
      const problems = fromPages(probe).filter(({ status }) => 400 <= status)
      holdForAll(problems, unreadable)
    },
  },
  {
    id: 'cors.no-credentials',
    isLast: true,
    must: 'never sends `Access-Control-Allow-Credentials`, nor sets a cookie',
    async check({ probe }) {
      for (const name of ['Access-Control-Allow-Credentials', 'Set-Cookie']) {
        holdForAll(probe.exchanges, ({ headers }) => headers.has(name) && { expected: `no ${name}`, received: headers.get(name) })
      }
    },
  },
  {
    id: 'cors.exposed',
    isLast: true,
    must: 'lets pages read `ETag` and `Retry-After` (`Access-Control-Expose-Headers`) where they are sent',
    async check({ probe }) {
      const sent = ['ETag', 'Retry-After'].flatMap((name) =>
        fromPages(probe).flatMap((exchange) => (exchange.headers.has(name) ? [{ ...exchange, name }] : [])),
      )
      holdForAll(sent, unexposed)
    },
  },
]
