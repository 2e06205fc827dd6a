import { createHash, randomBytes } from 'node:crypto'
import { ATTACHMENT_LIMITS, type UploadAnswer, type UploadReference } from '@tributary/protocol/conversation'
import { type AttachmentId, isSiteKey, newId } from '@tributary/protocol/id'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { judgeFile, type SentFile } from '../core/attachment.ts'
import { hashKey } from '../core/keyring.ts'
import type { Refusal } from '../core/order.ts'
import { json } from '../http/json.ts'
import { readParts } from '../http/multipart.ts'
import { problemResponse } from '../http/problem-response.ts'
import { addAttachment, forgetAttachments, waitingUploads } from '../store/attachments.ts'
import { firstProgram } from '../store/programs.ts'
import type { Call, Parent, PublicRoute } from './route.ts'

const HOUR_MS = 60 * 60 * 1_000
const FRAMING_BYTES = 64 * 1_024

/** How many files one site, or our own pages, may send in an hour before they are claimed, and how many bytes may wait in all. */
export const UPLOAD_LIMITS = { ofSiteAnHour: 120, waitingBytes: 1_024 * 1_024 * 1_024 } as const

/** What is taken of one upload: slow telephones need minutes. */
export const UPLOAD_FORM = {
  partBytes: ATTACHMENT_LIMITS.fileBytes,
  totalBytes: ATTACHMENT_LIMITS.fileBytes + FRAMING_BYTES,
  parts: 8,
  timeoutMs: 5 * 60 * 1_000,
} as const

/** `POST /v1/uploads?site=…`: takes one file. Without a site it comes from our own pages or a program. */
export const postUpload =
  (parent: Parent): PublicRoute =>
  async (call) => {
    const from = await originOf(parent, call)
    if (!from.ok) return from.error
    if (UPLOAD_FORM.totalBytes < Number(call.request.headers.get('Content-Length') ?? 0)) {
      return problemResponse('attachment_too_large', {
        detail: `A file may have ${ATTACHMENT_LIMITS.fileBytes / 1_024 / 1_024} MB; this one has more.`,
      })
    }
    let file: SentFile | undefined
    const failure = await readParts(call.request, UPLOAD_FORM, async ({ name, fileName, declaredType, bytes }) => {
      if (name !== 'file') return undefined
      if (file !== undefined) return { code: 'request_invalid' as const, detail: 'Send one file at a time.' }
      file = { name: fileName ?? '', declaredType, bytes }
      return undefined
    })
    if (failure) return problemResponse(failure.code, failure)
    if (!file) return problemResponse('request_invalid', { detail: 'The form has no part `file`.' })
    const kept = await keepUpload(parent, from.value, file)
    if (kept.ok) return json(kept.value, 201)
    return problemResponse(kept.error.code, kept.error, kept.error.code === 'rate_limited' ? { 'Retry-After': '3600' } : {})
  }

/** Where a file comes from. */
export interface UploadOrigin {
  readonly programId: number
  readonly siteId: number | null
  readonly test: boolean
}

async function originOf(parent: Parent, call: Call): Promise<Result<UploadOrigin, Response>> {
  const key = call.url.searchParams.get('site')
  if (key !== null) {
    const detail = 'A site key begins with site_ and has 21 characters after it.'
    if (!isSiteKey(key)) return fail(problemResponse('site_unknown', { errors: [{ pointer: '?site', detail }] }))
    const found = await parent.findSite(call, key)
    return found.ok ? ok({ programId: found.value.program.programId, siteId: found.value.site.siteId, test: found.value.site.test }) : found
  }
  const program = await firstProgram(parent.database)
  const origin = call.request.headers.get('Origin')
  if (program && (origin === null || origin === parent.origin)) return ok({ programId: program.programId, siteId: null, test: false })
  return fail(
    problemResponse('request_invalid', { errors: [{ pointer: '?site', detail: 'A file from another site’s page names the site.' }] }),
  )
}

/** Judges a file and keeps it unclaimed: first its bytes, then the row by which they are found. */
export async function keepUpload(
  parent: Parent,
  { programId, siteId, test }: UploadOrigin,
  file: SentFile,
): Promise<Result<UploadAnswer, Refusal>> {
  const judged = await judgeFile(file)
  if (!judged.ok) return judged
  const now = parent.now()
  const bytes = file.bytes.byteLength
  const waiting = await waitingUploads(parent.database, programId, siteId, new Date(now.getTime() - HOUR_MS))
  if (UPLOAD_LIMITS.ofSiteAnHour <= waiting.ofSite || UPLOAD_LIMITS.waitingBytes < waiting.bytes + bytes) {
    return fail({
      code: 'rate_limited',
      detail: 'Very many files are sent just now. Try again in an hour, or send your request without the file.',
    })
  }
  const id = newId('attachment')
  const secret = randomBytes(24).toString('base64url')
  const { contentType } = judged.value
  const sha256 = createHash('sha256').update(file.bytes).digest()
  await parent.files.write(id, file.bytes)
  await addAttachment(parent.database, programId, {
    ...{ id, siteId, name: file.name, contentType, bytes, sha256, test },
    secretHash: hashKey(secret),
    uploadedAt: now,
  })
  return ok({ id, secret, name: file.name, contentType, bytes })
}

/** Throws away what was kept for something that was refused after all. */
export async function dropUploads(parent: Parent, programId: number, files: readonly UploadReference[]): Promise<void> {
  const ids: AttachmentId[] = files.map(({ id }) => id)
  for (const id of ids) await parent.files.remove(id)
  await forgetAttachments(parent.database, programId, ids)
}
