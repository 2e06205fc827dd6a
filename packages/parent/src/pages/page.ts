import type { ProgramPolicy } from '@tributary/protocol/program'
import { html } from 'hono/html'

/** Text that is HTML already: what the `html` template makes. Everything else is escaped by it. */
export type Html = ReturnType<typeof html>

/** What every page shows around its own part. */
export interface PageOptions {
  readonly title: string
  readonly policy: ProgramPolicy
  readonly status?: number
  /** Marked visibly: nothing here is real. */
  readonly test?: boolean
  /** Addresses beside our own that the page's content security policy must allow, by directive. */
  readonly allow?: Readonly<Record<string, string>>
  /** Holds something personal or unique: kept by nobody, and not told to the pages that it links to. */
  readonly isPrivate?: boolean
  readonly head?: Html
  /** To be shown in anybody's frame: only its own part, and nothing in it acts but links. */
  readonly isFramed?: boolean
  /** As wide as the window has room for: work is done on it rather than reading. */
  readonly isWide?: boolean
}

const POLICY: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'style-src': "'self'",
  'img-src': '* data:',
  'form-action': "'self'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
}

/** A hosted page: complete without a script, under a strict content security policy. */
export async function page(body: Html, options: PageOptions): Promise<Response> {
  const { title, policy, status = 200, test = false, isPrivate = false, allow = {}, head = '', isFramed = false, isWide = false } = options
  const document = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/pages.css">
${head}
</head>
<body${isFramed ? html` class="framed"` : isWide ? html` class="wide-page"` : ''}>
${isFramed ? body : framing(body, policy, test)}
</body>
</html>`
  return new Response(String(document), {
    status,
    headers: documentHeaders({ isPrivate, allow: { ...(isFramed && { 'frame-ancestors': '*' }), ...allow } }),
  })
}

/** The headers of a document of ours: the strict policy, with what it must allow besides. */
export const documentHeaders = ({ isPrivate = false, allow = {} }: Pick<PageOptions, 'isPrivate' | 'allow'>): Record<string, string> => ({
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': Object.entries({ ...POLICY, ...allow })
    .map(([name, value]) => `${name} ${value}`)
    .join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': isPrivate ? 'no-referrer' : 'strict-origin-when-cross-origin',
  'Cache-Control': isPrivate ? 'no-store' : 'no-cache',
  ...(isPrivate && { 'X-Robots-Tag': 'noindex' }),
})

const framing = (
  body: Html,
  policy: ProgramPolicy,
  test: boolean,
): Html => html`${test ? html`<div class="ribbon" role="note">Test: nothing here is shipped or charged.</div>` : ''}
<div class="page">
<header class="masthead"><a href="/">${policy.name}</a></header>
<main>${body}</main>
<footer class="muted">
<a href="${policy.links.terms}">Terms</a>
<a href="${policy.links.privacy}">Privacy</a>
<a href="${policy.links.returns}">Returns</a>
<a href="mailto:${policy.contact}">${policy.contact}</a>
</footer>
</div>`

/** A page that says what is wrong and where to go from here. */
export const failurePage = (policy: ProgramPolicy, title: string, advice: string, status: number): Promise<Response> =>
  page(html`<div class="panel narrow"><h1>${title}</h1><p>${advice}</p><p><a href="/">See what ${policy.name} sells</a></p></div>`, {
    title,
    policy,
    status,
  })
