import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { accepts } from './compressed.ts'

interface WidgetFile {
  readonly type: string
  readonly etag: string
  readonly plain: Uint8Array
  readonly br: Uint8Array | undefined
  readonly gzip: Uint8Array | undefined
}

/** The widget's files by address; `undefined` where there is no such file. */
export interface WidgetFiles {
  /** `/v1/tributary.js`: the present release, kept for minutes. */
  mutable(name: string, request: Request): Response | undefined
  /** `/v1.2.3/<file>`: that release, kept for ever. */
  immutable(version: string, name: string, request: Request): Response | undefined
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
}

const MINUTES = 'public, max-age=300, stale-while-revalidate=86400'
const FOR_EVER = 'public, max-age=31536000, immutable'

/** Reads the widget's browser build (precompressed beside each file) once; nothing is read from disk while serving. */
export function createWidgetFiles(folder: string): WidgetFiles {
  const files = readFolder(folder)
  const manifest = files.get('manifest.json')
  const release = manifest && `v${(JSON.parse(Buffer.from(manifest.plain).toString()) as { version: string }).version}`
  return {
    mutable: (name, request) => {
      const file = name === 'tributary.js' ? files.get(name) : undefined
      return file && respond(file, request, MINUTES)
    },
    immutable: (version, name, request) => {
      const file = version === release ? files.get(name) : undefined
      return file && respond(file, request, FOR_EVER)
    },
  }
}

function readFolder(folder: string): Map<string, WidgetFile> {
  const files = new Map<string, WidgetFile>()
  if (!existsSync(folder)) return files
  for (const name of readdirSync(folder)) {
    const type = TYPES[extname(name)]
    if (type === undefined) continue
    const path = join(folder, name)
    const plain = readFileSync(path)
    const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
    files.set(name, { type, etag, plain, br: readIfThere(`${path}.br`), gzip: readIfThere(`${path}.gz`) })
  }
  return files
}

const readIfThere = (path: string): Uint8Array | undefined => (existsSync(path) ? readFileSync(path) : undefined)

function respond(file: WidgetFile, request: Request, cacheControl: string): Response {
  const headers: Record<string, string> = {
    'Access-Control-Allow-Origin': '*',
    'Cache-Control': cacheControl,
    'Cross-Origin-Resource-Policy': 'cross-origin',
    ETag: file.etag,
    'Timing-Allow-Origin': '*',
    Vary: 'Accept-Encoding',
    'X-Content-Type-Options': 'nosniff',
  }
  if (request.headers.get('If-None-Match') === file.etag) return new Response(null, { status: 304, headers })
  const { encoding, bytes } = encoded(file, request.headers.get('Accept-Encoding') ?? '')
  if (encoding) headers['Content-Encoding'] = encoding
  return new Response(Buffer.from(bytes), { headers: { ...headers, 'Content-Type': file.type } })
}

function encoded({ plain, br, gzip }: WidgetFile, accepted: string): { encoding?: string; bytes: Uint8Array } {
  if (br && accepts(accepted, 'br')) return { encoding: 'br', bytes: br }
  if (gzip && accepts(accepted, 'gzip')) return { encoding: 'gzip', bytes: gzip }
  return { bytes: plain }
}
