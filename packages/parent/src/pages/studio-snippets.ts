import type { ProgramPolicy } from '@tributary/protocol/program'
import { html } from 'hono/html'
import { hasPlainLink, hrefOf, kindOf, type Placed } from '../core/placed.ts'
import { spaceLine } from '../core/reserved-space.ts'
import { shortcode } from '../core/shortcode.ts'
import { joinPlacement } from '../core/snippet.ts'
import { reactSnippet, vueSnippet } from '../core/snippet-component.ts'
import { carryingSnippet, htmlSnippet, linkSnippet, onceSnippet } from '../core/snippet-html.ts'
import type { SiteRow } from '../store/sites.ts'
import type { Html } from './page.ts'

/** Everything that can be pasted, each part a section; a script makes tabs of them. `query` is what the studio's address says. */
export function snippetSections(placed: Placed, query: string, policy: ProgramPolicy, site: SiteRow): Html {
  const { kind, origin } = placed
  const isRecruiting = kind !== 'join' && policy.joining?.applications !== 'closed'
  return html`<div data-tabs aria-label="For which page">
${section('html', 'Plain HTML', html`${plainHtml(placed)}${sooner(placed)}`)}
${section('react', 'React', component(placed, 'react', reactSnippet(placed)))}
${section('vue', 'Vue', component(placed, 'vue', vueSnippet(placed)))}
${section('wordpress', 'WordPress', wordpress(placed))}
${hasPlainLink(placed) ? section('link', 'The plain link', plainLink(placed, query)) : ''}
${kind === 'offer' || kind === 'collection' ? section('sdk', 'For developers', html`<p>The SDK without any interface, to make your own of it.</p>${code('sdk', sdkLines(placed))}`) : ''}
${isRecruiting ? section('join', 'Recruiting', html`<p>With this link a visitor applies right on your page. Whoever joins by it stands under you.</p>${code('join', joinPlacement(origin, site.key))}`) : ''}
</div>`
}

const section = (id: string, title: string, body: Html): Html =>
  html`<section class="snippet" id="for-${id}"><h2>${title}</h2>${body}</section>`

/** Text to paste, with a button that copies it where there is a script. */
export const code = (id: string, text: string): Html => html`<pre id="snippet-${id}">${text}</pre>
<button type="button" class="secondary copy" data-copy="snippet-${id}" hidden>Copy</button>`

function plainHtml(placed: Placed): Html {
  const last = 'belongs where it shall stand; repeat it for more. Without a script it is an ordinary link.'
  return spaceLine(placed) === undefined
    ? html`<p>The first line belongs once on the page, the second ${last}</p>${code('html', htmlSnippet(placed))}`
    : html`<p>The first two lines belong once on the page, the third ${last} The second line keeps space for it, so that your text does not jump.</p>${code('html', htmlSnippet(placed))}`
}

function sooner(placed: Placed): Html | '' {
  const line = carryingSnippet(placed)
  return line === undefined
    ? ''
    : html`<p class="after">Is this the first thing that your visitors see? Then take this script line in the place of the first: it brings the offer along, and the card is there sooner. More offers are named after a comma.</p>${code('sooner', line)}`
}

function component(placed: Placed, name: string, text: string): Html {
  if (!kindOf(placed.kind).hasElement)
    return html`<p>There is no element of this kind: it is a link, and the script tag belongs once into the page, as for plain HTML.</p>${code(name, text)}`
  const packages = html`<code>npm install @tributary/widget @tributary/sdk</code>`
  return name === 'vue'
    ? html`<p>After ${packages}, as a component. Tell Vue once, in <code>vite.config</code>, that <code>tributary-…</code> are elements: <code>isCustomElement: (tag) => tag.startsWith('tributary-')</code>.</p>${code(name, text)}`
    : html`<p>After ${packages}, as a component. React 19 knows elements; the two imports make this one known, once in the program.</p>${code(name, text)}`
}

function wordpress(placed: Placed): Html {
  const short = shortcode(placed)
  return html`${
    short === undefined
      ? html`<p>These values cannot be written in a shortcode. Put this link into a block “Custom HTML” instead.</p>`
      : html`<p>With the plugin “Tributary”, which knows your site, put this into the post.</p>${code('shortcode', short)}
<p class="after">Without the plugin, put this link into a block “Custom HTML”.</p>`
  }${code('wordpress', linkSnippet(placed))}
<p class="after">Without the plugin this belongs once into your theme’s footer; many themes have a field “Custom scripts”.</p>
${code('once', onceSnippet(placed))}`
}

const plainLink = (placed: Placed, query: string): Html => html`<p>For mails, networks, videos and print.${
  placed.kind === 'offer' ? ' Elsewhere it is shown with picture and price; systems that know oEmbed show a card.' : ''
}</p>
${code('link', hrefOf(placed))}
<p class="qr after"><a href="/embed/${placed.site}/qr.svg?${query}" download="${placed.attributes['offer'] ?? placed.kind}.svg"><img src="/embed/${placed.site}/qr.svg?${query}" alt="QR code of the link" width="160" height="160"></a><br>
<span class="muted">Press the code to keep it as SVG; it prints at any size.</span></p>`

function sdkLines({ kind, attributes, origin, site }: Placed): string {
  const { offer, collection, limit } = attributes
  const wanted = kind === 'offer' ? JSON.stringify([offer]) : JSON.stringify({ collection, limit: Number(limit ?? 12) })
  return `import { createTributary } from '@tributary/sdk'

const shop = createTributary({ parent: '${origin}', site: '${site}' })
const offers = await shop.offers(${wanted})`
}
