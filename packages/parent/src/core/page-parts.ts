import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { type PagePlacement, placementOf } from './page-placement.ts'

type Node = DefaultTreeAdapterTypes.Node
type Element = DefaultTreeAdapterTypes.Element

/** A script tag of ours, as the widget's loader reads it; what it does not say is `undefined`. */
export interface PageScript {
  readonly src: string | undefined
  /** The parent's address, without a slash at the end. */
  readonly parent: string | undefined
  readonly site: string | undefined
  /** The release that it is pinned to, like `0.1.0`; none where it follows the present one. */
  readonly pinned: string | undefined
  readonly nonce: string | undefined
  /** The path of the site's own server that sets the cookie. */
  readonly touchPath: string | undefined
  /** Why a browser does not run it now, where a tool has put it off: its `type`. */
  readonly heldBackAs: string | undefined
}

/** What an affiliate's page holds of ours. */
export interface PageParts {
  readonly scripts: readonly PageScript[]
  /** What the placements on the page sell: handles or ids, as they are written. */
  readonly offers: readonly string[]
  /** Every placement, of whatever kind. */
  readonly placements: readonly PagePlacement[]
  /** The ids of placements that the parent keeps, as they are written. */
  readonly held: readonly string[]
  /** Where plain links lead: what is left where a system took the `data-` attributes away. */
  readonly links: readonly string[]
  /** The script tag stands on the page as text to be read. */
  readonly isShownAsText: boolean
  /** Content security policies in `<meta>`. */
  readonly policies: readonly string[]
}

const RUNS = /^(|module|text\/javascript|application\/javascript)$/i
// What Rocket Loader makes of a type; it runs the script itself, later.
const RUN_LATER = /^[\da-f]{16,}-/

/** Reads a page's HTML as a browser would, without running anything. Never fails: what is not HTML holds nothing of ours. */
export function readPageParts(html: string): PageParts {
  const scripts: PageScript[] = []
  const offers: string[] = []
  const held: string[] = []
  const links: string[] = []
  const policies: string[] = []
  const placements: PagePlacement[] = []
  let isShownAsText = false
  for (const node of nodesOf(parse(html))) {
    if (node.nodeName === '#text') {
      const { value, parentNode } = node as DefaultTreeAdapterTypes.TextNode
      const isRead = parentNode?.nodeName !== 'script' && parentNode?.nodeName !== 'style'
      isShownAsText ||= isRead && /<script[^>]*tributary\.js/.test(value)
    }
    if (!('attrs' in node)) continue
    const given = attributesOf(node)
    if (node.nodeName === 'script' && isOurs(given)) scripts.push(scriptOf(given))
    const placement = placementOf(node.nodeName, given)
    if (placement) placements.push(placement)
    if (node.nodeName === 'tributary-offer') offers.push(given['offer'] ?? '')
    if (node.nodeName === 'tributary-placement') held.push(given['placement'] ?? '')
    if (node.nodeName === 'meta' && /^content-security-policy$/i.test(given['http-equiv'] ?? '')) policies.push(given['content'] ?? '')
    if (node.nodeName !== 'a') continue
    if (given['data-tributary-offer'] !== undefined) offers.push(given['data-tributary-offer'])
    else if (given['data-tributary-placement'] !== undefined) held.push(given['data-tributary-placement'])
    else if (!placement && given['href'] !== undefined) links.push(given['href'])
  }
  return { scripts, offers, placements, held, links, isShownAsText, policies }
}

// Without recursion: a page may be nested as deep as it likes.
function* nodesOf(document: Node): Generator<Node> {
  const waiting = [document]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    yield node
    if ('childNodes' in node) waiting.push(...node.childNodes.toReversed())
  }
}

const attributesOf = ({ attrs }: Element): Record<string, string | undefined> =>
  Object.fromEntries(attrs.map(({ name, value }) => [name, value]))

const isOurs = (given: Record<string, string | undefined>): boolean =>
  given['data-tributary-site'] !== undefined || /\/tributary\.js(\?|$)/.test(given['src'] ?? '')

function scriptOf(given: Record<string, string | undefined>): PageScript {
  const { src, nonce, type = '' } = given
  const [, address, version = ''] = /^(.*)\/v([\d.]+)\/tributary\.js/.exec(src ?? '') ?? []
  return {
    src,
    nonce,
    parent: given['data-tributary-parent'] ?? address,
    site: given['data-tributary-site'] ?? new URLSearchParams(src?.split('?')[1]).get('site') ?? undefined,
    touchPath: given['data-tributary-touch-path'],
    pinned: version.includes('.') ? version : undefined,
    heldBackAs: RUNS.test(type) || RUN_LATER.test(type) ? undefined : type,
  }
}
