import { fail, ok, type Result } from '@tributary/protocol/result'
import { error, type PageFinding } from '../core/page-finding.ts'

/** A page as it was answered. */
export interface VisitedPage {
  /** Its address after redirects. */
  readonly page: URL
  readonly policies: readonly string[]
  /** The header `Clear-Site-Data`. */
  readonly forgets?: string | undefined
  readonly html: string
}

const TIMEOUT_MS = 10_000
const MOST_REDIRECTS = 5
const MOST_BYTES = 4 * 1_024 * 1_024

/**
 * Loads a page by HTTP, redirects included, as far as `mayVisit` lets it; each redirect is asked for anew. Fails with what a site owner can do about it.
 */
export async function visitPage(address: URL, mayVisit: (url: URL) => boolean = () => true): Promise<Result<VisitedPage, PageFinding>> {
  let page = address
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    if (!mayVisit(page))
      return fail(error('not_yours', `${page.origin} is not an address of this site.`, 'Check a page on one of its addresses.'))
    const answered = await ask(page)
    if (!answered.ok) return answered
    const response = answered.value
    const target = response.headers.get('Location')
    if (response.status < 300 || 400 <= response.status || target === null || !URL.canParse(target, page.href)) return read(page, response)
    await response.body?.cancel()
    page = new URL(target, page)
  }
  return fail(error('redirects', `${address} leads from one address to the next without an end.`, 'Check the address of the page itself.'))
}

/** The text of a script, as far as it is no redirect and `mayVisit` lets it; `undefined` where it is not to be had. */
export async function visitScript(address: URL, mayVisit: (url: URL) => boolean = () => true): Promise<string | undefined> {
  if (!/^https?:$/.test(address.protocol) || !mayVisit(address)) return undefined
  const answered = await ask(address)
  if (!answered.ok) return undefined
  const { value: response } = answered
  if (response.ok) return textOf(response).catch(() => undefined)
  await response.body?.cancel()
  return undefined
}

async function ask(page: URL): Promise<Result<Response, PageFinding>> {
  try {
    const headers = { Accept: 'text/html', 'User-Agent': 'Tributary page check' }
    return ok(await fetch(page, { headers, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) }))
  } catch (cause) {
    return fail(
      error('unreachable', `${page} does not answer: ${reasonOf(cause)}.`, 'See whether it opens in a browser, and check the address.'),
    )
  }
}

async function read(page: URL, response: Response): Promise<Result<VisitedPage, PageFinding>> {
  const type = response.headers.get('Content-Type') ?? ''
  if (!response.ok) {
    await response.body?.cancel()
    return fail(error('page_failed', `${page} answers ${response.status}.`, 'Check the address, and that the page is published.'))
  }
  if (!/html/i.test(type)) {
    await response.body?.cancel()
    return fail(error('not_html', `${page} is no page: it is “${type || 'of no type'}”.`, 'Give the address of a page.'))
  }
  const policy = response.headers.get('Content-Security-Policy')
  try {
    const forgets = response.headers.get('Clear-Site-Data') ?? undefined
    return ok({ page, policies: policy === null ? [] : [policy], forgets, html: await textOf(response) })
  } catch (cause) {
    return fail(error('unreachable', `${page} broke off: ${reasonOf(cause)}.`, 'Try again.'))
  }
}

// A page without an end is read as far as anybody would.
async function textOf(response: Response): Promise<string> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  const charset = /charset=([\w-]+)/i.exec(response.headers.get('Content-Type') ?? '')?.[1]
  for await (const piece of response.body ?? []) {
    pieces.push(piece)
    bytes += piece.byteLength
    if (MOST_BYTES < bytes) break
  }
  return decoder(charset).decode(Buffer.concat(pieces))
}

function decoder(charset = 'utf-8'): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder()
  }
}

function reasonOf(cause: unknown): string {
  const { name, message, cause: inner } = cause as Error
  if (name === 'TimeoutError') return `nothing within ${TIMEOUT_MS / 1_000} seconds`
  return (inner instanceof Error && inner.message ? inner.message : message).replace(/\.$/, '')
}
