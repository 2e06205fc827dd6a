import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { fail } from '@tributary/protocol/result'
import { bodyBytes, FILE_LIMITS, type FileBytes, type FileLimits } from './file-bytes.ts'
import { getOutside, type OutgoingOptions } from './outgoing.ts'

/** What a server said of a file, to be told it when the file is asked for again. */
export interface FileMarks {
  readonly etag?: string | undefined
  readonly modified?: string | undefined
}

/** What came of asking for a file. */
export type FetchedFile =
  | { readonly kind: 'file'; readonly bytes: FileBytes; readonly marks: FileMarks }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'failed'; readonly reason: string }

/** How a file is fetched; `wholeMs` is for all of it. */
export interface FetchOptions extends OutgoingOptions {
  readonly limits?: FileLimits
  readonly wholeMs?: number
}

const HEAD_MS = 30_000
const WHOLE_MS = 10 * 60 * 1_000
const [OK, NOT_MODIFIED] = [200, 304]

/** Asks an address for its file, if that is another than the one with these marks. Never throws; nothing of the file is read before it is asked for. */
export async function fetchFile(url: string, marks: FileMarks, options: FetchOptions): Promise<FetchedFile> {
  const { limits = FILE_LIMITS, wholeMs = WHOLE_MS } = options
  const headers = {
    accept: 'text/csv, application/json, application/xml, text/tab-separated-values, */*;q=0.5',
    'accept-encoding': 'gzip',
    ...(marks.etag !== undefined && { 'if-none-match': marks.etag }),
    ...(marks.modified !== undefined && { 'if-modified-since': marks.modified }),
  }
  try {
    const response = await getOutside(url, headers, { timeoutMs: HEAD_MS, ...options })
    if (response.statusCode === OK) return { kind: 'file', bytes: bytesOf(response, limits, wholeMs), marks: marksOf(response) }
    // What else it says is not looked at.
    response.on('error', () => {})
    response.destroy()
    return response.statusCode === NOT_MODIFIED ? { kind: 'unchanged' } : { kind: 'failed', reason: statusReason(response) }
  } catch (error) {
    return { kind: 'failed', reason: `The address could not be reached: ${reasonOf(error)}. Look whether it opens in a browser.` }
  }
}

const marksOf = ({ headers }: IncomingMessage): FileMarks => ({ etag: headers.etag, modified: headers['last-modified'] })

function statusReason({ statusCode, headers }: IncomingMessage): string {
  if (headers.location !== undefined) {
    return `The address answered ${statusCode} and leads to ${headers.location.slice(0, 300)}. Redirects are not followed: watch that address instead.`
  }
  return `The address answered ${statusCode}. Look whether the file is still there, and needs no signing in.`
}

async function* bytesOf(response: IncomingMessage, limits: FileLimits, wholeMs: number): FileBytes {
  let isLate = false
  const deadline = setTimeout(() => {
    isLate = true
    response.destroy(new Error('late'))
  }, wholeMs)
  response.on('error', () => {})
  try {
    for await (const piece of bodyBytes(Readable.toWeb(response) as WebStream<Uint8Array> as ReadableStream<Uint8Array>, limits)) {
      const detail = `The file did not arrive whole within ${wholeMs / 1_000} seconds. Make it smaller, or its server faster.`
      yield isLate ? fail({ code: 'body_timeout', detail }) : piece
    }
  } finally {
    clearTimeout(deadline)
    response.destroy()
  }
}

// Node tries every address of a name and throws them together, with an empty message of its own.
const reasonOf = (error: unknown): string => {
  const first = error instanceof AggregateError ? error.errors[0] : error
  return (first instanceof Error ? first.message : String(first)).slice(0, 500) || 'no connection'
}
