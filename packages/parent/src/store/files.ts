import { mkdirSync } from 'node:fs'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { AttachmentId } from '@tributary/protocol/id'
import { isId } from '@tributary/protocol/id'

/** Where the bytes of attachments are, each under its own id. Nothing that a sender wrote is part of an address here. */
export interface FileStore {
  /** Keeps the bytes for good before it ends. */
  write(id: AttachmentId, bytes: Uint8Array): Promise<void>
  /** The bytes, or nothing where there are none of this id. */
  read(id: AttachmentId): Promise<Uint8Array<ArrayBuffer> | undefined>
  /** Removes the bytes; what is gone already is no failure. */
  remove(id: AttachmentId): Promise<void>
}

/** Files in a folder of their own, outside of everything that is served. Several processes must share the folder. */
export function createFileStore(folder: string): FileStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const pathOf = (id: AttachmentId): string => {
    if (!isId('attachment', id)) throw new Error(`expected the id of an attachment, received ${id}`)
    return join(folder, id)
  }
  return {
    // Under another name first, so that a file that is there is whole, whenever the power fails.
    async write(id, bytes) {
      const path = pathOf(id)
      const file = await open(`${path}.part`, 'wx', 0o600)
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(`${path}.part`, path)
      await syncFolder(folder)
    },
    async read(id) {
      try {
        return await readFile(pathOf(id))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    remove: (id) => rm(pathOf(id), { force: true }),
  }
}

// A name is kept for good only once its folder is.
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
