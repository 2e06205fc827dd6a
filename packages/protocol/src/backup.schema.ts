import { z } from 'zod'
import { BACKUP_FORMAT, type BackupManifest } from './backup.ts'

const tableName = z.string().regex(/^[a-z_][a-z0-9_]*$/)

/** `BackupManifest` as it is in an archive. */
export const backupManifest = z.strictObject({
  format: z.literal(BACKUP_FORMAT),
  madeAt: z.iso.datetime(),
  origin: z.string(),
  migrations: z.array(z.string()),
  tables: z.array(z.strictObject({ name: tableName, columns: z.array(tableName).min(1), rows: z.int().min(0), parts: z.int().min(0) })),
  counters: z.record(z.string(), z.int()),
  ledger: z.array(z.strictObject({ program: z.string(), transactions: z.int(), entries: z.int(), wrong: z.int() })),
  files: z.int().min(0),
  missingFiles: z.array(z.string()),
  entries: z.record(z.string(), z.strictObject({ bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
}) satisfies z.ZodType<BackupManifest>
