import type { Parent } from '../routes/route.ts'
import { forgetAttachments, unclaimedSince } from '../store/attachments.ts'
import { type Job, startJob } from './job.ts'

const LOOK_EVERY_MS = 60 * 60 * 1_000
const KEPT_MS = 24 * 60 * 60 * 1_000
const AT_ONCE = 100

/** Removes files that were sent and then belonged to nothing: forms that were never finished. */
export const startUnclaimedFiles = (parent: Parent): Job =>
  startJob(LOOK_EVERY_MS, parent.log, async () => (await removeUnclaimedFiles(parent)) === AT_ONCE)

/** One round of it; answers how many files were removed. Bytes go first: if this ends early, the next round finds the rows again. */
export const removeUnclaimedFiles = (parent: Parent): Promise<number> =>
  parent.database.transaction(async (transaction) => {
    const old = await unclaimedSince(transaction, new Date(parent.now().getTime() - KEPT_MS), AT_ONCE)
    for (const { id } of old) await parent.files.remove(id)
    for (const programId of new Set(old.map((file) => file.programId))) {
      const ids = old.filter((file) => file.programId === programId).map(({ id }) => id)
      await forgetAttachments(transaction, programId, ids)
    }
    return old.length
  })
