import {
  MaxFileSizeExceededError,
  MaxPartsExceededError,
  MaxTotalSizeExceededError,
  MultipartParseError,
  MultipartParser,
} from '@remix-run/multipart-parser'
import type { ProblemCode } from '@tributary/protocol/problem'

/** One field of a form. `fileName` is there where the field holds files, and empty where none was chosen. */
export interface Part {
  readonly name: string
  readonly fileName: string | undefined
  /** What the sender says that it is. */
  readonly declaredType: string
  readonly bytes: Uint8Array
}

/** How much of a form is taken, and for how long it may arrive. */
export interface FormLimits {
  readonly partBytes: number
  readonly totalBytes: number
  readonly parts: number
  readonly timeoutMs: number
}

/** Why a form, or one of its parts, is not taken. */
export interface FormFailure {
  readonly code: ProblemCode
  readonly detail: string
}

/** Reads a form (multipart/form-data) part by part, and no further than a limit or a refusal of `take`: the rest is never read. */
export async function readParts<Failure extends FormFailure>(
  request: Request,
  limits: FormLimits,
  take: (part: Part) => Promise<Failure | undefined>,
): Promise<Failure | FormFailure | undefined> {
  const boundary = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))/i.exec(request.headers.get('Content-Type') ?? '')
  if (!boundary || !request.body) return NO_FORM
  const reader = (request.body as ReadableStream<Uint8Array>).getReader()
  const { partBytes: maxFileSize, totalBytes: maxTotalSize, parts: maxParts } = limits
  const parser = new MultipartParser(boundary[1] ?? boundary[2] ?? '', { maxFileSize, maxTotalSize, maxParts })
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), limits.timeoutMs)
  })
  try {
    for (;;) {
      const next = await Promise.race([reader.read(), late])
      if (next === 'late') return { code: 'body_timeout', detail: `The form did not arrive within ${limits.timeoutMs / 1_000} seconds.` }
      if (next.done) break
      for (const part of parser.write(next.value)) {
        const refused = await take(partOf(part))
        if (refused) return refused
      }
    }
    parser.finish()
    return undefined
  } catch (error) {
    return failureOf(error, limits)
  } finally {
    clearTimeout(timer)
    // Nobody will read the rest; an error here is the sender's.
    reader.cancel().catch(() => {})
  }
}

const NO_FORM: FormFailure = { code: 'request_invalid', detail: 'Expected a form: multipart/form-data with one part `file`.' }

function failureOf(error: unknown, { partBytes, totalBytes, parts }: FormLimits): FormFailure {
  const megabytes = (bytes: number) => `${Math.floor(bytes / 1_024 / 1_024)} MB`
  if (error instanceof MaxFileSizeExceededError)
    return {
      code: 'attachment_too_large',
      detail: `A file may have ${megabytes(partBytes)}; this one has more. Make it smaller, or send it in parts.`,
    }
  if (error instanceof MaxTotalSizeExceededError)
    return { code: 'attachment_too_large', detail: `All together may have ${megabytes(totalBytes)}; this is more.` }
  if (error instanceof MaxPartsExceededError)
    return { code: 'request_invalid', detail: `A form may have ${parts} parts; this one has more.` }
  // What the sender breaks off, or writes in another encoding.
  if (error instanceof MultipartParseError || error instanceof TypeError || isAborted(error))
    return { code: 'request_invalid', detail: 'The form is cut short or malformed.' }
  throw error
}

const isAborted = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'AbortError' || /ECONNRESET|aborted|premature/i.test(`${(error as NodeJS.ErrnoException).code} ${error.message}`))

// The parser's own reading of names drops characters. Browsers write `"`, CR and LF as %22, %0D and %0A, and nothing else otherwise
// (https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data).
function partOf(part: { readonly headers: Readonly<Record<string, string | undefined>>; readonly bytes: Uint8Array }): Part {
  const disposition = part.headers['content-disposition'] ?? ''
  const read = (pattern: RegExp) =>
    pattern.exec(disposition)?.[1]?.replace(/%22|%0D|%0A/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)))
  return {
    name: read(/;\s*name="([^"]*)"/i) ?? '',
    fileName: read(/;\s*filename="([^"]*)"/i),
    declaredType: part.headers['content-type'] ?? '',
    bytes: part.bytes,
  }
}
