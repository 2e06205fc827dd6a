import type { ProblemCode } from '@tributary/protocol/problem'
import { fail, ok, type Result } from '@tributary/protocol/result'

/** Why a body could not be read. */
export type TextFailure = Extract<ProblemCode, 'body_too_large' | 'body_timeout'>

/**
 * The body of a request: at most so many bytes, and no later than the deadline. One that breaks off, or that somebody else has read already, is an
 * empty text.
 */
export async function readText({ body }: Request, maxBytes: number, deadline: AbortSignal): Promise<Result<string, TextFailure>> {
  const late = new Promise<undefined>((resolve) => deadline.addEventListener('abort', () => resolve(undefined), { once: true }))
  if (!body || body.locked) return ok('')
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let received = 0
  try {
    for (;;) {
      const next = await Promise.race([reader.read(), late])
      if (!next) return fail('body_timeout')
      if (next.done) return ok(text + decoder.decode())
      received += next.value.byteLength
      if (maxBytes < received) return fail('body_too_large')
      text += decoder.decode(next.value, { stream: true })
    }
  } catch {
    return ok('')
  } finally {
    // Nobody will read the rest; an error here is the sender's.
    reader.cancel().catch(() => {})
  }
}
