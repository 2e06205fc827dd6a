/** What the archive of a backup is called by itself; another format has another name. */
export const BACKUP_FORMAT = 'tributary-backup/1'

/** The manifest is the archive's last entry: by then the hash of every other one is known. */
export const MANIFEST_NAME = 'manifest.json'

/** The key of payment details, which is not in the database. */
export const DETAILS_KEY_NAME = 'keys/details.key'

/** A table as it is in the archive: its columns in order, its rows, and in how many entries they are. */
export interface BackupTable {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: number
  readonly parts: number
}

/** What an archive holds, so that a restore can prove that it brought back all of it. */
export interface BackupManifest {
  readonly format: typeof BACKUP_FORMAT
  readonly madeAt: string
  /** Where browsers reached the parent. */
  readonly origin: string
  /** The migrations that the rows fit, in their order. */
  readonly migrations: readonly string[]
  readonly tables: readonly BackupTable[]
  /** The last number that each counter gave out, by `table.column`. */
  readonly counters: Readonly<Record<string, number>>
  /** What the ledger's check said: how much it read, and what it found wrong then already. */
  readonly ledger: readonly { readonly program: string; readonly transactions: number; readonly entries: number; readonly wrong: number }[]
  readonly files: number
  /** Files that the database knows and that were not there, or were not what was stored. */
  readonly missingFiles: readonly string[]
  /** SHA-256 in hex and size of every other entry, by its name. */
  readonly entries: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>
}

/** The name of an entry with rows of a table: `tables/orders/000001.jsonl`. */
export const tableEntryName = (table: string, part: number): string => `tables/${table}/${String(part).padStart(6, '0')}.jsonl`

/** The name of an entry with the bytes of an attachment. */
export const fileEntryName = (id: string): string => `files/${id}`
