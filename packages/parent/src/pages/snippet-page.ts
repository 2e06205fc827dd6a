import type { Offer } from '@tributary/protocol/offer'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { html } from 'hono/html'
import { joinPlacement, scriptTag } from '../core/snippet.ts'
import type { Parent } from '../routes/route.ts'
import type { Program } from '../store/programs.ts'
import type { SiteRow } from '../store/sites.ts'
import { checkPanel, type ShownCheck } from './check-panel.ts'
import { type Html, page } from './page.ts'

/** `GET /embed/:site`: pick an offer, see the real widget, copy the lines, and have the finished page looked at. */
export function showSnippet(
  parent: Parent,
  program: Program,
  site: SiteRow,
  offers: readonly Offer[],
  handle: string | undefined,
  check?: ShownCheck,
): Promise<Response> {
  const { policy } = program
  const offer = offers.find((one) => one.handle === handle) ?? offers[0]
  const body = html`<h1>Sell on “${site.name}”</h1>
<p class="muted">Pick an offer, look at it as your visitors will see it, and paste the lines into your page. ${site.affiliateCode === null ? 'This is a site of the shop itself: whoever sent a visitor there earns.' : 'Orders from there are yours.'}</p>
${offer ? studio(parent, policy, site, offers, offer) : html`<div class="panel"><p>The shop has no offers yet. Come back when ${policy.name} has imported its catalogue.</p></div>`}
${checkPanel(site, check)}`
  const allow = { 'script-src': "'self'", 'connect-src': "'self'" }
  const head = html`<script src="/assets/embed.js" defer></script><script async src="/v1/tributary.js" data-tributary-site="${site.key}"></script>`
  return page(body, { title: `Snippet · ${site.name}`, policy, test: site.test, allow, head })
}

function studio({ origin }: Parent, policy: ProgramPolicy, site: SiteRow, offers: readonly Offer[], offer: Offer): Html {
  const link = placement(origin, site, offer)
  const script = scriptTag(origin, site.key)
  const space = '<style>[data-tributary-size] { display: block; max-width: 22rem; min-height: 40rem }</style>'
  return html`<div class="split">
<div class="panel">
<form method="get"><label class="field" for="offer">Offer
<select id="offer" name="offer" data-submit>${offers.map((one) => html`<option value="${one.handle}" ${one === offer ? 'selected' : ''}>${one.title}</option>`)}</select></label>
<noscript><button>Show it</button></noscript></form>
<h2>As your visitors see it</h2>
<a href="${offer.url}?via=${site.key}" data-tributary-offer="${offer.handle}" data-tributary-size="card">${link.label}</a>
</div>
<div class="panel">
<h2>Plain HTML</h2>
<p>The first two lines belong once on the page, the third where the card shall stand; repeat it for more offers. Without a script it is an ordinary link that still names you. The second line keeps space for the card, so that your text does not jump.</p>
${code('html', `${script}\n${space}\n${link.html}`)}
<h2>WordPress</h2>
<p>Put the first two lines into your theme’s footer (many themes have a field “Custom scripts”, or use a plugin for header and footer code). In the post add a block “Custom HTML” with the link.</p>
${code('wordpress', link.html)}
<h2>The plain link</h2>
<p>For mails, networks, videos and print. Elsewhere it is shown with picture and price; systems that know oEmbed show a card.</p>
${code('link', `${offer.url}?via=${site.key}`)}
<p class="qr"><a href="/o/${offer.handle}/qr.svg?via=${site.key}" download="${offer.handle}.svg"><img src="/o/${offer.handle}/qr.svg?via=${site.key}" alt="QR code of the link" width="160" height="160"></a><br>
<span class="muted">Press the code to keep it as SVG; it prints at any size.</span></p>
${policy.joining?.applications === 'closed' ? '' : recruiting(joinPlacement(origin, site.key))}
<h2>For developers</h2>
<p>The SDK without any interface, and the element where you want ours.</p>
${code('sdk', sdkLines(origin, site, offer))}
<h2>Where it works</h2>
<p>On these addresses: ${site.origins.map((one, index) => html`${index === 0 ? '' : ', '}<code>${one}</code>`)}. On any other the card stays a link.</p>
</div></div>`
}

const recruiting = (link: string): Html => html`<h2>Recruit other websites</h2>
<p>With this link a visitor applies right on your page. Whoever joins by it stands under you.</p>
${code('join', link)}`

// The text is shown by the template, which escapes it; here it is made as the page's author will paste it.
function placement(origin: string, site: SiteRow, { handle, title }: Offer): { label: string; html: string } {
  const label = `Buy ${title}`
  const href = `${origin}/o/${encodeURIComponent(handle)}?via=${site.key}`
  return {
    label,
    html: `<a href="${href}" data-tributary-offer="${escapeHtml(handle)}" data-tributary-size="card">${escapeHtml(label)}</a>`,
  }
}

const sdkLines = (origin: string, site: SiteRow, { handle }: Offer): string => `import { createTributary } from '@tributary/sdk'

const shop = createTributary({ parent: '${origin}', site: '${site.key}' })
const offers = await shop.offers([${JSON.stringify(handle)}])`

const code = (id: string, text: string): Html => html`<pre id="snippet-${id}">${text}</pre>
<button type="button" class="secondary copy" data-copy="snippet-${id}" hidden>Copy</button>`

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
