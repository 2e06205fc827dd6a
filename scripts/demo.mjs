// The example affiliate's pages, as a small web server of their own: another origin than the parent's, on purpose.
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { ROOT, Sentence } from './run.mjs'

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
}
const FOLDERS = { '/sdk-site/': 'examples/sdk-site', '/': 'examples/script-tag' }

/**
 * Serves the pages; what stands in the examples for somebody's own parent and site is replaced by what `values()` answers at that moment.
 * Throws a `Sentence` where the port is taken.
 */
export function serveDemo(port, values) {
  const fill = (text) => text.replaceAll('https://parent.example', values().parent).replaceAll('site_YOUR_KEY', values().site)
  const server = createServer((request, response) => {
    const file = fileOf(new URL(request.url ?? '/', 'http://localhost').pathname)
    if (!file) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('There is nothing here.')
      return
    }
    const extension = extname(file)
    response.setHeader('Content-Type', TYPES[extension] ?? 'application/octet-stream')
    response.setHeader('Cache-Control', 'no-cache')
    if (['.html', '.js'].includes(extension)) response.end(fill(readFileSync(file, 'utf8')))
    else createReadStream(file).pipe(response)
  })
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Sentence(`Port ${port} is taken by another program. Stop that one, or choose another with DEMO_PORT.`)
          : error,
      ),
    )
    server.listen(port, () => resolve(server))
  })
}

function fileOf(path) {
  const prefix = Object.keys(FOLDERS).find((one) => path.startsWith(one))
  if (!prefix) return undefined
  const below = normalize(decodeURIComponent(path.slice(prefix.length)))
  if (below.startsWith('..')) return undefined
  const file = join(ROOT, FOLDERS[prefix], below === '.' ? 'index.html' : below)
  const found = existsSync(file) && statSync(file).isDirectory() ? join(file, 'index.html') : file
  return existsSync(found) && statSync(found).isFile() ? found : undefined
}
