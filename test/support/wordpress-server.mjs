// A WordPress of its own, with PHP compiled to WebAssembly and SQLite: a process, so that ending it ends everything. Copied into the folder that has its
// packages, and started there with the folder of the plugin. Says `{ port }` when it serves, and answers `{ code }` with what that PHP prints inside of it.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { loadNodeRuntime } from '@php-wasm/node'
import { bootWordPress } from '@wp-playground/wordpress'

const [plugin] = process.argv.slice(2)
const builds = join(import.meta.dirname, 'node_modules/@wp-playground/wordpress-builds/src')
const zip = (path) => new File([readFileSync(join(builds, path))], path)
// The build keeps scripts, styles and fonts apart from the code.
const ASSETS = join(import.meta.dirname, 'node_modules/@wp-playground/wordpress-builds/public/wp-6.5')
const TYPES = { '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' }
const PLUGIN = '/wordpress/wp-content/plugins/tributary'

let handler
const server = createServer(async (request, response) => {
  const { method, url, headers } = request
  const path = normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname))
  const type = TYPES[extname(path)]
  if (type && !path.includes('..') && existsSync(join(ASSETS, path))) {
    response.setHeader('Content-Type', type).end(readFileSync(join(ASSETS, path)))
    return
  }
  const answer = await handler.request({ method, url, headers, body: await buffer(request) })
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value)
  response.writeHead(answer.httpStatusCode).end(Buffer.from(answer.bytes))
})
server.listen(0, 'localhost', async () => {
  const { port } = server.address()
  handler = await bootWordPress({
    siteUrl: `http://localhost:${port}`,
    createPhpRuntime: () => loadNodeRuntime('8.0'),
    wordPressZip: zip('wordpress/wp-6.5.zip'),
    sqliteIntegrationPluginZip: zip('sqlite-database-integration/sqlite-database-integration.zip'),
    sapiName: 'cli-server',
  })
  const php = await handler.getPrimaryPhp()
  php.mkdir(PLUGIN)
  for (const entry of readdirSync(plugin, { recursive: true, withFileTypes: true })) {
    const path = `${PLUGIN}${join(entry.parentPath, entry.name).slice(plugin.length)}`
    if (entry.isDirectory()) php.mkdir(path)
    else php.writeFile(path, readFileSync(join(entry.parentPath, entry.name)))
  }
  process.on('message', async ({ id, code }) => {
    const { text, errors } = await php.run({ code: `<?php require '/wordpress/wp-load.php'; ${code}` })
    process.send({ id, text, errors })
  })
  process.send({ port })
})
process.on('disconnect', () => process.exit())
