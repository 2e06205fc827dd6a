import type { Failure, Question, Result, UploadedFile } from '@tributary/sdk'
import { detailOf, titleOf } from '../sheet/notice.tsx'
import { words } from '../words/lead.ts'
import type { FileStatus } from './request.ts'
import type { Arrived } from './typed.ts'

const LARGEST_BYTES = 10 * 1_024 * 1_024

/** The files that were chosen, on their way to the parent before the request that they belong to. */
export interface Files {
  /** Sends these in place of what was chosen for the question before. */
  choose(question: Question, files: readonly File[]): Promise<void>
  /** All that arrived, once nothing is on its way any more. */
  arrived(): Promise<Arrived>
}

/** Sends files as they are chosen. `told` hears how it goes, and what is wrong with them. */
export function createFiles(
  send: (file: File) => Promise<Result<UploadedFile, Failure>>,
  told: (question: Question, status: FileStatus, wrong?: string) => void,
): Files {
  const chosen = new Map<string, Promise<readonly UploadedFile[]>>()

  const upload = async (file: File): Promise<UploadedFile> => {
    if (LARGEST_BYTES < file.size) throw words.fileTooLarge(file.name)
    const sent = await send(file)
    if (sent.ok) return sent.value
    throw sent.error.answered ? `${titleOf(sent.error)} ${detailOf(sent.error)}` : words.fileOffline
  }

  return {
    async choose(question, files) {
      const { id } = question
      const names = files.map(({ name }) => name)
      const sending = Promise.all(files.map(upload))
      chosen.set(id, sending)
      told(question, { names, isOnItsWay: files.length > 0 })
      const wrong = await sending.then(
        () => undefined,
        (reason: unknown) => String(reason),
      )
      // Something else may have been chosen in between.
      if (chosen.get(id) !== sending) return
      if (wrong) chosen.delete(id)
      told(question, { names: wrong ? [] : names, isOnItsWay: false }, wrong)
    },
    async arrived() {
      const all = await Promise.all([...chosen].map(async ([id, sending]) => [id, await sending.catch(() => [])] as const))
      return Object.fromEntries(all.filter(([, files]) => files.length > 0))
    },
  }
}
