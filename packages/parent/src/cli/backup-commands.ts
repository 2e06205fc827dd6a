import { createReadStream, createWriteStream, existsSync, statSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { BackupManifest } from '@tributary/protocol/backup'
import { sealedBackup } from '../core/backup-seal.ts'
import { verifyArchive } from '../store/backup-archive.ts'
import { type Arguments, type Command, value } from './command.ts'
import { UsageError } from './environment.ts'
import { readPassphrase } from './passphrase.ts'

interface BackupAnswer extends Pick<BackupManifest, 'files' | 'missingFiles' | 'ledger'> {
  readonly file: string
  readonly bytes: number
  readonly sealed: boolean
  readonly tables: number
  readonly rows: number
}

/** `tributary backup` */
export const BACKUP_COMMANDS: Readonly<Record<string, Command>> = {
  backup: {
    usage: 'backup <folder|file> [--passphrase-file …]',
    summary: 'Everything as one archive, while the server runs: database, keys, attachments',
    options: { 'passphrase-file': 'value' },
    run: async (client, given) => {
      const passphrase = readPassphrase(value(given, 'passphrase-file'))
      const file = fileFor(given, passphrase !== undefined)
      const unfinished = `${file}.part`
      try {
        const archive = Readable.fromWeb((await client.download('postBackup')) as Parameters<typeof Readable.fromWeb>[0])
        await pipeline(archive, createWriteStream(unfinished, { mode: 0o600, flags: 'wx' }))
        const manifest = await verifyArchive(createReadStream(unfinished))
        if (passphrase !== undefined) await sealFile(unfinished, passphrase)
        await rename(unfinished, file)
        return told(file, manifest, passphrase !== undefined)
      } finally {
        await rm(unfinished, { force: true })
      }
    },
    print: (answer) => {
      const { file, bytes, sealed, tables, rows, files, missingFiles } = answer as BackupAnswer
      return [
        `${file}: ${rows} rows of ${tables} tables and ${files} files, ${bytes} bytes, read back and found whole.`,
        sealed
          ? 'It opens with the passphrase, and with nothing else.'
          : 'It is not sealed, and the keys are in it: keep it as you keep them.',
        ...missingFiles.map((id) => `The attachment ${id} is not on the disk any more, or was altered; it is not in the backup.`),
      ].join('\n')
    },
    failed: (answer) => (answer as BackupAnswer).missingFiles.length > 0,
  },
}

function fileFor({ rest: [place, ...more] }: Arguments, isSealed: boolean): string {
  if (!place || more.length > 0) throw new UsageError('Name one folder or file to write the backup to.')
  const isFolder = existsSync(place) && statSync(place).isDirectory()
  const name = `tributary-${new Date().toISOString().slice(0, 19).replace(/:/g, '')}Z.tar.gz${isSealed ? '.sealed' : ''}`
  const file = isFolder ? join(place, name) : place
  if (existsSync(file)) throw new UsageError(`${file} is there already; a backup is never written over another.`)
  return file
}

async function sealFile(file: string, passphrase: string): Promise<void> {
  const sealed = `${file}.sealed`
  await pipeline(Readable.from(sealedBackup(passphrase, createReadStream(file))), createWriteStream(sealed, { mode: 0o600 }))
  await rename(sealed, file)
}

const told = (file: string, { tables, files, missingFiles, ledger }: BackupManifest, sealed: boolean): BackupAnswer => ({
  file,
  bytes: statSync(file).size,
  sealed,
  tables: tables.length,
  rows: tables.reduce((sum, table) => sum + table.rows, 0),
  files,
  missingFiles,
  ledger,
})
