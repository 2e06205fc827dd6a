// `npm run gallery`: every state of every component of the widget, in every language, light and dark, to look at.
import { createServer } from 'node:http'
import { build } from './build.mjs'
import { bundleGallery } from './gallery-bundle.mjs'
import { createGalleryParents } from './gallery-parents.mjs'
import { ending } from './run.mjs'
import { setUp } from './setup.mjs'

const PAGE = `<!doctype html>
<html>
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>The widget, state by state</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/gallery.css">
    <script type="module" src="/page.js"></script>
  </head>
  <body><main></main></body>
</html>`

const STYLE = `
  body { font-family: system-ui, sans-serif; margin: 1rem; }
  form { display: flex; gap: 1.5rem; margin-block-end: 1rem; }
  main:has(figure) { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fill, minmax(390px, 1fr)); }
  main:has(figure) form { grid-column: 1 / -1; }
  figure { margin: 0; }
  figcaption { padding-block: 0.5rem; }
  iframe { block-size: 700px; border: 1px solid #8886; border-radius: 6px; inline-size: 390px; max-inline-size: 100%; }
`

/** Serves the gallery on this port of the loopback; port 0 takes a free one. */
export async function serveGallery(port) {
  const files = new Map([...(await bundleGallery()), ['gallery.css', STYLE]])
  const parents = createGalleryParents()
  const server = createServer(async (request, response) => {
    if (await parents.answer(request, response)) return
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const file = files.get(pathname.slice(1))
    if (pathname !== '/' && file === undefined) response.writeHead(404, { 'Content-Type': 'text/plain' }).end('There is nothing here.')
    else response.writeHead(200, { 'Content-Type': typeOf(pathname) }).end(file ?? PAGE)
  })
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => new Promise((resolve) => server.close(resolve)) }
}

function typeOf(path) {
  if (path.endsWith('.js')) return 'text/javascript; charset=utf-8'
  return path.endsWith('.css') ? 'text/css' : 'text/html; charset=utf-8'
}

if (import.meta.filename === process.argv[1]) {
  await ending(async () => {
    await setUp()
    await build()
    const { origin } = await serveGallery(Number(process.env.PORT || 4010))
    console.log(`The gallery is at ${origin}/ · Ctrl-C ends it`)
  })
}
