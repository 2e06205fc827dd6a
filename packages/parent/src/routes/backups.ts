import { createHash } from 'node:crypto'
import { BACKUP_FORMAT, type BackupManifest, DETAILS_KEY_NAME, fileEntryName, tableEntryName } from '@tributary/protocol/backup'
import type { AttachmentId } from '@tributary/protocol/id'
import { storedFiles } from '../store/attachments.ts'
import { type ArchiveWriter, spoolArchive } from '../store/backup-archive.ts'
import { checkLedger } from '../store/ledger-check.ts'
import { appliedMigrations } from '../store/migrate.ts'
import { allPrograms } from '../store/programs.ts'
import { dumpCounters, dumpTables } from '../store/table-dump.ts'
import type { Parent, StaffRoute } from './route.ts'

type Content = Omit<BackupManifest, 'entries'>

/** `POST /v1/admin/backup`: tables, attachments and the key of payment details, read while the server goes on. Staff keys are in it as hashes only. */
export const postBackup =
  (parent: Parent): StaffRoute =>
  async () => {
    const archive = await spoolArchive(parent.spoolFolder, (writer) => writeBackup(parent, writer))
    return new Response(ReadableStream.from(archive.read()), {
      headers: {
        'Content-Type': 'application/octet-stream',
        'Content-Length': String(archive.bytes),
        'Content-Disposition': 'attachment; filename="tributary-backup.tar.gz"',
        'Cache-Control': 'no-store',
      },
    })
  }

// What is written to the archive stays in it, so the transaction is tried once. Files come after it: they never change, and one that is removed meanwhile is told as missing.
async function writeBackup(parent: Parent, writer: ArchiveWriter): Promise<Content> {
  const { stored, ...content } = await parent.database.transaction(
    async (transaction) => {
      await transaction.query('set transaction isolation level repeatable read, read only')
      const tables = await dumpTables(transaction, ({ table, part, lines }) => writer.add(tableEntryName(table, part), lines))
      const ledger: BackupManifest['ledger'][number][] = []
      for (const { programId, id } of await allPrograms(transaction)) {
        const { transactions, entries, wrong } = await checkLedger(transaction, programId)
        ledger.push({ program: id, transactions, entries, wrong: wrong.length })
      }
      return {
        tables,
        ledger,
        migrations: await appliedMigrations(transaction),
        counters: await dumpCounters(transaction),
        stored: await storedFiles(transaction),
      }
    },
    { isRepeatable: false },
  )
  const keys = parent.detailsKeys()
  await writer.add(DETAILS_KEY_NAME, Buffer.from(keys.map((key) => `${Buffer.from(key).toString('base64url')}\n`).join('')))
  const missingFiles: AttachmentId[] = []
  for (const { id, sha256 } of stored) {
    const bytes = await parent.files.read(id)
    if (bytes && createHash('sha256').update(bytes).digest().equals(sha256)) await writer.add(fileEntryName(id), bytes)
    else missingFiles.push(id)
  }
  const files = stored.length - missingFiles.length
  return { format: BACKUP_FORMAT, madeAt: parent.now().toISOString(), origin: parent.origin, ...content, files, missingFiles }
}
