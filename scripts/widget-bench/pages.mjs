// The pages that are measured beside each other: one skeleton, one place per card, and what fills the places.
import { createServer } from 'node:http'
import { gzipSync } from 'node:zlib'
import { answerContender } from './contender-api.mjs'

const CARD_CSS = `
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(16rem,1fr));gap:1rem}
.place{min-block-size:30rem}
a[data-tributary-size],tributary-offer[data-tributary-size]{display:block;min-block-size:30rem}
.card{border:1px solid #ccc;border-radius:10px;overflow:hidden;font-size:1rem}
.card img{display:block;inline-size:100%;block-size:auto}.card div{padding:16px;display:flex;flex-direction:column;gap:12px}
.card h3{font-size:1.06em;margin:0}.card p{margin:0}.card .amount{font-size:1.25em;font-weight:600}.card .quiet{font-size:.8em;color:#555}
.card button{min-block-size:44px;font:inherit;font-weight:600;background:#006d77;color:#fff;border:0;border-radius:8px}`

// Many cards are made small, so that all of them are in view and each way of showing them has the same to do.
const SMALL = [
  [1_000, 'zoom:.07;'],
  [100, 'zoom:.12;'],
]

// Counts what is to be seen, frame by frame, and notes what went on meanwhile.
const probe = (count, cards) => `<script>
const seen = (window.seen = { first: 0, all: 0, shift: 0, blocked: 0 })
new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shift += entry.value }).observe({ type: 'layout-shift', buffered: true })
new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) seen.blocked += duration - 50 }).observe({ type: 'longtask', buffered: true })
let shown = 0
const isShown = ${count}
const look = () => {
  while (shown < ${cards} && isShown(shown)) shown++
  if (shown > 0 && !seen.first) seen.first = performance.now()
  if (shown === ${cards}) {
    seen.all = performance.now()
    whole('')
  } else requestAnimationFrame(look)
}
requestAnimationFrame(look)
</script>`

const DOM_COUNT = `(index) => document.getElementsByClassName('card')[index]`
const OUR_COUNT = `(index) => document.getElementsByTagName('tributary-offer')[index]?.shadowRoot?.querySelector('.primary')`
const FRAME_COUNT = `(index) => document.getElementsByTagName('iframe')[index]?.contentDocument?.querySelector('.shopify-buy__btn')`

const places = (ground, cards, inside) =>
  Array.from({ length: cards }, (_, index) => `<div class="place">${inside(ground.offers[index], index)}</div>`).join('')

const cardHtml = (
  { origin },
  { title, image, price, handle },
) => `<article class="card"><img src="${image}" alt="" width="800" height="1000"><div>
<h3><a href="${origin}/o/${handle}">${title}</a></h3><p class="amount">${price}</p><p class="quiet">Tax included, plus shipping</p><button>Order</button>
<p class="quiet">Sold and shipped by Nordlys. This site earns a commission.</p></div></article>`

// What somebody who knows what to do writes by hand, in a file of the site's own: ask once, make the nodes.
const PLAIN = `
const node = (name, properties, ...children) => { const made = Object.assign(document.createElement(name), properties); made.append(...children); return made }
const places = document.querySelectorAll('.place')
const ids = [...places].map(({ dataset }) => dataset.offer).sort()
const parts = []
while (ids.length > 0) parts.push(ids.splice(0, 100))
for (const part of parts)
  fetch('ORIGIN/v1/offers?site=SITE&ids=' + part.join(',')).then((response) => response.json()).then(({ offers, program }) => {
    const money = new Intl.NumberFormat('en', { style: 'currency', currency: program.currency.code })
    for (const { handle, title, images: [image], variants: [variant], url } of offers)
      document.querySelector('[data-offer="' + handle + '"]').append(
        node('article', { className: 'card' },
          node('img', { src: image.src, alt: image.alt, width: image.width, height: image.height }),
          node('div', {},
            node('h3', {}, node('a', { href: url }, title)),
            node('p', { className: 'amount' }, money.format(variant.amountMinor / 100)),
            node('p', { className: 'quiet' }, 'Tax included, plus shipping'),
            node('button', {}, 'Order'),
            node('p', { className: 'quiet' }, 'Sold and shipped by ' + program.name + '. This site earns a commission.'))))
  })`

