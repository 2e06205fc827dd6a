import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, extname, join, normalize } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { runNpm } from '../../scripts/run.mjs'
import type { HostPage } from './server.ts'

/** A page that somebody else designed, as its package has it. */
export interface Template {
  readonly spec: string
  readonly page: string
  /** It shows one thing at a time over the whole view: what is put after it would never be seen. */
  readonly isStage?: boolean
}

/** Sites, shops, blogs, dashboards and presentations by different hands, over Bootstrap 4 and 5, jQuery, UIkit and styles of their own. All under the MIT licence. */
export const TEMPLATES: readonly Template[] = [
  { spec: 'startbootstrap-clean-blog@6.0.9', page: 'dist/post.html' },
  { spec: 'startbootstrap-creative@7.0.7', page: 'dist/index.html' },
  { spec: 'startbootstrap-new-age@6.0.7', page: 'dist/index.html' },
  { spec: 'startbootstrap-shop-item@5.0.6', page: 'dist/index.html' },
  { spec: 'startbootstrap-sb-admin-2@4.1.4', page: 'index.html' },
  { spec: 'html5-boilerplate@9.0.1', page: 'dist/index.html' },
  { spec: 'gentelella@4.2.0', page: 'dist/production/index.html' },
  { spec: 'adminator-admin-dashboard@4.3.0', page: 'dist/index.html' },
  { spec: 'soft-ui-dashboard@1.0.1', page: 'pages/dashboard.html' },
  { spec: 'material-kit@2.0.4', page: 'index.html' },
  { spec: 'paper-kit-2@2.1.0', page: 'index.html' },
  { spec: 'uikit@3.25.29', page: 'tests/article.html' },
  { spec: 'reveal.js@6.0.2', page: 'demo.html', isStage: true },
  { spec: 'impress.js@1.1.0', page: 'index.html', isStage: true },
]

/** Fetches the templates' packages from the registry and unpacks each into a folder of its own; nothing of them is run or installed. */
export async function fetchTemplates(folder: string): Promise<void> {
  const specs = TEMPLATES.map(({ spec }) => spec)
  const code = await runNpm(['pack', '--silent', '--pack-destination', folder, ...specs], { cwd: folder, quiet: true })
  if (code !== 0) throw new Error('expected npm to fetch the templates, received a failure; is the package registry reachable?')
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.tgz'))) await unpack(join(folder, file), folder)
}

async function unpack(tarball: string, folder: string): Promise<void> {
  const target = join(folder, TEMPLATES.find(({ spec }) => tarball.endsWith(`${spec.replace('@', '-')}.tgz`))?.spec ?? 'unknown')
  const archive = createReadStream(tarball).pipe(createGunzip()).pipe(extract())
  for await (const entry of archive) {
    const path = normalize(entry.header.name.replace(/^[^/]+\//, ''))
    if (entry.header.type !== 'file' || path.startsWith('..')) {
      entry.resume()
      continue
    }
    mkdirSync(join(target, dirname(path)), { recursive: true })
    writeFileSync(join(target, path), await buffer(entry))
  }
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/** Serves the templates; into every page `slot()` is put, at the end of its body. */
export async function serveTemplates(folder: string, slot: () => string): Promise<HostPage> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname))
    const file = join(folder, path)
    if (path.includes('..') || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end()
      return
    }
    response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream')
    if (extname(file) === '.html') response.end(readFileSync(file, 'utf8').replace(/<\/body>|$/i, (end) => slot() + end))
    else createReadStream(file).pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
