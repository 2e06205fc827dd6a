import { html } from 'hono/html'
import { joinLink, shareLink } from '../core/snippet.ts'
import type { keysOf } from '../routes/affiliate-keys.ts'
import type { SiteRow } from '../store/sites.ts'
import type { Words } from './account-parts.ts'
import { day } from './day.ts'
import { type FieldErrors, type Fields, field } from './form.ts'
import type { Html } from './page.ts'

/** The links that an affiliate shares. */
export const linksPanel = (origin: string, code: string): Html => html`<section class="panel"><h2>Your links</h2>
<p>To the shop: whoever follows it and orders is your customer.</p>
<pre id="share-link">${shareLink(origin, code)}</pre>
<button type="button" class="secondary copy" data-copy="share-link" hidden>Copy</button>
<p class="after">For recruiting: whoever joins by it stands under you.</p>
<pre id="join-link">${joinLink(origin, code)}</pre>
<button type="button" class="secondary copy" data-copy="join-link" hidden>Copy</button>
</section>`

/** The websites on which an affiliate sells, each with its snippet, and the form for one more. */
export const websitesPanel = (
  sites: readonly SiteRow[],
  { fields, errors }: { readonly fields: Fields; readonly errors: FieldErrors },
): Html => html`<section class="panel" id="websites"><h2>Your websites</h2>
${
  sites.length === 0
    ? html`<p>None yet. Add yours; you then get the lines that show the products there.</p>`
    : html`<table><tbody>${sites.map(
        ({ key, name, origins, test }) => html`<tr>
<th scope="row">${name}${test ? ' (test)' : ''}<br><span class="muted">${origins.join(', ')}</span></th>
<td><a href="/affiliate/studio/${key}">Open the studio</a></td></tr>`,
      )}</tbody></table>`
}
<form method="post" action="/affiliate/websites" class="after">
${field('website', 'Address of the website', fields, errors, { autocomplete: 'url', isNeeded: true })}
${
  sites.length === 0
    ? ''
    : html`<label class="field" for="of">What it is
<select id="of" name="of"><option value="">A website of its own</option>
${sites.map(({ key, name }) => html`<option value="${key}" ${fields['of'] === key ? 'selected' : ''}>Another address of ${name}</option>`)}</select></label>`
}
<button class="secondary">Add the website</button>
</form></section>`

/** The keys of an affiliate's own programs. */
export const developersPanel = (words: Words, keys: Awaited<ReturnType<typeof keysOf>>): Html =>
  html`<section class="panel" id="developers"><h2>For developers</h2>
<p>With a key your own programs read what this page shows: see <a href="/openapi.json">the description of the API</a> under <code>/v1/affiliate/</code>.</p>
${
  keys.length === 0
    ? ''
    : html`<table><tbody>${keys.map(
        ({ kid, name, createdAt, retiredAt }) => html`<tr>
<th scope="row">${name}<br><span class="muted">${kid}…, ${retiredAt ? `retired ${day(words, retiredAt)}` : `made ${day(words, createdAt)}`}</span></th>
<td>${retiredAt ? '' : html`<form method="post" action="/affiliate/keys/${kid}/retire"><button class="secondary copy">Retire</button></form>`}</td></tr>`,
      )}</tbody></table>`
}
<form method="post" action="/affiliate/keys" class="after">
${field('name', 'What the new key is for', {}, {}, { autocomplete: 'off', isNeeded: true })}
<button class="secondary">Make a key</button>
</form></section>`
