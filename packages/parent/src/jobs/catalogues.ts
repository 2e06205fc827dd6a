import type { Parent } from '../routes/route.ts'
import { fetchWatched, type WatchOptions } from '../routes/watch-fetch.ts'
import { clearStaging } from '../store/import-staging.ts'
import { endImport, forgetImports, silentImports } from '../store/imports.ts'
import { programById } from '../store/programs.ts'
import { claimWatch } from '../store/watches.ts'
import { type Job, startJob } from './job.ts'

const LOOK_EVERY_MS = 30_000
// Longer than a file may take, and its swap.
const LEASE_MS = 30 * 60 * 1_000
const SILENT_MS = 10 * 60 * 1_000
const KEPT_MS = 30 * 24 * 60 * 60 * 1_000
const INTERRUPTED = 'The server ended while it went on. Import the file again: what it changed already is not changed twice.'

/** Fetches the catalogues that are watched, one after the other, and tidies up after imports whose process is gone. */
export const startCatalogues = (parent: Parent, options: WatchOptions = {}): Job =>
  startJob(LOOK_EVERY_MS, parent.log, async () => {
    await endInterrupted(parent)
    return fetchDueWatch(parent, options)
  })

/** Fetches the watch that is due longest; `false` where none is. */
export async function fetchDueWatch(parent: Parent, options: WatchOptions = {}): Promise<boolean> {
  const now = parent.now()
  const watch = await claimWatch(parent.database, now, new Date(now.getTime() + LEASE_MS))
  const program = watch && (await programById(parent.database, watch.programId))
  if (!watch || !program) return false
  await fetchWatched(parent, program, watch, options)
  return true
}

/** Ends imports that have said nothing for ten minutes, removes what they put aside, and forgets old ones; answers how many were ended. */
export async function endInterrupted({ database, now }: Parent): Promise<number> {
  const silent = await silentImports(database, SILENT_MS)
  for (const { programId, importKey } of silent) {
    await endImport(database, programId, importKey, { failure: INTERRUPTED, at: now() })
    await clearStaging(database, { programId, importKey })
  }
  await forgetImports(database, new Date(now().getTime() - KEPT_MS))
  return silent.length
}
