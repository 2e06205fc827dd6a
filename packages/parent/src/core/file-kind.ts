import { fileTypeFromBuffer } from 'file-type'

/** A kind of file that is taken. */
export interface FileKind {
  /** As a sentence calls it. */
  readonly what: string
  /** What it is served as. */
  readonly contentType: string
  /** What its name may end with, the first one being usual. */
  readonly endings: readonly string[]
  /** What its content is found to be. */
  readonly found: readonly string[]
  /** What else browsers call it. */
  readonly alsoCalled?: readonly string[]
}

const OFFICE = 'application/vnd.openxmlformats-officedocument'
const OPEN = 'application/vnd.oasis.opendocument'

const picture = (name: string, type: string, endings: string[], found: string[], alsoCalled: string[] = []): FileKind => ({
  what: `a ${name} picture`,
  contentType: type,
  endings,
  found: [type, ...found],
  alsoCalled,
})
const document = (what: string, ending: string, type: string): FileKind => ({ what, contentType: type, endings: [ending], found: [type] })

const TEXT: FileKind = {
  what: 'plain text',
  contentType: 'text/plain',
  endings: ['txt', 'csv'],
  found: [],
  // Windows calls a CSV what opens it.
  alsoCalled: ['text/plain', 'text/csv', 'application/csv', 'application/vnd.ms-excel'],
}

/**
 * Every kind that is taken. Not among them: archives, since nobody looks into them; programs, web pages and SVG, since they run; the office formats
 * of before 2007 and those with macros, for the same reason.
 */
export const FILE_KINDS: readonly FileKind[] = [
  document('a PDF document', 'pdf', 'application/pdf'),
  picture('PNG', 'image/png', ['png'], ['image/apng']),
  picture('JPEG', 'image/jpeg', ['jpg', 'jpeg', 'jpe', 'jfif'], [], ['image/jpg', 'image/pjpeg']),
  picture('WebP', 'image/webp', ['webp'], []),
  picture('GIF', 'image/gif', ['gif'], []),
  picture('HEIC', 'image/heic', ['heic', 'heif'], ['image/heif', 'image/heic-sequence', 'image/heif-sequence']),
  document('a Word document', 'docx', `${OFFICE}.wordprocessingml.document`),
  document('an Excel sheet', 'xlsx', `${OFFICE}.spreadsheetml.sheet`),
  document('a PowerPoint presentation', 'pptx', `${OFFICE}.presentationml.presentation`),
  document('an OpenDocument text', 'odt', `${OPEN}.text`),
  document('an OpenDocument sheet', 'ods', `${OPEN}.spreadsheet`),
  document('an OpenDocument presentation', 'odp', `${OPEN}.presentation`),
  TEXT,
]

/** What forms offer to choose from, as `accept` takes it. */
export const ACCEPTED_ENDINGS = FILE_KINDS.flatMap(({ endings }) => endings.map((ending) => `.${ending}`)).join(',')

/** The kind that a name claims: `undefined` for an ending that is not taken, `'any'` where it has none. */
export function kindNamed(name: string): FileKind | 'any' | undefined {
  const ending = /\.([^.]*)$/.exec(name)?.[1]
  return ending === undefined ? 'any' : FILE_KINDS.find(({ endings }) => endings.includes(ending.trim().toLowerCase()))
}

/** What a content is: a kind that is taken, or else what it seems to be, for a sentence. */
export async function kindOf(bytes: Uint8Array): Promise<FileKind | { readonly what: string }> {
  const found = await fileTypeFromBuffer(bytes)
  const kind = found && FILE_KINDS.find((one) => one.found.includes(found.mime))
  if (kind) return kind
  // A text may begin with what marks another kind by two letters: “BM” is a bitmap's mark, and a car maker.
  if (isText(bytes)) return isWebPage(bytes) ? { what: 'a web page' } : TEXT
  return { what: found ? `a file of the kind ${found.ext}` : 'something that is neither text nor any kind of file known here' }
}

// Any encoding but UTF-16: bytes of control characters stand in no text.
const isText = (bytes: Uint8Array): boolean => !bytes.some((byte) => (byte < 0x20 && !TEXT_CONTROLS.has(byte)) || byte === 0x7f)

const TEXT_CONTROLS = new Set([0x09, 0x0a, 0x0c, 0x0d])

const isWebPage = (bytes: Uint8Array): boolean =>
  /^(\xef\xbb\xbf)?\s*<(!--|!doctype\s|html|head|body|script|svg|iframe|\?xml)/i.test(
    Buffer.from(bytes.subarray(0, 1_024)).toString('latin1'),
  )
