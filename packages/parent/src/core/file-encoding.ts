import { fail, ok, type Result } from '@tributary/protocol/result'
import type { UnreadableFile } from './catalogue.ts'
import { unrecognised } from './known-formats.ts'

/** Makes text of a file's bytes, piece by piece. */
export interface FileDecoder {
  write(bytes: Uint8Array): Result<string, UnreadableFile>
  end(): Result<string, UnreadableFile>
}

const REMEDY = 'Save it as UTF-8 (in a spreadsheet: “CSV UTF-8”) and try again.'
const ZIP = [0x50, 0x4b, 0x03, 0x04] as const
// A sku or a title is not that long without one character that is not ASCII or zero.
const LOOKED_AT = 200

/** Only UTF-8 is taken, with a byte order mark or without. What is UTF-16 is told so: guessed wrong, its letters would be others. */
export function createFileDecoder(): FileDecoder {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let isFirst = true
  return {
    write(bytes) {
      if (isFirst && 0 < bytes.length) {
        isFirst = false
        if (ZIP.every((byte, index) => bytes[index] === byte))
          return fail(unrecognised(`The file is a ZIP archive, as spreadsheets are (.xlsx). ${REMEDY}`))
        if (isUtf16(bytes)) return fail(unrecognised(`The file is UTF-16. ${REMEDY}`))
      }
      try {
        return ok(decoder.decode(bytes, { stream: true }))
      } catch {
        return fail(unrecognised(`The file is not UTF-8. ${REMEDY}`))
      }
    },
    end() {
      try {
        return ok(decoder.decode())
      } catch {
        return fail(unrecognised('The file ends in the middle of a character: it was cut short. Send it whole.'))
      }
    },
  }
}

// By its mark; without one its ASCII letters have a zero before or behind each, which is valid UTF-8 and no text of anybody's.
function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true
  const start = bytes.subarray(0, LOOKED_AT)
  const zeros = start.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0)
  return start.length / 4 < zeros
}
