import type { CatalogueOffer, UnreadableFile } from '@tributary/parent/core/catalogue'
import type { SourceRow } from '@tributary/parent/core/catalogue-reading'
import { createFileDecoder } from '@tributary/parent/core/file-encoding'
import { createCatalogueReader } from '@tributary/parent/core/recognise'
import { createGrouping } from '@tributary/parent/core/row-grouping'
import { createUniqueness, uniqueHandles } from '@tributary/parent/core/uniqueness'
import type { ImportFormat, RowNote } from '@tributary/protocol/catalogue'
import { ok, type Result } from '@tributary/protocol/result'

/** What was read from a file: what can be sold, the rows that are wrong, and what the format holds that is not sold here. */
export interface Catalogue {
  readonly format: ImportFormat
  readonly offers: readonly CatalogueOffer[]
  readonly bad: readonly RowNote[]
  readonly notSold: readonly RowNote[]
  readonly badSkus: readonly string[]
}

/** Reads a whole file with the parts by which the parent reads one in pieces, in memory where the parent has its database. */
export function readCatalogue(
  text: string,
  currency: { readonly code: string; readonly digits: number },
  pieceLength = 1_000,
): Result<Catalogue, UnreadableFile> {
  const decoder = createFileDecoder()
  const reader = createCatalogueReader(currency)
  const grouping = createGrouping()
  const bytes = new TextEncoder().encode(text)
  const rows: (SourceRow & { names: readonly string[]; joins: string | null })[] = []
  const bad: RowNote[] = []
  const take = (read: ReturnType<typeof reader.end>): UnreadableFile | undefined => {
    if (!read.ok) return read.error
    rows.push(...read.value.rows.map(({ line, content, keys }) => ({ line, content, ...grouping.place(keys) })))
    bad.push(...read.value.bad)
    return undefined
  }
  for (let from = 0; from < bytes.length; from += pieceLength) {
    const piece = decoder.write(bytes.subarray(from, from + pieceLength))
    if (!piece.ok) return piece
    const failure = take(reader.write(piece.value))
    if (failure) return { ok: false, error: failure }
  }
  const failure = take(reader.end())
  if (failure) return { ok: false, error: failure }

  const { format, columns, notes, readGroup, readOrphans } = reader.rules
  const groups = rows
    .filter(({ joins }) => joins === null)
    .map((row) => [row, ...rows.filter(({ joins }) => joins !== null && row.names.includes(joins))])
  const orphaned = grouping.orphaned()
  const orphans = rows.filter(({ joins }) => joins !== null && orphaned.includes(joins))
  const reads = [...groups.map(readGroup), ...(orphans.length > 0 && readOrphans ? [readOrphans(orphans)] : [])]
  const uniqueness = createUniqueness(columns)
  const offers: CatalogueOffer[] = []
  const badSkus = reads.flatMap((read) => read.badSkus)
  for (const { offer, bad: own } of reads) {
    bad.push(...own)
    const twice = offer ? uniqueness.add(offer) : []
    bad.push(...twice)
    if (offer && twice.length === 0) offers.push(offer)
    if (offer && twice.length > 0) badSkus.push(...offer.variants.map(({ sku }) => sku))
  }
  const handles = uniqueHandles(offers)
  return ok({
    format,
    offers: offers.map((offer, index) => ({ ...offer, handle: handles[index] as string })),
    bad: bad.sort(byLine),
    notSold: [...notes, ...reads.flatMap((read) => read.notSold)].sort(byLine),
    badSkus,
  })
}

const byLine = (a: RowNote, b: RowNote): number => a.line - b.line
