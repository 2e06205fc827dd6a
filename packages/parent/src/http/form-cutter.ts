/** A part of a form as it came: its header lines and its content. */
export interface RawPart {
  readonly headers: string
  readonly content: Buffer<ArrayBuffer>
}

/** Why a form is read no further. */
export type FormBreak = 'malformed' | 'part_too_large' | 'form_too_large' | 'too_many_parts'

/** How much of a form is taken. */
export interface CutterLimits {
  readonly partBytes: number
  readonly totalBytes: number
  readonly parts: number
}

/** Cuts a form into its parts while it arrives. */
export interface FormCutter {
  /** The parts that are whole with this chunk; after a break nothing more comes. */
  write(chunk: Uint8Array): Generator<RawPart | FormBreak>
  /** Whether the end of the form was seen. */
  isWhole(): boolean
}

type State = 'preamble' | 'boundary' | 'headers' | 'content' | 'end' | 'broken'
type Step = RawPart | FormBreak | 'wait' | 'on'

const HEADER_BYTES = 8 * 1_024
const BREAK = Buffer.from('\r\n')

/**
 * The framing of multipart/form-data (RFC 7578, RFC 2046 section 5.1.1), and nothing of what headers mean. Ours, since the parsers that we looked at
 * change file names: backslashes, codes and U+2028 do not survive them.
 */
export function createFormCutter(boundary: string, limits: CutterLimits): FormCutter {
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  // With a line break before it the first boundary is like all others.
  let rest: Buffer<ArrayBuffer> = BREAK
  let state = 'preamble' as State
  let headers = ''
  let content: Buffer<ArrayBuffer>[] = []
  let [partBytes, totalBytes, parts] = [0, 0, 0]

  /** Takes bytes off the front of what has not been judged yet. */
  function take(bytes: number): Buffer<ArrayBuffer> {
    const taken = rest.subarray(0, bytes)
    rest = rest.subarray(bytes)
    return taken
  }

  // Each step answers a part, a break, that it waits for more bytes, or that it went on.
  const STEPS: Readonly<Record<State, () => Step>> = {
    preamble: () => {
      if (rest.length < delimiter.length) return 'wait'
      state = 'boundary'
      return take(delimiter.length).equals(delimiter) ? 'on' : 'malformed'
    },
    boundary: () => {
      if (rest.length < 2) return 'wait'
      const mark = take(2).toString('latin1')
      state = mark === '--' ? 'end' : 'headers'
      return mark === '--' || mark === '\r\n' ? 'on' : 'malformed'
    },
    headers: () => {
      const end = rest.indexOf('\r\n\r\n')
      if (end === -1) return HEADER_BYTES < rest.length ? 'malformed' : 'wait'
      headers = take(end).toString('utf8')
      take(4)
      ;[content, partBytes, state] = [[], 0, 'content']
      return HEADER_BYTES < end ? 'malformed' : 'on'
    },
    content: () => {
      const end = rest.indexOf(delimiter)
      // What could be the beginning of a boundary waits for the next bytes.
      const piece = take(end === -1 ? Math.max(0, rest.length - delimiter.length + 1) : end)
      content.push(piece)
      partBytes += piece.length
      totalBytes += piece.length
      if (limits.partBytes < partBytes) return 'part_too_large'
      if (limits.totalBytes < totalBytes) return 'form_too_large'
      if (end === -1) return 'wait'
      take(delimiter.length)
      state = 'boundary'
      return ++parts <= limits.parts ? { headers, content: Buffer.concat(content) } : 'too_many_parts'
    },
    end: () => 'wait',
    broken: () => 'wait',
  }

  return {
    *write(chunk) {
      rest = Buffer.concat([rest, chunk])
      for (;;) {
        const step = STEPS[state]()
        if (step === 'wait') return
        if (step === 'on') continue
        yield step
        if (typeof step === 'string') state = 'broken'
      }
    },
    isWhole: () => state === 'end',
  }
}
