import { type ContentPolicy, isAllowed, isScriptAllowed, sandboxOf, wantsNonce, withSources } from './content-policy.ts'
import { advice, error, type PageFacts, type PageFinding } from './page-finding.ts'
import type { PageScript } from './page-parts.ts'

/** What the page's content security policies keep from working, each with the line that lets it. */
export function policyFindings(script: PageScript, policies: readonly ContentPolicy[], facts: PageFacts): PageFinding[] {
  return policies.flatMap((policy) => [
    ...scriptFinding(script, policy, facts),
    ...connectFinding(policy, facts),
    ...imageFinding(policy, facts),
    ...sandboxFinding(policy),
  ])
}

function scriptFinding({ src, nonce }: PageScript, policy: ContentPolicy, { page, parent }: PageFacts): PageFinding[] {
  const url = absolute(src, page)
  if (!url || isScriptAllowed(policy, url, nonce, page)) return []
  const remedy = wantsNonce(policy)
    ? 'Put the nonce of the page’s other scripts on the tag: nonce="…"'
    : `Write in the policy: ${withSources(policy, 'script-src', [parent])}`
  return [error('policy_script', 'The page’s Content-Security-Policy keeps the script out.', remedy)]
}

function connectFinding(policy: ContentPolicy, { page, parent }: PageFacts): PageFinding[] {
  if (isAllowed(policy, 'connect-src', new URL('/v1/offers', parent), page)) return []
  const remedy = `Write in the policy: ${withSources(policy, 'connect-src', [parent])}`
  return [error('policy_connect', `The page’s Content-Security-Policy does not let it ask ${parent}.`, remedy)]
}

function imageFinding(policy: ContentPolicy, { page, images }: PageFacts): PageFinding[] {
  const kept = images.flatMap((image) => absolute(image, page) ?? []).filter((image) => !isAllowed(policy, 'img-src', image, page))
  const origins = [...new Set(kept.map(({ origin }) => origin))]
  if (origins.length === 0) return []
  const remedy = `Write in the policy: ${withSources(policy, 'img-src', origins)}`
  return [error('policy_images', `The page’s Content-Security-Policy keeps pictures of ${origins.join(', ')} out.`, remedy)]
}

function sandboxFinding(policy: ContentPolicy): PageFinding[] {
  const allowed = sandboxOf(policy)
  if (!allowed) return []
  if (!allowed.includes('allow-scripts')) {
    return [
      error('sandbox_scripts', 'The page is sandboxed without scripts.', 'Write in the policy: sandbox … allow-scripts allow-same-origin'),
    ]
  }
  if (allowed.includes('allow-same-origin')) return []
  const problem =
    'The page is sandboxed without an origin: cookies and storage are blocked, so who sent a visitor is forgotten with the page.'
  return [advice('cookies_blocked', problem, 'Write in the policy: sandbox … allow-same-origin')]
}

const absolute = (address: string | undefined, page: URL): URL | undefined =>
  address !== undefined && URL.canParse(address, page.href) ? new URL(address, page) : undefined
