import type { HeldKind } from '@tributary/protocol/held-placement'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { html } from 'hono/html'
import { keptPlaced } from '../core/placed.ts'
import { type Studio, type StudioFacts, studioQuery } from '../core/studio.ts'
import type { SiteRow } from '../store/sites.ts'
import { checkPanel, type ShownCheck } from './check-panel.ts'
import { type Html, page } from './page.ts'
import { kindLinks, studioFields } from './studio-form.ts'
import { invitation, type Keeping, keepingPanel } from './studio-keeping.ts'
import { previewPanel } from './studio-preview.ts'
import { snippetSections } from './studio-snippets.ts'

/** What the studio shows. */
export interface ShownStudio {
  readonly studio: Studio
  readonly facts: StudioFacts
  readonly site: SiteRow
  readonly policy: ProgramPolicy
  /** So many offers can be chosen from; of more the handle is typed. */
  readonly mostOffers: number
  readonly check?: ShownCheck | undefined
  /** What is kept for the site, if its owner is signed in; that studio has an address of its own. */
  readonly keeping?: Keeping | undefined
}

/** Everything that can be set of a placement, what it looks like, and what is to be pasted. All of it is in the address, which can be kept and sent. */
export function showStudio(shown: ShownStudio, status = 200): Promise<Response> {
  const { studio, site, policy, check, facts, keeping } = shown
  const query = studioQuery(studio)
  if (keeping?.opened) query.set('held', keeping.opened.id)
  const isEmpty = facts.offers.length === 0
  const body = html`<h1>Sell on “${site.name}”</h1>
<p class="muted">Choose what to place, look at it as your visitors will see it, and paste the lines into your page. ${site.affiliateCode === null ? 'This is a site of the shop itself: whoever sent a visitor there earns.' : 'Orders from there are yours.'}</p>
${isEmpty ? html`<div class="panel"><p>The shop has no offers yet. Come back when ${policy.name} has imported its catalogue.</p></div>` : desk(shown, query)}
<div class="panel page-check"><h2>Where it works</h2>
<p>On these addresses: ${site.origins.map((one, index) => html`${index === 0 ? '' : ', '}<code>${one}</code>`)}. On any other it stays a link.</p></div>
${checkPanel(site, check, [...query])}`
  const allow = { 'script-src': "'self'", 'connect-src': "'self'", 'frame-src': "'self'" }
  const head = html`<script src="/assets/embed.js" defer></script><script src="/assets/studio.js" type="module"></script>`
  return page(body, {
    title: `Studio · ${site.name}`,
    policy,
    test: site.test,
    allow,
    head,
    isWide: true,
    isPrivate: keeping !== undefined,
    status,
  })
}

function desk(shown: ShownStudio, query: URLSearchParams): Html {
  const { studio, facts, site, policy, mostOffers, keeping } = shown
  const path = keeping ? `/affiliate/studio/${site.key}` : `/embed/${site.key}`
  const isJoining = policy.joining?.applications !== 'closed'
  const kinds = KINDS.filter((kind) => kind !== 'join' || isJoining || studio.kind === 'join')
  const held = keeping?.opened?.id
  const addressOf = (kind: HeldKind) => {
    const other = studioQuery(studio, kind)
    if (held) other.set('held', held)
    return addressWith(path, other)
  }
  return html`<form method="get" action="${path}" class="studio" id="studio" data-address="${addressWith(path, query)}">
${held ? html`<input type="hidden" name="held" value="${held}">` : ''}
<div class="panel settings">${kindLinks(studio, kinds, addressOf)}
<div class="settings" id="settings" data-kind="${studio.kind}">${studioFields(studio, facts, mostOffers)}</div></div>
<div class="panel preview"><h2>As your visitors see it</h2>${previewPanel(studio, addressWith(`/embed/${site.key}/preview`, studioQuery(studio)))}</div>
</form>
<p class="notice bad" id="stale" role="alert" hidden>The shop cannot be reached: what you see is older than what you set. Change something to try again.</p>
<div class="panel snippets" id="snippets">${pasted(shown, query)}</div>
${keptPart(shown)}`
}

function pasted({ studio, policy, site, keeping }: ShownStudio, query: URLSearchParams): Html {
  const { placed } = studio
  if (!placed) return html`<p>There is nothing to paste yet: what is wrong stands beside its field.</p>`
  const opened = keeping?.opened
  return opened
    ? html`<p>These lines show what is kept as “${opened.name}”, whatever it becomes.</p>${snippetSections(keptPlaced(placed, opened.id), query.toString(), policy, site)}`
    : snippetSections(placed, query.toString(), policy, site)
}

// A site of the shop itself is kept by its staff, by the API.
function keptPart({ studio, site, policy, keeping }: ShownStudio): Html | '' {
  if (site.affiliateId === null) return ''
  const part = keeping ? keepingPanel(studio, site, policy, keeping) : invitation(site, studioQuery(studio).toString())
  return html`<section class="panel snippets" id="keeping">${part}</section>`
}

const KINDS = ['offer', 'collection', 'cart', 'status', 'share', 'join'] as const satisfies readonly HeldKind[]

const addressWith = (path: string, query: URLSearchParams): string => (query.size > 0 ? `${path}?${query}` : path)
