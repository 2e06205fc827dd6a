import { UPLOADS_PATH, type UploadAnswer } from '@tributary/protocol/conversation'
import type { UploadedFile } from '@tributary/protocol/question'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { type Failure, isProblem, UNREACHED, withoutSlash } from './client.ts'

// Ten megabytes over a slow telephone.
const TIMEOUT_MS = 5 * 60_000

/**
 * Hands a file to the parent before the request that it belongs to: what comes back is the answer to a question of the kind `file`. Who never sends
 * the request leaves nothing behind: files that nobody claims are thrown away after a day. Never throws.
 */
export async function uploadFile(
  parent: string,
  site: string,
  file: File,
  fetch: typeof globalThis.fetch = (...request) => globalThis.fetch(...request),
): Promise<Result<UploadedFile, Failure>> {
  const body = new FormData()
  body.append('file', file)
  try {
    const address = `${withoutSlash(parent)}${UPLOADS_PATH}?site=${encodeURIComponent(site)}`
    const response = await fetch(address, { method: 'POST', credentials: 'omit', signal: AbortSignal.timeout(TIMEOUT_MS), body })
    const answer = (await response.json()) as UploadAnswer
    if (response.ok && answer.secret) return ok({ id: answer.id, secret: answer.secret, name: file.name })
    return fail(isProblem(answer) ? { ...answer, answered: true } : UNREACHED)
  } catch {
    return fail(UNREACHED)
  }
}
