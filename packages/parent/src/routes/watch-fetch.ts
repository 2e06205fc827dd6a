import { newId } from '@tributary/protocol/id'
import { TOLD_AFTER, watchAgainAt } from '../core/watch.ts'
import { catalogueFailing, catalogueWorks } from '../core/watch-message.ts'
import { type FetchOptions, fetchFile } from '../http/file-fetch.ts'
import type { Program } from '../store/programs.ts'
import { recordWatch, type WatchOutcome, type WatchRow } from '../store/watches.ts'
import { runImport } from './catalogue-import.ts'
import type { Parent } from './route.ts'

/** What a test sets in the place of the network's own; `always`: whether or not the server says that the file changed. */
export interface WatchOptions extends Omit<FetchOptions, 'allowsPrivate'> {
  readonly always?: boolean
}

type Looked = Pick<WatchOutcome, 'etag' | 'modified' | 'importedAt' | 'failure'>

const MOST_FAILURE = 1_000

/**
 * Fetches the file of an address, if it changed, and imports it. Whatever fails leaves the catalogue as it was, and is tried again later; staff are told by mail
 * at the third failure in a row, once, and when it works again. No transaction is open while something is fetched.
 */
export async function fetchWatched(parent: Parent, program: Program, watch: WatchRow, options: WatchOptions = {}): Promise<void> {
  const looked = await look(parent, program, watch, options)
  const { policy } = program
  const now = parent.now()
  const failures = looked.failure === '' ? 0 : watch.failures + 1
  const told = 0 < failures && (watch.told || TOLD_AFTER <= failures)
  const dueAt = watchAgainAt(failures, watch.everySeconds, now, Math.random())
  const failed = { ...watch, failures, failure: looked.failure }
  const letters = policy.staffEmails.flatMap((email) => {
    if (told && !watch.told) return [catalogueFailing(policy, failed, email)]
    return watch.told && failures === 0 ? [catalogueWorks(policy, watch, email)] : []
  })
  await recordWatch(parent.database, watch, { ...looked, dueAt, failures, told, checkedAt: now }, letters)
  if (letters.length > 0) parent.wake()
  if (looked.failure !== '')
    parent.log.warn({ watch: watch.id, failures, failure: looked.failure }, 'a catalogue could not be imported from its address')
}

async function look(parent: Parent, program: Program, watch: WatchRow, { always = false, ...options }: WatchOptions): Promise<Looked> {
  const { etag, modified, importedAt, url, skipBad } = watch
  const marks = always ? {} : { etag: etag ?? undefined, modified: modified ?? undefined }
  const fetched = await fetchFile(url, marks, { allowsPrivate: parent.allowsPrivateWebhooks, ...options })
  if (fetched.kind === 'unchanged') return { etag, modified, importedAt, failure: '' }
  if (fetched.kind === 'failed') return { etag, modified, importedAt, failure: fetched.reason }
  const request = { id: newId('import'), startedBy: url, dryRun: false, skipBad, bytes: fetched.bytes }
  const imported = await runImport(parent, program, { ...request, ...(options.limits && { limits: options.limits }) })
  if (!imported.ok) return { etag, modified, importedAt, failure: imported.error.detail.slice(0, MOST_FAILURE) }
  return { etag: fetched.marks.etag ?? null, modified: fetched.marks.modified ?? null, importedAt: parent.now(), failure: '' }
}
