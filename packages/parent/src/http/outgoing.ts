import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import { Agent, type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps, Agent as SecureAgent } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from '../core/public-address.ts'

/** Finds every address of a host name, as `dns.lookup` does with `all`. */
export type FindAddresses = (
  host: string,
  options: { readonly all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** How something is sent to an address that somebody else chose. */
export interface OutgoingOptions {
  /** Private addresses and plain http are good too: for tests, and where the receivers are in the same house. */
  readonly allowsPrivate: boolean
  readonly timeoutMs?: number
  readonly findAddresses?: FindAddresses
}

const TIMEOUT_MS = 15_000
// An answer is not looked at; this much is taken, so that a receiver that says a few words is not cut off.
const MOST_ANSWER_BYTES = 16 * 1_024

/** Why nothing is sent to this address whatever its name leads to, or `undefined`. */
export function refusedUrl(text: string, allowsPrivate: boolean): string | undefined {
  if (!URL.canParse(text)) return 'is not an address. It is like https://erp.example/events.'
  const { protocol, username, password, hostname } = new URL(text)
  if (protocol !== 'https:' && !(allowsPrivate && protocol === 'http:')) return 'does not begin with https://.'
  if (username !== '' || password !== '') return 'holds a name or a password, which would be written into logs. Use the signature.'
  const literal = literalOf(hostname)
  // The parser has made decimal, octal and hex forms into the address that they are.
  if (literal && !allowsPrivate && !isPublicAddress(literal)) return `leads to ${literal}, which is not on the public internet.`
  return undefined
}

/**
 * Posts a body and answers the HTTP status. Throws an `Error` of one sentence where there was none. The address that is connected to is checked at
 * that moment, so a name that leads elsewhere than before is refused; redirects are not followed, and no connection is used twice.
 */
export const postOutside = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  options: OutgoingOptions,
): Promise<number> => send(url, { method: 'POST', headers, bytes: Buffer.from(body) }, options)

/** Calls an address by GET in the same way, for what is said by the call itself. */
export const callOutside = (url: string, headers: Readonly<Record<string, string>>, options: OutgoingOptions): Promise<number> =>
  send(url, { method: 'GET', headers, bytes: undefined }, options)

interface Sent {
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Buffer | undefined
}

function send(
  url: string,
  { method, headers, bytes }: Sent,
  { allowsPrivate, timeoutMs = TIMEOUT_MS, findAddresses = systemLookup }: OutgoingOptions,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = requestOutside(
      url,
      { method, headers: { ...headers, ...(bytes && { 'content-length': bytes.length }) } },
      { allowsPrivate, findAddresses },
    )
    const deadline = setTimeout(() => request.destroy(new Error(`did not answer within ${timeoutMs / 1_000} s`)), timeoutMs)
    request.once('error', reject)
    request.once('response', (response) => {
      request.off('error', reject)
      finish(request, response, resolve)
    })
    request.once('close', () => clearTimeout(deadline))
    request.end(bytes)
  })
}

/**
 * Asks for what is at an address, by the same rules, and answers once its head is there; whoever asked reads the rest, or destroys it. `timeoutMs` is for the head.
 */
export function getOutside(
  url: string,
  headers: Readonly<Record<string, string>>,
  { allowsPrivate, timeoutMs = TIMEOUT_MS, findAddresses = systemLookup }: OutgoingOptions,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = requestOutside(url, { method: 'GET', headers }, { allowsPrivate, findAddresses })
    const deadline = setTimeout(() => request.destroy(new Error(`did not answer within ${timeoutMs / 1_000} s`)), timeoutMs)
    request.once('error', reject)
    request.once('response', (response) => {
      clearTimeout(deadline)
      resolve(response)
    })
    request.once('close', () => clearTimeout(deadline))
    request.end()
  })
}

// Throws where the address is refused. The address that is connected to is checked at that moment.
function requestOutside(
  url: string,
  { method, headers }: { readonly method: string; readonly headers: Readonly<Record<string, string | number>> },
  { allowsPrivate, findAddresses }: { readonly allowsPrivate: boolean; readonly findAddresses: FindAddresses },
): ClientRequest {
  const refused = refusedUrl(url, allowsPrivate)
  if (refused !== undefined) throw new Error(`${url} ${refused}`)
  const lookup = lookupOf(findAddresses, allowsPrivate ? () => true : isPublicAddress)
  const options = { method, headers: { 'user-agent': 'Tributary', connection: 'close', ...headers }, lookup }
  return new URL(url).protocol === 'https:'
    ? requestHttps(url, { ...options, agent: new SecureAgent({ keepAlive: false }) })
    : requestHttp(url, { ...options, agent: new Agent({ keepAlive: false }) })
}

// The status is known; the rest of the answer is let in up to a limit, by the same deadline, and cut off without changing the outcome.
function finish(request: ClientRequest, response: IncomingMessage, resolve: (status: number) => void): void {
  let received = 0
  request.on('error', () => {})
  response.on('error', () => {})
  response.on('data', (chunk: Buffer) => {
    received += chunk.length
    if (MOST_ANSWER_BYTES < received) request.destroy()
  })
  response.once('close', () => resolve(response.statusCode ?? 0))
}

// A lookup that knows only good addresses. Node connects to nothing but what it answers.
const lookupOf =
  (findAddresses: FindAddresses, isGood: (address: string) => boolean): LookupFunction =>
  (host, options, done) => {
    findAddresses(host, { all: true }, (error, addresses) => {
      if (error) return done(error, '', 0)
      const good = addresses.filter(({ address, family }) => isGood(address) && (!options.family || options.family === family))
      const [first] = good
      if (!first) return done(new Error(`${host} leads to ${firstOf(addresses)}, which is not on the public internet`), '', 0)
      return options.all ? done(null, good) : done(null, first.address, first.family)
    })
  }

const firstOf = ([first]: readonly LookupAddress[]): string => first?.address ?? 'nothing'

function literalOf(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '')
  return isIP(bare) === 0 ? undefined : bare
}
