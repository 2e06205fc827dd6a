import { closeSync, fdatasyncSync, fsyncSync, openSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

// PGlite starts with `-F`, which is fsync off; what comes later counts. Its `fdatasync` reaches nothing, its `fsync` reaches the file system below. Buffers as
// large as its default of 128 MB are memory that a shop's data never fills.
const START_PARAMETERS = ['-c', 'fsync=on', '-c', 'wal_sync_method=fsync', '-c', 'shared_buffers=16MB']

/** The parts of an Emscripten module that syncing touches. */
interface Mounts {
  readonly FS: { isFile(mode: number): boolean; readonly ErrnoError: new (code: number) => Error }
  readonly NODEFS: { stream_ops: object; convertNodeCode(error: unknown): number }
}

interface OpenFile {
  /** Node's descriptor. */
  readonly nfd: number
  readonly node: { readonly mode: number }
}

/** A folder of this machine in which PGlite's fsync reaches the disk: Emscripten's own view of a folder knows none. */
class DurableFiles extends NodeFS {
  override async init(...given: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(...given)
    // Before the folder is mounted: what is opened takes its operations from there.
    const preRun = [(module: unknown) => addFsync(module as Mounts), ...(emscriptenOpts.preRun ?? [])] as NonNullable<
      typeof emscriptenOpts.preRun
    >
    return { emscriptenOpts: { ...emscriptenOpts, preRun } }
  }
}

/** The embedded database in this folder, each commit on the disk before it is answered. What a new folder begins with is synced too. */
export async function openDurably(folder: string): Promise<PGlite> {
  const isNew = readdirSync(folder).length === 0
  const database = await PGlite.create({
    fs: new DurableFiles(folder),
    startParams: [...PGlite.defaultStartParams, ...START_PARAMETERS],
  })
  if (isNew) syncTree(folder)
  return database
}

function addFsync({ FS, NODEFS }: Mounts): void {
  NODEFS.stream_ops = {
    ...NODEFS.stream_ops,
    fsync: ({ nfd, node }: OpenFile): number => {
      try {
        // As PostgreSQL does on Linux: all that is needed to read a file again, not the time it was written. A folder has no such shortcut.
        if (FS.isFile(node.mode)) fdatasyncSync(nfd)
        else fsyncSync(nfd)
        return 0
      } catch (error) {
        throw new FS.ErrnoError(NODEFS.convertNodeCode(error))
      }
    },
  }
}

function syncTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) syncTree(path)
    else if (entry.isFile()) syncOne(path)
  }
  syncOne(folder)
}

function syncOne(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
