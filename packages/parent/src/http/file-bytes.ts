import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { fail, ok, type Result } from '@tributary/protocol/result'

/** Why a file did not arrive. */
export interface FileFailure {
  readonly code: 'body_too_large' | 'body_timeout' | 'catalogue_unrecognised'
  readonly detail: string
}

/** A file as it arrives; a failure is the last of it. Nothing of it is read before it is asked for. */
export type FileBytes = AsyncIterable<Result<Uint8Array, FileFailure>>

/** How much of a file is taken, packed or not, and how long its sender may be silent. */
export interface FileLimits {
  readonly bytes: number
  readonly silentMs: number
}

/** The limits of catalogue files. */
export const FILE_LIMITS: FileLimits = { bytes: 512 * 1_024 * 1_024, silentMs: 60_000 }

const GZIP = [0x1f, 0x8b] as const
const MEGABYTE = 1_024 * 1_024

/** Reads a body piece by piece. */
export async function* bodyBytes(body: ReadableStream<Uint8Array> | null, { bytes, silentMs }: FileLimits): FileBytes {
  const reader = body?.getReader()
  let received = 0
  try {
    for (;;) {
      const next = await nextOf(reader, silentMs)
      if (next === 'late') {
        yield fail({ code: 'body_timeout', detail: `Nothing of the file arrived for ${silentMs / 1_000} seconds. Send it again.` })
        return
      }
      if (next === 'broken') {
        yield fail({ code: 'catalogue_unrecognised', detail: 'The file did not arrive whole: the connection broke. Send it again.' })
        return
      }
      if (!next) return
      received += next.byteLength
      if (bytes < received) {
        yield fail({
          code: 'body_too_large',
          detail: `At most ${bytes / MEGABYTE} MB are taken of a file. Split it, or leave out what is not sold.`,
        })
        return
      }
      yield ok(next)
    }
  } finally {
    // Nobody will read the rest; an error here is the sender's.
    reader?.cancel().catch(() => {})
  }
}

async function nextOf(
  reader: ReadableStreamDefaultReader<Uint8Array> | undefined,
  silentMs: number,
): Promise<Uint8Array | undefined | 'late' | 'broken'> {
  if (!reader) return undefined
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), silentMs)
  })
  const read = reader.read().then(
    ({ value }) => value,
    () => 'broken' as const,
  )
  try {
    return await Promise.race([read, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Unpacks what is packed with gzip, by its first bytes, and stops where that grows beyond the limit; everything else passes as it is. */
export async function* unpacked(source: FileBytes, { bytes }: Pick<FileLimits, 'bytes'>): FileBytes {
  const pieces = source[Symbol.asyncIterator]()
  try {
    const first = await pieces.next()
    if (first.done) return
    if (!first.value.ok || !GZIP.every((byte, index) => first.value.ok && first.value.value[index] === byte)) {
      yield first.value
      for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value
      return
    }
    yield* unzipped(first.value.value, pieces, bytes)
  } finally {
    await pieces.return?.()
  }
}

async function* unzipped(first: Uint8Array, pieces: AsyncIterator<Result<Uint8Array, FileFailure>>, bytes: number): FileBytes {
  let failure: FileFailure | undefined
  const packed = async function* () {
    yield first
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
      if (!next.value.ok) {
        failure = next.value.error
        return
      }
      yield next.value.value
    }
  }
  const unzip = Readable.from(packed(), { objectMode: false }).pipe(createGunzip())
  let grown = 0
  try {
    for await (const piece of unzip as AsyncIterable<Uint8Array>) {
      grown += piece.byteLength
      if (bytes < grown) {
        const detail = `The file is packed with gzip and grows beyond ${bytes / MEGABYTE} MB; so much is no catalogue. Look at what is packed in it.`
        yield fail({ code: 'body_too_large', detail })
        return
      }
      yield ok(piece)
    }
  } catch (error) {
    const reason = (error as Error).message
    const detail = `The file is packed with gzip and cannot be unpacked (${reason}): it was cut short or damaged. Send it whole.`
    failure ??= { code: 'catalogue_unrecognised', detail }
  } finally {
    unzip.destroy()
  }
  if (failure) yield fail(failure)
}
