import { createHash } from 'node:crypto'
import { type Compressible, compressible, encodedFor } from './compressed.ts'

/** An answer that many ask for: its bytes, plain and compressed, and the tag by which it is known again. */
export interface KeptAnswer {
  readonly body: Compressible
  readonly etag: string
}

/** Keeps a text for everybody who asks the same. */
export const keptText = (text: string): KeptAnswer => ({ body: compressible(text), etag: etagOf(text) })

/** Writes an answer in JSON once for everybody who asks the same. */
export const keptAnswer = (value: object): KeptAnswer => keptText(JSON.stringify(value))

const JSON_HEADERS = { 'Content-Type': 'application/json', Vary: 'Origin, Accept-Encoding' }

/** The response for one of them: nothing but 304 where the same was answered before, and compressed where that is understood. */
export async function keptResponse(
  { headers: asked }: Request,
  { body, etag }: KeptAnswer,
  cacheControl: string,
  more: Readonly<Record<string, string>> = JSON_HEADERS,
): Promise<Response> {
  const headers = { ...more, 'Cache-Control': cacheControl, ETag: etag }
  if (isKnown(asked.get('If-None-Match'), etag)) return new Response(null, { status: 304, headers })
  const { bytes, encoding } = await encodedFor(body, asked.get('Accept-Encoding'))
  return new Response(bytes, { headers: { ...headers, ...(encoding && { 'Content-Encoding': encoding }) } })
}

/** What a file or an answer is known by, from what is in it. */
export const etagOf = (content: string | Uint8Array): string => `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`

// A list of tags; what compresses on the way marks them weak, which says nothing about what they stand for.
const isKnown = (ifNoneMatch: string | null, etag: string): boolean =>
  (ifNoneMatch ?? '').split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')))
