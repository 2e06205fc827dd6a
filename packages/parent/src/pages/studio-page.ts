import type { ProgramPolicy } from '@tributary/protocol/program'
import { html } from 'hono/html'
import type { KindName } from '../core/placed.ts'
import { type Studio, type StudioFacts, studioQuery } from '../core/studio.ts'
import type { SiteRow } from '../store/sites.ts'
import { checkPanel, type ShownCheck } from './check-panel.ts'
import { type Html, page } from './page.ts'
import { kindLinks, studioFields } from './studio-form.ts'
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
  /** Where this studio is: its public address, or that of whoever is signed in. */
  readonly path: string
}

/** Everything that can be set of a placement, what it looks like, and what is to be pasted. All of it is in the address, which can be kept and sent. */
export function showStudio(shown: ShownStudio): Promise<Response> {
  const { studio, site, policy, check, facts } = shown
  const query = studioQuery(studio)
  const isEmpty = facts.offers.length === 0
  const body = html`<h1>Sell on “${site.name}”</h1>
<p class="muted">Choose what to place, look at it as your visitors will see it, and paste the lines into your page. ${site.affiliateCode === null ? 'This is a site of the shop itself: whoever sent a visitor there earns.' : 'Orders from there are yours.'}</p>
${isEmpty ? html`<div class="panel"><p>The shop has no offers yet. Come back when ${policy.name} has imported its catalogue.</p></div>` : desk(shown, query.toString())}
<div class="panel page-check"><h2>Where it works</h2>
<p>On these addresses: ${site.origins.map((one, index) => html`${index === 0 ? '' : ', '}<code>${one}</code>`)}. On any other it stays a link.</p></div>
${checkPanel(site, check, [...query])}`
  const allow = { 'script-src': "'self'", 'connect-src': "'self'", 'frame-src': "'self'" }
  const head = html`<script src="/assets/embed.js" defer></script><script src="/assets/studio.js" type="module"></script>`
  return page(body, { title: `Studio · ${site.name}`, policy, test: site.test, allow, head, isWide: true })
}

function desk({ studio, facts, site, policy, mostOffers, path }: ShownStudio, query: string): Html {
  const isJoining = policy.joining?.applications !== 'closed'
  const kinds = KINDS.filter((kind) => kind !== 'join' || isJoining || studio.kind === 'join')
  const addressOf = (kind: KindName) => addressWith(path, studioQuery(studio, kind).toString())
  return html`<form method="get" action="${path}" class="studio" id="studio" data-address="${addressWith(path, query)}">
<div class="panel settings">${kindLinks(studio, kinds, addressOf)}
<div class="settings" id="settings" data-kind="${studio.kind}">${studioFields(studio, facts, mostOffers)}</div></div>
<div class="panel preview"><h2>As your visitors see it</h2>${previewPanel(studio, addressWith(`/embed/${site.key}/preview`, query))}</div>
</form>
<p class="notice bad" id="stale" role="alert" hidden>The shop cannot be reached: what you see is older than what you set. Change something to try again.</p>
<div class="panel snippets" id="snippets">${
    studio.placed
      ? snippetSections(studio.placed, query, policy, site)
      : html`<p>There is nothing to paste yet: what is wrong stands beside its field.</p>`
  }</div>`
}

const KINDS = ['offer', 'collection', 'cart', 'status', 'share', 'join'] as const satisfies readonly KindName[]

const addressWith = (path: string, query: string): string => (query ? `${path}?${query}` : path)
