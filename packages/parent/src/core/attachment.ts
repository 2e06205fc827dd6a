import { ATTACHMENT_LIMITS } from '@tributary/protocol/conversation'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { FILE_KINDS, type FileKind, kindNamed, kindOf } from './file-kind.ts'
import type { Refusal } from './order.ts'

const LONGEST_NAME = 200
const SAYS_NOTHING = ['', 'application/octet-stream']
const UNSTORABLE = /\u0000|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/
const TAKEN = 'PDF, pictures (JPEG, PNG, WebP, GIF, HEIC), plain text, CSV, and Word, Excel, PowerPoint and OpenDocument files are taken.'

/** A file as it came: its name and its type are what the sender says. */
export interface SentFile {
  readonly name: string
  readonly declaredType: string
  readonly bytes: Uint8Array
}

/** Judges a file: what its name and its declared type say must be what its content is. Answers what it is served as. */
export async function judgeFile({ name, declaredType, bytes }: SentFile): Promise<Result<{ readonly contentType: string }, Refusal>> {
  if (LONGEST_NAME < name.length || UNSTORABLE.test(name))
    return refused(`The file’s name has more than ${LONGEST_NAME} characters, or one that cannot be stored.`)
  if (bytes.byteLength === 0) return refused(`“${name}” is empty.`)
  if (ATTACHMENT_LIMITS.fileBytes < bytes.byteLength) return fail(tooLarge(name))
  const claimed = kindNamed(name)
  if (claimed === undefined) return refused(`“${name}” is of no kind that is taken. ${TAKEN}`)
  const found = await kindOf(bytes)
  if (claimed !== 'any' && claimed !== found)
    return refused(`“${name}” says that it is ${claimed.what}, but what is in it is ${found.what}.`)
  if (!isKind(found)) return refused(`“${name}” is ${found.what}. ${TAKEN}`)
  const declared = declaredType.split(';')[0]?.trim().toLowerCase() ?? ''
  const isHonest = SAYS_NOTHING.includes(declared) || [...found.found, ...(found.alsoCalled ?? [])].includes(declared)
  if (!isHonest) return refused(`“${name}” was sent as ${declared.slice(0, 100)}, but what is in it is ${found.what}.`)
  return ok({ contentType: name.toLowerCase().endsWith('.csv') ? 'text/csv' : found.contentType })
}

/** The refusal of a file that is too large; how much larger nobody reads. */
export const tooLarge = (name: string): Refusal => ({
  code: 'attachment_too_large',
  detail: `“${name}” is larger than ${ATTACHMENT_LIMITS.fileBytes / 1_024 / 1_024} MB. Make it smaller, or send it in parts.`,
})

const refused = (detail: string): Result<never, Refusal> => fail({ code: 'attachment_refused', detail })

const isKind = (found: FileKind | { readonly what: string }): found is FileKind => FILE_KINDS.some((kind) => kind === found)
