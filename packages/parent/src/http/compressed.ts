import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

// Below this a compressed answer fits in no fewer packets.
const WORTH_BYTES = 1_400
const QUALITY = 5

const compress = {
  br: (text: string) => promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } }),
  gzip: (text: string) => promisify(gzip)(text),
} as const
type Encoding = keyof typeof compress

/** A text with what it is compressed to; each form is made once, when it is first asked for, beside the thread that serves. */
export interface Compressible {
  readonly text: string
  readonly made: Map<Encoding, Promise<Buffer<ArrayBuffer>>>
}

/** A text that may be sent compressed. */
export const compressible = (text: string): Compressible => ({ text, made: new Map() })

/** Whether a client that sends this `Accept-Encoding` takes the encoding (RFC 9110, 12.5.3; `q=0` is a no). */
export const accepts = (header: string, encoding: string): boolean =>
  new RegExp(`(^|[,\\s])${encoding}(\\s*;\\s*q=(?!0(\\.0*)?\\s*(,|$))[\\d.]+)?\\s*(,|$)`, 'i').test(header)

/** The bytes for this client, and how they are encoded, if they are. */
export async function encodedFor(
  body: Compressible,
  acceptEncoding: string | null,
): Promise<{ bytes: string | Buffer<ArrayBuffer>; encoding?: Encoding }> {
  const encoding = (['br', 'gzip'] as const).find((name) => accepts(acceptEncoding ?? '', name))
  if (!encoding || body.text.length < WORTH_BYTES) return { bytes: body.text }
  const bytes = body.made.get(encoding) ?? compress[encoding](body.text)
  body.made.set(encoding, bytes)
  return { bytes: await bytes, encoding }
}
