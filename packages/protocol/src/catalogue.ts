/** The files that we read as a catalogue. */
export const IMPORT_FORMATS = [
  'woocommerce-csv',
  'shopify-csv',
  'google-merchant-xml',
  'google-merchant-tsv',
  'services-csv',
  'tributary-json',
] as const
export type ImportFormat = (typeof IMPORT_FORMATS)[number]

/** A row or value of a catalogue file that cannot be taken, or that is not sold here. */
export interface RowNote {
  /** The line of the file, the first being 1. For JSON the line of the offer's opening brace, as far as known. */
  readonly line: number
  readonly column: string
  readonly reason: string
}

/** What an import did, or with `dryRun` would do. Lists name handles. */
export interface ImportReport {
  readonly format: ImportFormat
  readonly dryRun: boolean
  readonly added: readonly string[]
  readonly changed: readonly string[]
  readonly unpublished: readonly string[]
  readonly unchanged: number
  /** Rows that cannot be imported; without `skipBad` any of them stops the import. */
  readonly bad: readonly RowNote[]
  /** Rows that the format holds and we do not sell, or values that were left out. */
  readonly notSold: readonly RowNote[]
}

/** What an import did, in numbers. */
export type ImportSummary = Readonly<Record<'added' | 'changed' | 'unpublished' | 'unchanged' | 'bad' | 'notSold', number>>
