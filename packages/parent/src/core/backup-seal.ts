import { createCipheriv, createDecipheriv, randomBytes, type ScryptOptions, scrypt } from 'node:crypto'

// "STREAM" (Hoang, Reyhanitabar, Rogaway, Vizár: https://eprint.iacr.org/2015/189), as age and Tink use it: each chunk has the number that it is and
// whether it is the last one in its nonce, so that none can be left out, moved, or cut off at the end.
const MAGIC = Buffer.from('tributary-sealed-backup/1\n')
const CIPHER = 'aes-256-gcm'
const SALT_BYTES = 16
const PREFIX_BYTES = 7
const TAG_BYTES = 16
const CHUNK_BYTES = 64 * 1_024
const HEADER_BYTES = MAGIC.length + SALT_BYTES + PREFIX_BYTES
// 128 MB and about half a second for each guess (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html).
const SCRYPT: ScryptOptions = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1_024 * 1_024 }

/** A sealed backup cannot be opened; the message says why, in one sentence. */
export class UnreadableBackup extends Error {}

/** Whether these first bytes are those of a sealed backup. */
export const isSealed = (start: Uint8Array): boolean => Buffer.from(start.subarray(0, MAGIC.length)).equals(MAGIC)

/** Seals bytes with a passphrase: scrypt makes the key, AES-256-GCM seals chunks of 64 KiB. Memory does not grow with the size. */
export async function* sealedBackup(passphrase: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const [salt, prefix] = [randomBytes(SALT_BYTES), randomBytes(PREFIX_BYTES)]
  const header = Buffer.concat([MAGIC, salt, prefix])
  const key = await keyOf(passphrase, salt)
  yield header
  for await (const { chunk, index, isLast } of chunked(bytes, CHUNK_BYTES)) {
    const cipher = createCipheriv(CIPHER, key, nonceOf(prefix, index, isLast))
    cipher.setAAD(header)
    yield Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()])
  }
}

/** Opens what `sealedBackup` sealed. Throws `UnreadableBackup` for another passphrase, a changed byte, or an end that is missing. */
export async function* openedBackup(passphrase: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { header, rest } = await withoutHeader(bytes)
  if (!isSealed(header) || header.length < HEADER_BYTES)
    throw new UnreadableBackup('This is not a sealed backup, or its beginning is missing.')
  const prefix = header.subarray(MAGIC.length + SALT_BYTES)
  const key = await keyOf(passphrase, header.subarray(MAGIC.length, MAGIC.length + SALT_BYTES))
  for await (const { chunk, index, isLast } of chunked(rest, CHUNK_BYTES + TAG_BYTES)) {
    const decipher = createDecipheriv(CIPHER, key, nonceOf(prefix, index, isLast))
    decipher.setAAD(header)
    if (chunk.length < TAG_BYTES) throw new UnreadableBackup('The backup ends early.')
    decipher.setAuthTag(chunk.subarray(-TAG_BYTES))
    yield opened(() => Buffer.concat([decipher.update(chunk.subarray(0, -TAG_BYTES)), decipher.final()]), index)
  }
}

function opened(open: () => Buffer, index: number): Buffer {
  try {
    return open()
  } catch {
    const why = index === 0 ? 'The passphrase is another one, or the file was altered.' : 'The backup was altered, or ends early.'
    throw new UnreadableBackup(why)
  }
}

function nonceOf(prefix: Uint8Array, index: number, isLast: boolean): Uint8Array {
  const end = Buffer.alloc(5)
  end.writeUInt32BE(index)
  end.writeUInt8(isLast ? 1 : 0, 4)
  return Buffer.concat([prefix, end])
}

const keyOf = (passphrase: string, salt: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), salt, 32, SCRYPT, (error, key) => (error ? reject(error) : resolve(key)))
  })

// Chunks of one size; the last is shorter or empty, and known to be the last.
async function* chunked(bytes: AsyncIterable<Uint8Array>, size: number) {
  let held: Buffer = Buffer.alloc(0)
  let index = 0
  for await (const more of bytes) {
    held = Buffer.concat([held, more])
    while (size < held.length) {
      yield { chunk: held.subarray(0, size), index: index++, isLast: false }
      held = held.subarray(size)
    }
  }
  yield { chunk: held, index, isLast: true }
}

async function withoutHeader(bytes: AsyncIterable<Uint8Array>): Promise<{ header: Buffer; rest: AsyncIterable<Uint8Array> }> {
  const iterator = bytes[Symbol.asyncIterator]()
  let start: Buffer = Buffer.alloc(0)
  while (start.length < HEADER_BYTES) {
    const next = await iterator.next()
    if (next.done) break
    start = Buffer.concat([start, next.value])
  }
  async function* rest() {
    yield start.subarray(HEADER_BYTES)
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  }
  return { header: start.subarray(0, HEADER_BYTES), rest: rest() }
}
