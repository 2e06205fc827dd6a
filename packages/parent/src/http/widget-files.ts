import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { accepts } from './compressed.ts'
import { etagOf } from './kept-answer.ts'

interface WidgetFile {
  readonly type: string
  readonly etag: string
  readonly plain: Buffer
  readonly br: Uint8Array | undefined
  readonly gzip: Uint8Array | undefined
}

/** The widget's files by address; `undefined` where there is no such file. */
export interface WidgetFiles {
  /** `/v1/tributary.js`: the present release, kept for minutes, or as `cacheControl` says. */
  mutable(name: string, request: Request, cacheControl?: string): Response | undefined
  /** `/v1.2.3/<file>`: that release, kept for ever. */
  immutable(version: string, name: string, request: Request): Response | undefined
  /** The text of a file that others are made from (`carried/`); `undefined` where there is none. */
  text(name: string): string | undefined
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
}

const MINUTES = 'public, max-age=300, stale-while-revalidate=86400'
const FOR_EVER = 'public, max-age=31536000, immutable'
const CARRIED = 'carried/'

/** The release that a folder with the widget's browser build holds, like `0.1.0`; `undefined` where there is none. */
export function widgetRelease(folder: string): string | undefined {
  const path = join(folder, 'manifest.json')
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version : undefined
}

/** Reads the widget's browser build (precompressed beside each file) once; nothing is read from disk while serving. */
export function createWidgetFiles(folder: string): WidgetFiles {
  const files = readFolder(folder)
  const manifest = files.get('manifest.json')
  const release = manifest && `v${(JSON.parse(manifest.plain.toString()) as { version: string }).version}`
  return {
    mutable: (name, request, cacheControl = MINUTES) => {
      const file = name === 'tributary.js' ? files.get(name) : undefined
      return file && respond(file, request, cacheControl)
    },
    immutable: (version, name, request) => {
      // Beside a script that carried the card stand the same files, but for the card's own.
      const file = version === release ? (files.get(name) ?? files.get(name.replace(CARRIED, ''))) : undefined
      return file && respond(file, request, FOR_EVER)
    },
    text: (name) => files.get(name)?.plain.toString(),
  }
}

function readFolder(folder: string): Map<string, WidgetFile> {
  const files = new Map<string, WidgetFile>()
  if (!existsSync(folder)) return files
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const type = TYPES[extname(name)]
    if (type === undefined) continue
    const path = join(folder, name)
    const plain = readFileSync(path)
    const etag = etagOf(plain)
    files.set(name, { type, etag, plain, br: readIfThere(`${path}.br`), gzip: readIfThere(`${path}.gz`) })
  }
  return files
}

const readIfThere = (path: string): Uint8Array | undefined => (existsSync(path) ? readFileSync(path) : undefined)

/** The headers of a file that any page may load. */
export const FILE_HEADERS: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Timing-Allow-Origin': '*',
  Vary: 'Accept-Encoding',
  'X-Content-Type-Options': 'nosniff',
}

function respond(file: WidgetFile, request: Request, cacheControl: string): Response {
  const headers: Record<string, string> = { ...FILE_HEADERS, 'Cache-Control': cacheControl, ETag: file.etag }
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
