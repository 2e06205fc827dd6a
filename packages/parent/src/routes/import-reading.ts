import type { RowNote } from '@tributary/protocol/catalogue'
import { fail, ok, type Result } from '@tributary/protocol/result'
import { MOST, type UnreadableFile } from '../core/catalogue.ts'
import type { CatalogueRules, FileReader, ReadRows } from '../core/catalogue-reading.ts'
import { createFileDecoder } from '../core/file-encoding.ts'
import { createCatalogueReader } from '../core/recognise.ts'
import { createGrouping, type RowGrouping } from '../core/row-grouping.ts'
import type { FileBytes, FileFailure } from '../http/file-bytes.ts'
import type { Database } from '../store/database.ts'
import { type StagedRow, stageRows } from '../store/import-staging.ts'
import type { StagingKey } from '../store/staging-key.ts'

/** A file whose rows are put aside. */
export interface ReadFile {
  readonly rules: CatalogueRules
  readonly grouping: RowGrouping
  /** Where each chunk of rows begins, and the end: rows are looked at again by the chunks in which they were put aside. */
  readonly chunks: readonly number[]
  readonly bad: RowNote[]
}

// A chunk is one statement, so orders come in between. It is full by its rows or by their text, whichever is sooner.
const CHUNK_ROWS = 500
const CHUNK_LENGTH = 2_000_000

/**
 * Reads a file piece by piece and puts its rows aside, chunk by chunk. What is held of it meanwhile: a piece, a chunk, and the names by which its rows know each
 * other. `tell` hears of each chunk how many rows there are by then.
 */
export async function readFile(
  database: Database,
  staging: StagingKey,
  bytes: FileBytes,
  currency: { readonly code: string; readonly digits: number },
  tell: (rows: number) => Promise<void>,
): Promise<Result<ReadFile, UnreadableFile | FileFailure>> {
  const reader = createCatalogueReader(currency)
  const grouping = createGrouping()
  const chunks = [0]
  const bad: RowNote[] = []
  let chunk: StagedRow[] = []
  let [position, length] = [0, 0]

  const flush = async (): Promise<void> => {
    if (chunk.length === 0) return
    await stageRows(database, staging, chunk)
    chunks.push(position)
    chunk = []
    length = 0
    await tell(position)
  }
  const take = async (read: ReadRows): Promise<void> => {
    bad.push(...read.bad)
    for (const { line, content, keys } of read.rows) {
      chunk.push({ position: position++, line, content, ...grouping.place(keys) })
      length += content.length
      if (CHUNK_ROWS <= chunk.length || CHUNK_LENGTH <= length) await flush()
    }
  }
  for await (const read of texts(bytes, reader)) {
    if (!read.ok) return read
    await take(read.value)
    if (MOST.offers < position) {
      return fail({
        code: 'catalogue_invalid',
        detail: `The file has more than ${MOST.offers} rows, which is more than is taken. Split it.`,
      })
    }
  }
  await flush()
  return ok({ rules: reader.rules, grouping, chunks, bad })
}

async function* texts(bytes: FileBytes, reader: FileReader): AsyncIterable<Result<ReadRows, UnreadableFile | FileFailure>> {
  const decoder = createFileDecoder()
  for await (const piece of bytes) {
    const text = piece.ok ? decoder.write(piece.value) : piece
    yield text.ok ? reader.write(text.value) : text
    if (!text.ok) return
  }
  const rest = decoder.end()
  yield rest.ok ? reader.end() : rest
}
