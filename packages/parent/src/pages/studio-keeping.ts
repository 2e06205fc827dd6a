import type { HeldPlacement } from '@tributary/protocol/held-placement'
import { html } from 'hono/html'
import { keptQuery, type Studio, studioQuery } from '../core/studio.ts'
import type { SiteRow } from '../store/sites.ts'
import { ago, type Words } from './account-parts.ts'
import { field } from './form.ts'
import type { Html } from './page.ts'
import { KIND_WORDS } from './studio-words.ts'

/** What the owner of a site keeps for it at the parent, and which of it is open in the studio. */
export interface Keeping {
  readonly placements: readonly HeldPlacement[]
  readonly opened: HeldPlacement | undefined
  readonly now: Date
  /** A name that was sent, with what is wrong. */
  readonly refused?: { readonly name: string; readonly error: string }
}

/** Who is not signed in is told where that can be done, and comes back to what is set. */
export const invitation = (site: SiteRow, query: string): Html => html`<h2>Keep it at the shop</h2>
<p>What is kept there can be changed later without pasting again. <a href="/affiliate/studio/${site.key}${query ? `?${query}` : ''}">Sign in to keep it</a>.</p>`

/** Keeps what is set under a name, or changes what is open, and lists what is kept. */
export function keepingPanel(studio: Studio, site: SiteRow, words: Words, { placements, opened, now, refused }: Keeping): Html {
  const path = `/affiliate/studio/${site.key}`
  return html`<h2>${opened ? html`“${opened.name}” is kept at the shop` : 'Keep it at the shop'}</h2>
${
  hasProblem(studio)
    ? html`<p class="error">Something above cannot be taken. It can be kept once that is mended.</p>`
    : keepForm(studio, path, opened, refused)
}
${placements.length === 0 ? '' : html`<h3>What is kept for this website</h3>${table(placements, opened, path, words, now)}`}`
}

function keepForm(studio: Studio, path: string, opened: HeldPlacement | undefined, refused: Keeping['refused']): Html {
  const says = opened
    ? 'Change it to what is set above: pages show the other from their next visit on, and nothing has to be pasted again.'
    : 'What is set above is kept under a name, and the lines to paste become short ones. What it shows can then be changed here.'
  const name = refused?.name ?? opened?.name ?? ''
  const errors = refused ? { name: refused.error } : {}
  return html`<p>${says}</p>
<form method="post" action="${path}/keep" class="keep">${[...studioQuery(studio)].map(([key, value]) => html`<input type="hidden" name="${key}" value="${value}">`)}
${opened ? html`<input type="hidden" name="held" value="${opened.id}">` : ''}
${field('name', 'Name', { name }, errors, { autocomplete: 'off', isNeeded: true, help: 'For you alone, such as “Mug beside the stove”.' })}
<button>${opened ? 'Change it on every page' : 'Keep it'}</button></form>
${opened ? html`<p class="after"><a href="${path}?${studioQuery(studio)}">Keep it as another one instead</a></p>` : ''}`
}

const table = (placements: readonly HeldPlacement[], opened: HeldPlacement | undefined, path: string, words: Words, now: Date): Html =>
  html`<div class="wide"><table class="kept"><tbody>${placements.map(
    (one) => html`<tr ${one.id === opened?.id ? html`aria-current="true"` : ''}>
<th scope="row">${one.name}<br><span class="muted">${KIND_WORDS[one.kind]}: ${one.label}; changed ${ago(words, one.updatedAt, now)}</span></th>
<td><a href="${path}?${keptQuery(one)}#keeping">Open<span class="hidden-text"> ${one.name}</span></a> <a href="${path}/remove/${one.id}">Remove<span class="hidden-text"> ${one.name}</span></a></td></tr>`,
  )}</tbody></table></div>`

/** Asks once more, since pages may show it. */
export const removalPanel = (site: SiteRow, placement: HeldPlacement): Html => html`<div class="panel narrow">
<h1>Remove “${placement.name}”?</h1>
<p>Pages that show it keep their link, “${placement.label}”, and the link then says that it leads nowhere any more. Take the lines out of your pages first.</p>
<form method="post"><button>Remove it</button></form>
<p class="after"><a href="/affiliate/studio/${site.key}?${keptQuery(placement)}#keeping">Leave it as it is</a></p></div>`

const hasProblem = ({ fields, placed }: Studio): boolean => !placed || Object.values(fields).some(({ problem }) => problem !== undefined)
