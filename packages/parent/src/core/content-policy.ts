import readPolicy from 'content-security-policy-parser'

/** What a content security policy lets in, by directive. */
export type ContentPolicy = ReadonlyMap<string, readonly string[]>

// Who speaks where a directive is missing (CSP 3, 6.8.3).
const FALLBACKS: Readonly<Record<string, readonly string[]>> = {
  'script-src': ['script-src-elem', 'script-src', 'default-src'],
  'connect-src': ['connect-src', 'default-src'],
  'img-src': ['img-src', 'default-src'],
}

const SOURCE = /^(?:([a-z][a-z\d+.-]*):\/\/)?(\*|(?:\*\.)?[a-z\d.-]+)(?::(\d+|\*))?(\/[^?#]*)?$/i
const SCHEME = /^([a-z][a-z\d+.-]*):$/i

/** The policies of a page: each header or `<meta>` may hold several, parted by commas, and what one forbids is forbidden. */
export const readPolicies = (texts: readonly string[]): ContentPolicy[] =>
  texts.flatMap((text) => text.split(',').filter((one) => one.trim() !== '')).map((one) => readPolicy(one))

/** Whether a policy of the page at `page` lets `url` in. */
export function isAllowed(policy: ContentPolicy, directive: string, url: URL, page: URL): boolean {
  const sources = sourcesOf(policy, directive)
  return !sources || sources.some((source) => matches(source, url, page))
}

/** Whether a policy lets a script tag run: by its nonce, or by its address, which counts for nothing beside `'strict-dynamic'`. */
export function isScriptAllowed(policy: ContentPolicy, url: URL, nonce: string | undefined, page: URL): boolean {
  const sources = sourcesOf(policy, 'script-src')
  if (!sources) return true
  if (nonce && sources.includes(`'nonce-${nonce}'`)) return true
  return !sources.includes("'strict-dynamic'") && isAllowed(policy, 'script-src', url, page)
}

/** Whether scripts come in by a nonce that each answer makes anew. */
export const wantsNonce = (policy: ContentPolicy): boolean =>
  (sourcesOf(policy, 'script-src') ?? []).some((source) => source.startsWith("'nonce-"))

/** What a policy that sandboxes the page allows; `undefined` where it does not. */
export const sandboxOf = (policy: ContentPolicy): readonly string[] | undefined => policy.get('sandbox')

/** The directive as it must be written to let these sources in too. */
export function withSources(policy: ContentPolicy, directive: string, added: readonly string[]): string {
  const name = FALLBACKS[directive]?.find((one) => policy.has(one) && one !== 'default-src') ?? directive
  const kept = (sourcesOf(policy, directive) ?? []).filter((source) => source.toLowerCase() !== "'none'")
  return [name, ...new Set([...kept, ...added])].join(' ')
}

const sourcesOf = (policy: ContentPolicy, directive: string): readonly string[] | undefined =>
  (FALLBACKS[directive] ?? [directive]).map((name) => policy.get(name)).find((sources) => sources !== undefined)

function matches(source: string, url: URL, page: URL): boolean {
  if (source === "'self'") return url.origin === page.origin
  if (source === '*') return /^https?:$/.test(url.protocol) || url.protocol === page.protocol
  const scheme = SCHEME.exec(source)?.[1]
  if (scheme !== undefined) return isScheme(`${scheme}:`, url)
  const [, named, host = '', port, path] = SOURCE.exec(source) ?? []
  return (
    host !== '' &&
    isScheme(named === undefined ? page.protocol : `${named}:`, url) &&
    isHost(host, url) &&
    isPort(port, url) &&
    isPath(path, url)
  )
}

// What is allowed by HTTP is allowed by HTTPS.
const isScheme = (scheme: string, { protocol }: URL): boolean =>
  scheme.toLowerCase() === protocol || (scheme.toLowerCase() === 'http:' && protocol === 'https:')

function isHost(host: string, { hostname }: URL): boolean {
  if (host === '*') return true
  const wanted = host.toLowerCase()
  return wanted.startsWith('*.') ? hostname.endsWith(wanted.slice(1)) : hostname === wanted
}

const isPort = (port: string | undefined, url: URL): boolean =>
  port === undefined ? url.port === '' : port === '*' || port === (url.port || (url.protocol === 'https:' ? '443' : '80'))

const isPath = (path: string | undefined, { pathname }: URL): boolean =>
  path === undefined || path === '/' || (path.endsWith('/') ? pathname.startsWith(path) : pathname === path)
