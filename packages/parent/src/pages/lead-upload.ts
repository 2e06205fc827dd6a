import { answerValue } from '@tributary/protocol/answer.schema'
import { ATTACHMENT_LIMITS } from '@tributary/protocol/conversation'
import type { UploadedFile } from '@tributary/protocol/question'
import { type FormFailure, type Part, readParts } from '../http/multipart.ts'
import type { Parent } from '../routes/route.ts'
import { keepUpload, UPLOAD_FORM } from '../routes/uploads.ts'
import type { FieldErrors } from './form.ts'
import type { LeadFields } from './lead-form.ts'

const MOST_FILES = 10
const MOST_PARTS = 300
const FORM = { ...UPLOAD_FORM, totalBytes: ATTACHMENT_LIMITS.fileBytes * 5 + 1_024 * 1_024, parts: MOST_PARTS }

/** A form about a service as it arrived, with what is wrong with its files by field. */
export interface ArrivedForm {
  readonly form: LeadFields
  readonly errors: FieldErrors
}

/**
 * Reads a form about a service; its files are kept as they come, unclaimed until the request is taken. `testOf` says whether the sender, who stands before
 * every file in the form, makes it a test.
 */
export async function readLeadForm(
  parent: Parent,
  request: Request,
  programId: number,
  testOf: (via: string) => Promise<boolean>,
): Promise<ArrivedForm> {
  const fields: Record<string, string> = {}
  const chosen: Record<string, string[]> = {}
  const files: Record<string, UploadedFile[]> = {}
  const errors: Record<string, string> = {}
  let count = 0
  const take = async ({ name, fileName, declaredType, bytes }: Part): Promise<FormFailure | undefined> => {
    if (fileName === undefined) {
      const value = new TextDecoder().decode(bytes)
      const file = name.startsWith('kept-') ? keptFile(value) : undefined
      if (file) files[name.slice(5)] = [...(files[name.slice(5)] ?? []), file]
      fields[name] = value
      chosen[name] = [...(chosen[name] ?? []), value]
      return undefined
    }
    if ((fileName === '' && bytes.byteLength === 0) || !name.startsWith('q-')) return undefined
    if (MOST_FILES < ++count) return { code: 'attachment_refused', detail: `At most ${MOST_FILES} files go with one request.` }
    const kept = await keepUpload(
      parent,
      { programId, siteId: null, test: await testOf(fields['via'] ?? '') },
      { name: fileName, declaredType, bytes },
    )
    if (!kept.ok) errors[name] = kept.error.detail ?? 'This file cannot be taken.'
    else files[name.slice(2)] = [...(files[name.slice(2)] ?? []), { id: kept.value.id, secret: kept.value.secret, name: fileName }]
    return undefined
  }
  const failure = await readParts(request, FORM, take)
  return { form: { fields, chosen, files }, errors: failure ? { form: `${failure.detail} Nothing was sent.` } : errors }
}

function keptFile(text: string): UploadedFile | undefined {
  try {
    const parsed = answerValue.safeParse([JSON.parse(text)])
    return parsed.success && Array.isArray(parsed.data) ? (parsed.data as readonly UploadedFile[])[0] : undefined
  } catch {
    return undefined
  }
}