const ours = (ground, cards, head) => ({
  count: OUR_COUNT,
  head,
  grid: places(
    ground,
    cards,
    ({ handle, title }) =>
      `<a href="${ground.origin}/o/${handle}?via=${ground.site}" data-tributary-offer="${handle}" data-tributary-size="card">${title}</a>`,
  ),
})

const WAYS = {
  static: (ground, cards) => ({ count: DOM_COUNT, grid: places(ground, cards, (offer) => cardHtml(ground, offer)) }),
  plain: (ground, cards) => ({
    count: DOM_COUNT,
    grid: places(ground, cards, () => '').replace(/<div class="place">/g, nextOffer(ground)),
    after: '<script async src="/plain.js"></script>',
  }),
  ours: (ground, cards) =>
    ours(ground, cards, `<script async src="${ground.origin}/v1/tributary.js" data-tributary-site="${ground.site}"></script>`),
  // The script carries the code of a card and the offers of the page.
  carried: (ground, cards) => {
    const ids = ground.offers.slice(0, cards).map(({ handle }) => handle)
    return ours(ground, cards, `<script async src="${ground.origin}/v1/tributary.js?site=${ground.site}&amp;ids=${ids}"></script>`)
  },
  contender: (ground, cards) => ({
    count: FRAME_COUNT,
    grid: places(ground, cards, (_, index) => `<div id="at-${index}"></div>`),
    after: `<script>
const send = window.fetch
window.fetch = (address, options) => send(String(address).replace('https://contender.example', location.origin), options)
const makeAll = () => {
  const ui = ShopifyBuy.UI.init(ShopifyBuy.buildClient({ domain: 'contender.example', storefrontAccessToken: 'none' }))
  for (let index = 0; index < ${cards}; index++) ui.createComponent('product', { id: String(index), node: document.getElementById('at-' + index), moneyFormat: '%E2%82%AC%7B%7Bamount%7D%7D' })
}
</script><script async src="/contender.js" onload="makeAll()"></script>`,
  }),
}

const CACHED = 'public, max-age=300'

const nextOffer = (ground) => {
  let index = 0
  return () => `<div class="place" data-offer="${ground.offers[index++].handle}">`
}

function pageOf(ground, way, cards) {
  const { count, head = '', grid, after = '' } = WAYS[way](ground, cards)
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A page</title><link rel="icon" href="data:,">
<style>body{font:16px/1.5 sans-serif;margin:0 auto;max-width:76rem;padding:1rem}${CARD_CSS}</style>${probe(count, cards)}${head}</head>
<body><h1>What stayed in the cabin</h1><p>Every autumn we carry too much up the hill, and every spring we carry most of it down again.</p>
<div class="grid" style="${SMALL.find(([least]) => least <= cards)?.[1] ?? ''}">${grid}</div><p>The end of the page.</p>${after}</body></html>`
}

/** Serves the pages, the contender's script and a stand-in for its API; everything compressed the same way. */
export function servePages(ground, contenderScript) {
  const script = gzipSync(contenderScript, { level: 9 })
  const send = (response, type, body, caching = 'no-cache') => {
    response.writeHead(200, { 'Content-Type': type, 'Content-Encoding': 'gzip', 'Cache-Control': caching, 'Timing-Allow-Origin': '*' })
    response.end(body)
  }
  const made = new Map()
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost')
    const [, way, cards] = /^\/(\w+)\/(\d+)$/.exec(pathname) ?? []
    if (WAYS[way]) {
      if (!made.has(pathname)) made.set(pathname, gzipSync(pageOf(ground, way, Number(cards))))
      send(response, 'text/html; charset=utf-8', made.get(pathname))
    } else if (pathname === '/plain.js') {
      const code = PLAIN.replaceAll('ORIGIN', ground.origin).replaceAll('SITE', ground.site)
      send(response, 'text/javascript', gzipSync(code, { level: 9 }), CACHED)
    } else if (pathname === '/contender.js') send(response, 'text/javascript', script, CACHED)
    else if (pathname.endsWith('/graphql.json') || pathname.endsWith('/graphql')) {
      // A page that took too long is closed in the middle of its questions.
      const answer = await answerContender(request, ground).catch(() => undefined)
      if (answer === undefined) response.destroy()
      else send(response, 'application/json', gzipSync(answer))
    } else response.writeHead(404).end()
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}
