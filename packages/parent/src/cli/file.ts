import { readFileSync } from 'node:fs'
import type { Arguments } from './command.ts'
import { UsageError } from './environment.ts'

/** The text of the one file that was named, as UTF-8; what is wrong with it is said in a sentence. */
export function fileText({ rest: [file, ...more] }: Arguments): string {
  if (!file || more.length > 0) throw new UsageError('Name one file.')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new UsageError(`There is no file ${file}.`)
    if (code === 'EISDIR') throw new UsageError(`${file} is a folder.`)
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw new UsageError(`${file} is not UTF-8. Save it as “CSV UTF-8” and try again.`)
    throw error
  }
}
