import type { ImportFormat, ImportSummary } from './catalogue.ts'
import type { ImportId } from './id.ts'

/** What an import is at: it reads its file, makes offers of the rows, and swaps the catalogue; then it is over. */
export const IMPORT_STATES = ['reading', 'checking', 'swapping', 'done', 'failed'] as const
export type ImportState = (typeof IMPORT_STATES)[number]

/** An import of a catalogue: how far it came, or what became of it. */
export interface CatalogueImport {
  readonly id: ImportId
  /** Who asked for it: a staff key's name, or the address that is watched. */
  readonly startedBy: string
  readonly dryRun: boolean
  readonly state: ImportState
  /** Once it was recognised. */
  readonly format?: ImportFormat
  /** Rows of the file that were read, and offers that were made of them. */
  readonly rows: number
  readonly offers: number
  readonly report?: ImportSummary
  /** Why it failed; nothing was changed then. */
  readonly failure?: string
  readonly startedAt: string
  readonly endedAt?: string
}
