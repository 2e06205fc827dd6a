import { ATTACHMENT_LIMITS, type UploadAnswer } from '@tributary/protocol/conversation'
import { newId } from '@tributary/protocol/id'
import { answer, refuse } from './answer.ts'
import type { Call } from './endpoint.ts'
import { type Ground, judgeSite } from './ground.ts'

/** `POST /v1/uploads?site=…`: takes one file. It believes the type that the file says; the real parent looks into it. */
export const postUpload =
  (ground: Ground, uploads: UploadAnswer[]) =>
  async (call: Call): Promise<Response> => {
    const { name, request, url } = call
    const access = judgeSite(ground, call, url.searchParams.get('site') ?? '')
    if (!access.ok) return access.error
    const file = await request.formData().then(
      (form) => form.get('file'),
      () => null,
    )
    if (file === null || typeof file === 'string') return refuse(name, 'request_invalid', { detail: 'The form has no part `file`.' })
    if (file.size === 0) return refuse(name, 'attachment_refused', { detail: `“${file.name}” is empty.` })
    if (ATTACHMENT_LIMITS.fileBytes < file.size)
      return refuse(name, 'attachment_too_large', { detail: `“${file.name}” is larger than 10 MB.` })
    const contentType = file.type.split(';')[0] || 'application/octet-stream'
    const id = newId('attachment')
    const upload: UploadAnswer = { id, secret: id.slice(4), name: file.name, contentType, bytes: file.size }
    uploads.push(upload)
    return answer(name, 201, upload)
  }
