import type { ProblemCode } from '@tributary/protocol/problem'
import { fail, ok, type Result } from '@tributary/protocol/result'

/** Why a body could not be read. */
export interface BodyFailure {
  readonly code: Extract<ProblemCode, 'body_too_large' | 'body_timeout' | 'body_not_json'>
  readonly detail: string
}

/** How much of a body is taken, and for how long it may arrive. */
export interface BodyLimits {
  readonly bytes: number
  readonly timeoutMs: number
}

/** The limits of every body but catalogue files. */
export const BODY_LIMITS: BodyLimits = { bytes: 32 * 1_024, timeoutMs: 10_000 }

/** Reads a body as text. Only whole, valid UTF-8 counts; a byte order mark is kept, and JSON refuses it. */
export async function readText(request: Request, { bytes, timeoutMs }: BodyLimits): Promise<Result<string, BodyFailure>> {
  const tooLarge = fail({ code: 'body_too_large' as const, detail: `At most ${bytes} bytes are taken here.` })
  const stated = request.headers.get('Content-Length')
  if (bytes < Number(stated ?? 0)) return tooLarge

  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), timeoutMs)
  })
  try {
    // The HTTP server lets nobody send more than was stated, and has a short way for a body that is read whole: a stream costs more than all the rest
    // of a small request.
    const read = stated === null ? await readStream(request, bytes, late) : await Promise.race([request.arrayBuffer(), late])
    if (read === 'late') return fail({ code: 'body_timeout', detail: `The body did not arrive within ${timeoutMs / 1_000} seconds.` })
    if (read === 'too_large' || bytes < read.byteLength) return tooLarge
    return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(read))
  } catch {
    return fail({ code: 'body_not_json', detail: 'The body is not valid UTF-8, or ended early.' })
  } finally {
    clearTimeout(timer)
  }
}

async function readStream(request: Request, bytes: number, late: Promise<'late'>): Promise<Uint8Array | 'late' | 'too_large'> {
  if (!request.body) return new Uint8Array()
  const reader = request.body.getReader()
  const chunks: Uint8Array[] = []
  let received = 0
  try {
    for (;;) {
      const next = await Promise.race([reader.read(), late])
      if (next === 'late') return next
      if (next.done) return Buffer.concat(chunks)
      received += next.value.byteLength
      if (bytes < received) return 'too_large'
      chunks.push(next.value)
    }
  } finally {
    // Nobody will read the rest; an error here is the sender's.
    reader.cancel().catch(() => {})
  }
}

/** Reads a body as JSON, whatever its content type says: a page sends `text/plain` to be spared a preflight. */
export async function readJson(request: Request, limits: BodyLimits = BODY_LIMITS): Promise<Result<unknown, BodyFailure>> {
  const text = await readText(request, limits)
  if (!text.ok) return text
  try {
    return ok(JSON.parse(text.value) as unknown)
  } catch (error) {
    return fail({ code: 'body_not_json', detail: `The body is not JSON: ${(error as Error).message}`.slice(0, 300) })
  }
}
