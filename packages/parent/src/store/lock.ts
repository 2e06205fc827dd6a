import { closeSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** The data folder is open in another process. The embedded database does not lock itself, and two processes would corrupt it silently. */
export class FolderInUse extends Error {
  constructor(folder: string, pid: number) {
    super(`The data folder ${folder} is in use by process ${pid}. Stop that one first, or choose another folder with DATA_DIR.`)
  }
}

/** Whether the lock of a data folder is this process's. */
export const holdsLock = (folder: string): boolean => readHolder(readText(join(folder, 'lock')))?.pid === process.pid

/**
 * Takes the exclusive lock file of a data folder (pid and start time of the process) and answers how to give it back. A lock whose process is gone,
 * or whose pid now belongs to a process started at another time, is stale and taken over. Throws `FolderInUse`.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'lock')
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      const handle = openSync(file, 'wx', 0o600)
      writeSync(handle, JSON.stringify({ pid: process.pid, startedAt: startTime(process.pid) }))
      closeSync(handle)
      return () => rmSync(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const found = readText(file)
      const holder = readHolder(found)
      if (holder && isAlive(holder)) throw new FolderInUse(folder, holder.pid)
      removeStale(file, found)
    }
  }
  throw new Error(`expected to lock ${file} within 5 attempts, but other processes kept taking and dropping it`)
}

interface Holder {
  readonly pid: number
  readonly startedAt: string | undefined
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

// Moved aside before it is removed: if another process took the lock over in between, what was moved is its lock and is put back.
function removeStale(file: string, stale: string): void {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
    if (readText(aside) !== stale) linkSync(aside, file)
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

function readHolder(text: string): Holder | undefined {
  try {
    const { pid, startedAt } = JSON.parse(text) as Partial<Holder>
    return typeof pid === 'number' ? { pid, startedAt } : undefined
  } catch {
    return undefined
  }
}

function isAlive({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: alive, but somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  const now = startTime(pid)
  return startedAt === undefined || now === undefined || now === startedAt
}

/** When a process started, in the kernel's clock ticks since boot; `undefined` where /proc does not tell, and then the pid alone decides. */
function startTime(pid: number): string | undefined {
  try {
    // The second field, the command's name, may contain spaces and brackets; the fields that count come after its last bracket.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}
