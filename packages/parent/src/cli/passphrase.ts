import { readFileSync } from 'node:fs'
import { UsageError } from './environment.ts'

const LEAST_CHARACTERS = 12

/**
 * The passphrase of a backup: from a file, else from `BACKUP_PASSPHRASE`, else none. Never from the command line, which every user of the machine may read.
 * Throws `UsageError` where it is short.
 */
export function readPassphrase(file: string | undefined): string | undefined {
  const text = file === undefined ? process.env['BACKUP_PASSPHRASE'] : passphraseIn(file)
  if (!text) return undefined
  if (LEAST_CHARACTERS <= text.length) return text
  throw new UsageError(`The passphrase has ${text.length} characters; at least ${LEAST_CHARACTERS} are needed.`)
}

function passphraseIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    throw new UsageError(`The passphrase file ${file} cannot be read.`)
  }
}
