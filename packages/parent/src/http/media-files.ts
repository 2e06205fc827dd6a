import { relative } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import type { MiddlewareHandler } from 'hono'

// A picture may be an SVG: as an <img> it runs nothing, and opened by itself the sandbox keeps it from running anything.
const HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Cache-Control': 'public, max-age=3600, stale-while-revalidate=86400',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'X-Content-Type-Options': 'nosniff',
}

/** `/media/*`: the catalogue's pictures, from a folder. */
export const mediaFiles = (folder: string): [MiddlewareHandler, MiddlewareHandler] => [
  async (context, next) => {
    await next()
    for (const [name, value] of Object.entries(HEADERS)) context.res.headers.set(name, value)
  },
  serveStatic({ root: relative(process.cwd(), folder) || '.', rewriteRequestPath: (path) => path.replace(/^\/media/, '') }),
]
