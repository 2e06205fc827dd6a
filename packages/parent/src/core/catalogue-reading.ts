import type { ImportFormat, RowNote } from '@tributary/protocol/catalogue'
import type { Result } from '@tributary/protocol/result'
import type { CatalogueOffer, UnreadableFile } from './catalogue.ts'

/** A row of a file as it is put aside until the file is read: its text in whatever form its format likes, and the line that it begins in. */
export interface SourceRow {
  readonly line: number
  readonly content: string
}

/**
 * Which rows belong together, wherever they stand in the file. `names`: a row that others may join by one of them; the first that has a name keeps it.
 * `joins`: a row that belongs to whoever has this name. `group`: rows that share it are one, the first of them leads.
 */
export type RowKeys = { readonly names: readonly string[] } | { readonly joins: string } | { readonly group: string }

/** A row that was just read. */
export interface KeyedRow extends SourceRow {
  readonly keys: RowKeys
}

/** What a piece of a file held: rows, and those that cannot be read. */
export interface ReadRows {
  readonly rows: readonly KeyedRow[]
  readonly bad: readonly RowNote[]
}

/** What became of rows that belong together. `badSkus` are the skus of bad rows: the file does hold them, so leaving them out unpublishes nothing. */
export interface ReadOffer {
  readonly offer?: CatalogueOffer
  readonly bad: readonly RowNote[]
  readonly notSold: readonly RowNote[]
  readonly badSkus: readonly string[]
}

/** How the rows of a format become offers, by what the format calls things. */
export interface RowRules<Row> {
  readonly format: ImportFormat
  /** What a sku and a handle are called in this file. */
  readonly columns: { readonly sku: string; readonly handle: string }
  /** What is to be said of the file as a whole, and is no failure. */
  readonly notes: readonly RowNote[]
  keysOf(row: Row): RowKeys
  /** Reads rows that belong together, the one that leads first. */
  readGroup(rows: readonly Row[]): ReadOffer
  /** Reads rows that belong to a row which is not in the file. */
  readOrphans?(rows: readonly Row[]): ReadOffer
}

/** The same over rows as they were put aside. */
export type CatalogueRules = Omit<RowRules<SourceRow>, 'keysOf'>

/**
 * Reads a file piece by piece and holds no more of it than a row. `rules` are known once `end` was reached. After a failure it is not asked again.
 */
export interface FileReader {
  write(text: string): Result<ReadRows, UnreadableFile>
  end(): Result<ReadRows, UnreadableFile>
  readonly rules: CatalogueRules
}

/** Nothing yet. */
export const NO_ROWS: ReadRows = { rows: [], bad: [] }

/** Rules over rows that were put aside, from those over rows as a format sees them. */
export const overSource = <Row>(rules: RowRules<Row>, rowOf: (row: SourceRow) => Row): CatalogueRules => ({
  format: rules.format,
  columns: rules.columns,
  notes: rules.notes,
  readGroup: (rows) => rules.readGroup(rows.map(rowOf)),
  ...(rules.readOrphans && { readOrphans: (rows) => rules.readOrphans?.(rows.map(rowOf)) ?? { bad: [], notSold: [], badSkus: [] } }),
})
