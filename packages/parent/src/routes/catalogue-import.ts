import type { ImportReport, ImportSummary, RowNote } from '@tributary/protocol/catalogue'
import type { ImportId } from '@tributary/protocol/id'
import type { ImportState } from '@tributary/protocol/import'
import { fail, ok, type Result } from '@tributary/protocol/result'
import type { UnreadableFile } from '../core/catalogue.ts'
import { currencyDigits } from '../core/program.ts'
import { FILE_LIMITS, type FileBytes, type FileFailure, type FileLimits, unpacked } from '../http/file-bytes.ts'
import { type Imported, swapCatalogue } from '../store/catalogue.ts'
import { analyzeStaging, clearStaging } from '../store/import-staging.ts'
import { endImport, openImport, tellProgress } from '../store/imports.ts'
import type { Program } from '../store/programs.ts'
import type { StagingKey } from '../store/staging-key.ts'
import { type MadeOffers, makeOffers } from './import-offers.ts'
import { type ReadFile, readFile } from './import-reading.ts'
import type { Parent } from './route.ts'

/** A file that is to be imported. */
export interface ImportRequest {
  readonly id: ImportId
  readonly startedBy: string
  readonly dryRun: boolean
  readonly skipBad: boolean
  readonly bytes: FileBytes
  readonly limits?: Pick<FileLimits, 'bytes'>
}

/** Why nothing was imported: the file, its rows, or an id that was used before. */
export type ImportFailure = UnreadableFile | FileFailure | { readonly code: 'import_id_reused'; readonly detail: string }

const ROWS_IN_DETAIL = 3
// Below this the planner's guess is good enough.
const WORTH_ANALYZING = 1_000

/**
 * Imports a file: its rows are put aside as they arrive, then made into offers, which are put aside too, then swapped in by one short transaction. Whatever ends it
 * before that leaves the catalogue as it was; what was put aside is removed either way.
 */
export async function runImport(parent: Parent, program: Program, request: ImportRequest): Promise<Result<ImportReport, ImportFailure>> {
  const { database, now } = parent
  const { programId } = program
  const importKey = await openImport(database, programId, { ...request, startedAt: now() })
  if (importKey === undefined) {
    return fail({ code: 'import_id_reused', detail: `An import has the id ${request.id} already. Begin another under an id of its own.` })
  }
  const staging = { programId, importKey }
  try {
    const outcome = await importFile(parent, program, staging, request)
    const ended = outcome.ok ? { failure: '', report: summaryOf(outcome.value) } : { failure: outcome.error.detail }
    await endImport(database, programId, importKey, { ...ended, at: now() })
    return outcome
  } catch (error) {
    const failure = 'The server failed on its side. Import the file again: what it changed already is not changed twice.'
    await endImport(database, programId, importKey, { failure, at: now() }).catch((second) => parent.log.warn({ err: second }, failure))
    throw error
  } finally {
    // Where the database is away, whoever tidies up finds it later.
    await clearStaging(database, staging).catch((error) => parent.log.warn({ err: error }, 'what an import put aside could not be removed'))
  }
}

async function importFile(
  { database }: Parent,
  { policy: { currency } }: Program,
  staging: StagingKey,
  { bytes, limits = FILE_LIMITS, dryRun, skipBad }: ImportRequest,
): Promise<Result<ImportReport, ImportFailure>> {
  let [rows, offers] = [0, 0]
  let rules: ReadFile['rules'] | undefined
  const tell = async (state: ImportState): Promise<void> => {
    const isOn = await tellProgress(database, staging.programId, staging.importKey, { state, rows, offers, format: rules?.format })
    if (!isOn) throw new Error('expected an import that goes on, received one that was given up')
  }
  const read = await readFile(database, staging, unpacked(bytes, limits), { code: currency, digits: currencyDigits(currency) }, (count) => {
    rows = count
    return tell('reading')
  })
  if (!read.ok) return fail({ ...read.error, detail: `${read.error.detail} Nothing was changed.` })
  rules = read.value.rules
  const made = await makeOffers(database, staging, read.value, (count) => {
    offers = count
    return tell('checking')
  })
  const isTolerant = dryRun || skipBad
  if (made.bad.length > 0 && !isTolerant) return refused(made.bad)
  if (WORTH_ANALYZING < made.offers.length) await analyzeStaging(database)
  await tell('swapping')
  const swap = { source: rules.format, offers: made.offers, badSkus: made.badSkus, dryRun, skipClashes: isTolerant }
  return reportOf(rules.format, made, await swapCatalogue(database, staging, swap), dryRun, isTolerant)
}

function reportOf(
  format: ImportReport['format'],
  made: MadeOffers,
  imported: Imported,
  dryRun: boolean,
  isTolerant: boolean,
): Result<ImportReport, ImportFailure> {
  const bad = [...made.bad, ...clashNotes(imported)].sort(byLine)
  if (bad.length > 0 && !isTolerant) return refused(bad)
  const { added, changed, unpublished, unchanged } = imported
  const notSold = [...made.notSold, ...handleNotes(imported)].sort(byLine)
  return ok({ format, dryRun, added, changed, unpublished, unchanged, bad, notSold })
}

const summaryOf = ({ added, changed, unpublished, unchanged, bad, notSold }: ImportReport): ImportSummary => ({
  added: added.length,
  changed: changed.length,
  unpublished: unpublished.length,
  unchanged,
  bad: bad.length,
  notSold: notSold.length,
})

const NAMES = { sku: 'SKU', handle: 'handle' } as const

const clashNotes = ({ clashes }: Imported): RowNote[] =>
  clashes.map(({ kind, value, line }) => ({
    line,
    column: kind,
    reason: `The ${NAMES[kind]} “${value}” came from a file of another format; an article comes from one file only.`,
  }))

const handleNotes = ({ keptHandles }: Imported): RowNote[] =>
  keptHandles.map(({ line, stated, kept }) => ({
    line,
    column: 'handle',
    reason: `The handle “${stated}” is not taken: links to this article name it “${kept}”, and they stay good.`,
  }))

function refused(unsorted: readonly RowNote[]): Result<never, UnreadableFile> {
  const rows = unsorted.toSorted(byLine)
  const count = rows.length === 1 ? 'One row' : `${rows.length} rows`
  const named = rows.slice(0, ROWS_IN_DETAIL).map(({ line, column, reason }) => `Line ${line}${column ? `, ${column}` : ''}: ${reason}`)
  const more = ROWS_IN_DETAIL < rows.length ? ['…'] : []
  const remedy = 'Mend them, or import the rest with skipBad (--skip-bad).'
  return fail({
    code: 'catalogue_invalid',
    detail: [`${count} cannot be imported; nothing was changed.`, ...named, ...more, remedy].join(' '),
    rows,
  })
}

const byLine = (a: RowNote, b: RowNote): number => a.line - b.line
