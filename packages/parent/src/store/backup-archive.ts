import { createHash } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { type BackupManifest, MANIFEST_NAME } from '@tributary/protocol/backup'
import { backupManifest } from '@tributary/protocol/backup.schema'
import { extract, pack } from 'tar-stream'

const READ_BYTES = 256 * 1_024

/** An archive is not one of ours, or not whole; the message says what is wrong in a sentence. */
export class BrokenArchive extends Error {}

/** An entry of an archive, whole. */
export interface ArchiveEntry {
  readonly name: string
  readonly bytes: Buffer
}

/** An archive while it is written. Each entry is on its way before `add` ends, so that no more than one is in memory. */
export interface ArchiveWriter {
  add(name: string, bytes: Uint8Array): Promise<void>
  readonly entries: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>
}

/** An archive that is written whole, and lives as long as somebody reads it. */
export interface SpooledArchive {
  readonly bytes: number
  read(): AsyncIterable<Uint8Array>
}

/**
 * Writes a gzipped tar into a file that no name leads to any more, so that nothing is left of it however this process ends. `fill` adds the entries and answers the
 * manifest without them. A file, since a reader that is slow must not keep a database transaction open.
 */
export async function spoolArchive(
  folder: string,
  fill: (writer: ArchiveWriter) => Promise<Omit<BackupManifest, 'entries'>>,
): Promise<SpooledArchive> {
  const path = join(folder, `backup-${process.pid}-${Date.now()}.part`)
  const file = await open(path, 'wx+', 0o600)
  await rm(path)
  try {
    const tar = pack()
    // Without a stream of the file's own: one that is told to leave it open keeps it from ever being closed.
    const written = pipeline(tar, createGzip(), async (compressed: AsyncIterable<Uint8Array>) => {
      for await (const chunk of compressed) await file.appendFile(chunk)
    })
    const filled = fillArchive(tar, fill).catch((error: Error) => {
      tar.destroy(error)
      throw error
    })
    await Promise.all([filled, written])
    const { size } = await file.stat()
    return { bytes: size, read: () => bytesOf(file) }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function* bytesOf(file: FileHandle): AsyncGenerator<Uint8Array> {
  try {
    for (let position = 0; ; ) {
      const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(READ_BYTES), position })
      if (bytesRead === 0) return
      position += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

async function fillArchive(tar: ReturnType<typeof pack>, fill: (writer: ArchiveWriter) => Promise<Omit<BackupManifest, 'entries'>>) {
  const entries: Record<string, { bytes: number; sha256: string }> = {}
  const write = (name: string, bytes: Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      const header = { name, mode: 0o600, size: bytes.byteLength, mtime: new Date(0) }
      tar.entry(header, (error) => (error ? reject(error) : resolve())).end(bytes)
    })
  const manifest = await fill({
    entries,
    add: async (name, bytes) => {
      entries[name] = { bytes: bytes.byteLength, sha256: sha256(bytes) }
      await write(name, bytes)
    },
  })
  await write(MANIFEST_NAME, Buffer.from(JSON.stringify({ ...manifest, entries }, null, 1)))
  tar.finalize()
}

/** The entries of an archive, one after the other. Throws `BrokenArchive` where it is none of ours or ends early. */
export async function* readArchive(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveEntry> {
  const tar = extract()
  const read = pipeline(bytes, createGunzip(), tar).catch((error: Error) => {
    tar.destroy(error)
  })
  try {
    for await (const entry of tar) {
      const chunks: Buffer[] = []
      for await (const chunk of entry) chunks.push(chunk as Buffer)
      yield { name: entry.header.name, bytes: Buffer.concat(chunks) }
    }
  } catch (error) {
    if (/^Z_|^ERR_Z|tar|header|unexpected end|incorrect/i.test(`${(error as { code?: string }).code ?? ''} ${(error as Error).message}`)) {
      throw new BrokenArchive('This file is not a backup, or it ends early.')
    }
    throw error
  }
  await read
}

/** Reads an archive once and holds every entry against the manifest's hashes. Answers the manifest, or throws `BrokenArchive`. */
export async function verifyArchive(bytes: AsyncIterable<Uint8Array>): Promise<BackupManifest> {
  const found = new Map<string, string>()
  let manifest: BackupManifest | undefined
  for await (const entry of readArchive(bytes)) {
    if (entry.name === MANIFEST_NAME) manifest = manifestOf(entry.bytes)
    else found.set(entry.name, sha256(entry.bytes))
  }
  if (!manifest) throw new BrokenArchive('The backup has no manifest, so it ends early.')
  for (const [name, { sha256: expected }] of Object.entries(manifest.entries)) {
    if (found.get(name) === expected) continue
    throw new BrokenArchive(found.has(name) ? `${name} is not what the manifest says; the backup was altered.` : `${name} is missing.`)
  }
  const stranger = [...found.keys()].find((name) => !manifest.entries[name])
  if (stranger !== undefined) throw new BrokenArchive(`${stranger} is not in the manifest; the backup was altered.`)
  return manifest
}

function manifestOf(bytes: Buffer): BackupManifest {
  const parsed = backupManifest.safeParse(JSON.parse(bytes.toString()))
  if (parsed.success) return parsed.data
  throw new BrokenArchive('The manifest is not one that this version reads; a newer one may have made the backup.')
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
