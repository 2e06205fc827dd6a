import { createHash } from 'node:crypto'
import { type Compressible, compressible, encodedFor } from './compressed.ts'

/** A JSON answer that many ask for: its bytes, plain and compressed, and the tag by which it is known again. */
export interface KeptAnswer {
  readonly body: Compressible
  readonly etag: string
}

/** Writes an answer once for everybody who asks the same. */
export function keptAnswer(value: object): KeptAnswer {
  const body = JSON.stringify(value)
  return { body: compressible(body), etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` }
}

/** The response for one of them: nothing but 304 where the same was answered before, and compressed where that is understood. */
export async function keptResponse({ headers: asked }: Request, { body, etag }: KeptAnswer, cacheControl: string): Promise<Response> {
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': cacheControl, ETag: etag, Vary: 'Origin, Accept-Encoding' }
  if (isKnown(asked.get('If-None-Match'), etag)) return new Response(null, { status: 304, headers })
  const { bytes, encoding } = await encodedFor(body, asked.get('Accept-Encoding'))
  return new Response(bytes, { headers: { ...headers, ...(encoding && { 'Content-Encoding': encoding }) } })
}

// A list of tags; what compresses on the way marks them weak, which says nothing about what they stand for.
const isKnown = (ifNoneMatch: string | null, etag: string): boolean =>
  (ifNoneMatch ?? '').split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')))
