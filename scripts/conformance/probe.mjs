// Exchanges with the parent under test, each remembered: a report shows the one that failed, and what holds of every answer is asked of all of them.
import { Departure } from './verdict.mjs'

const TIMEOUT_MS = 20_000
const MOST_TRIES = 4
const LONGEST_WAIT_SECONDS = 30

/**
 * What talks to the parent at `url` as a page of `origin` does. `send` answers an exchange: the request as it was sent, and `status`, `headers`,
 * `text` and `json` (`undefined` where the body is none) of its answer. `from` is another origin, or `null` for none. Where the parent asks to wait
 * (429, `overloaded`), it waits.
 */
export function createProbe({ url, origin }) {
  const exchanges = []

  async function send(method, path, { body, headers = {}, from = origin } = {}) {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const request = { method, path, headers: { ...(from !== null && { Origin: from }), ...headers }, body: text }
    for (let attempt = 1; ; attempt++) {
      const exchange = await exchangeOf(url, request)
      exchanges.push(exchange)
      if (!isBusy(exchange) || attempt === MOST_TRIES) return exchange
      const seconds = Number(exchange.headers.get('Retry-After') ?? 1)
      await new Promise((resolve) => setTimeout(resolve, 1_000 * Math.min(seconds || 1, LONGEST_WAIT_SECONDS)))
    }
  }

  return {
    url,
    origin,
    exchanges,
    send,
    get: (path, options) => send('GET', path, options),
    // What a page sends: a string body goes as text/plain, which spares it a preflight.
    post: (path, body, { headers, ...options } = {}) =>
      send('POST', path, { ...options, body, headers: { 'Content-Type': 'text/plain;charset=UTF-8', ...headers } }),
  }
}

async function exchangeOf(url, request) {
  const { method, path, headers, body } = request
  try {
    const response = await fetch(url + path, { method, headers, body, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) })
    const text = await response.text()
    return { request, status: response.status, headers: response.headers, text, json: parsed(text) }
  } catch (error) {
    const reason = error.cause?.code ?? error.cause?.message ?? error.message
    throw new Departure(`an answer within ${TIMEOUT_MS / 1_000} seconds`, `none (${reason})`, { request })
  }
}

const isBusy = ({ status, json }) => status === 429 || (status === 503 && json?.code === 'overloaded')

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
