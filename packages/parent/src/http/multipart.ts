import type { ProblemCode } from '@tributary/protocol/problem'
import { type CutterLimits, createFormCutter, type FormBreak, type RawPart } from './form-cutter.ts'

/** One field of a form. `fileName` is there where the field holds files, and empty where none was chosen. */
export interface Part {
  readonly name: string
  readonly fileName: string | undefined
  /** What the sender says that it is. */
  readonly declaredType: string
  readonly bytes: Uint8Array
}

/** How much of a form is taken, and for how long it may arrive. */
export interface FormLimits extends CutterLimits {
  readonly timeoutMs: number
}

/** Why a form, or one of its parts, is not taken. */
export interface FormFailure {
  readonly code: ProblemCode
  readonly detail?: string
}

const BOUNDARY = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))/i

/** Reads a form (multipart/form-data) part by part, and no further than a limit or a refusal of `take`: the rest is never read. */
export async function readParts<Failure extends FormFailure>(
  request: Request,
  limits: FormLimits,
  take: (part: Part) => Promise<Failure | undefined>,
): Promise<Failure | FormFailure | undefined> {
  const [, quoted, plain] = BOUNDARY.exec(request.headers.get('Content-Type') ?? '') ?? []
  const boundary = quoted ?? plain
  if (boundary === undefined || !request.body) return NO_FORM
  const reader = request.body.getReader()
  const cutter = createFormCutter(boundary, limits)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), limits.timeoutMs)
  })
  try {
    for (;;) {
      const next = await Promise.race([reader.read().catch(() => 'cut_off' as const), late])
      if (next === 'late') return { code: 'body_timeout', detail: `The form did not arrive within ${limits.timeoutMs / 1_000} seconds.` }
      if (next === 'cut_off' || next.done) return cutter.isWhole() ? undefined : failureOf('malformed', limits)
      for (const part of cutter.write(next.value)) {
        const failure = typeof part === 'string' ? failureOf(part, limits) : await take(partOf(part))
        if (failure) return failure
      }
    }
  } finally {
    clearTimeout(timer)
    // Nobody will read the rest; an error here is the sender's.
    reader.cancel().catch(() => {})
  }
}

const NO_FORM: FormFailure = { code: 'request_invalid', detail: 'Expected a form: multipart/form-data with one part `file`.' }

function failureOf(reason: FormBreak, { partBytes, totalBytes, parts }: FormLimits): FormFailure {
  const megabytes = (bytes: number) => `${Math.floor(bytes / 1_024 / 1_024)} MB`
  const failures: Record<FormBreak, FormFailure> = {
    malformed: { code: 'request_invalid', detail: 'The form is cut short or malformed.' },
    part_too_large: {
      code: 'attachment_too_large',
      detail: `A file may have ${megabytes(partBytes)}; this one has more. Make it smaller, or send it in parts.`,
    },
    form_too_large: { code: 'attachment_too_large', detail: `All together may have ${megabytes(totalBytes)}; this is more.` },
    too_many_parts: { code: 'request_invalid', detail: `A form may have ${parts} parts; this one has more.` },
  }
  return failures[reason]
}

// In names browsers write `"`, CR and LF as %22, %0D and %0A, and everything else as it is
// (https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data).
function partOf({ headers, content }: RawPart): Part {
  const lines = headers.split('\r\n')
  const header = (name: string) => lines.find((line) => line.toLowerCase().startsWith(`${name}:`))?.slice(name.length + 1)
  const disposition = header('content-disposition') ?? ''
  const read = (pattern: RegExp) =>
    pattern.exec(disposition)?.[1]?.replace(/%22|%0D|%0A/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)))
  return {
    name: read(/;\s*name="([^"]*)"/i) ?? '',
    fileName: read(/;\s*filename="([^"]*)"/i),
    declaredType: header('content-type')?.trim() ?? '',
    bytes: content,
  }
}
