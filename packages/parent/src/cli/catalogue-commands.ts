import { createReadStream, statSync } from 'node:fs'
import { Readable } from 'node:stream'
import type { ImportReport, RowNote } from '@tributary/protocol/catalogue'
import type { CatalogueImport } from '@tributary/protocol/import'
import type { Watch } from '@tributary/protocol/watch'
import { type Arguments, type Command, flag, table, value } from './command.ts'
import { UsageError } from './environment.ts'
import { withProgress } from './import-progress.ts'

const IMPORT: Command = {
  usage: 'import <file> [--dry-run] [--skip-bad]',
  summary: 'Import a catalogue: CSV of WooCommerce or Shopify, a feed of Google Merchant, or our JSON',
  options: { 'dry-run': 'flag', 'skip-bad': 'flag' },
  run: (client, given) => {
    const body = fileStream(given)
    const query = { dryRun: flag(given, 'dry-run') ? 'true' : undefined, skipBad: flag(given, 'skip-bad') ? 'true' : undefined }
    return withProgress(client, (id) => client.call('postCatalogue', { query: { ...query, id }, body }))
  },
  print: (answer) => ('state' in (answer as object) ? summary(answer as CatalogueImport) : importReport(answer as ImportReport)),
}

/** `tributary import` and `tributary catalogue …` */
export const CATALOGUE_COMMANDS: Readonly<Record<string, Command>> = {
  import: IMPORT,
  'catalogue import': { ...IMPORT, usage: `catalogue ${IMPORT.usage}`, summary: 'The same as import' },
  'catalogue imports': {
    usage: 'catalogue imports',
    summary: 'The newest imports: how far they came, or what became of them',
    run: (client) => client.call('listImports'),
    print: (answer) => importsText((answer as { imports: CatalogueImport[] }).imports),
  },
  'catalogue watch': {
    usage: 'catalogue watch <https://…> [--every 1h] [--skip-bad]',
    summary: 'Fetch a catalogue file from an address again and again, and import it where it changed',
    options: { every: 'value', 'skip-bad': 'flag' },
    run: (client, given) => {
      const url = only(given, 'Name one address: tributary catalogue watch https://shop.example/products.csv')
      return client.call('postWatch', { body: JSON.stringify({ url, ...every(given), skipBad: flag(given, 'skip-bad') }) })
    },
    print: (answer) =>
      `${(answer as Watch).id}: ${(answer as Watch).url} is fetched at once by the server, then every ${spell((answer as Watch).everySeconds)}.`,
  },
  'catalogue watches': {
    usage: 'catalogue watches',
    summary: 'The addresses that are watched, and how that goes',
    run: (client) => client.call('listWatches'),
    print: (answer) => watchesText((answer as { watches: Watch[] }).watches),
  },
  'catalogue unwatch': {
    usage: 'catalogue unwatch <id>',
    summary: 'Watch an address no more; what it brought stays',
    run: (client, given) => client.call('removeWatch', { parameters: { id: only(given, 'Name one watch by its id.') } }),
    print: (answer) => `${(answer as { removed: string }).removed} is watched no more.`,
  },
  'catalogue fetch': {
    usage: 'catalogue fetch <id>',
    summary: 'Fetch a watched address now and import its file',
    run: (client, given) => client.call('fetchWatch', { parameters: { id: only(given, 'Name one watch by its id.') } }),
    print: (answer) => (answer as Watch).failure ?? `Imported. It is fetched again at ${(answer as Watch).dueAt}.`,
    failed: (answer) => (answer as Watch).failure !== undefined,
  },
}

function only({ rest: [first, ...more] }: Arguments, remedy: string): string {
  if (first && more.length === 0) return first
  throw new UsageError(remedy)
}

// Read while it is sent: a file may be larger than what a process wants to hold.
function fileStream(given: Arguments): ReadableStream<Uint8Array> {
  const file = only(given, 'Name one file.')
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found) throw new UsageError(`There is no file ${file}.`)
  if (found.isDirectory()) throw new UsageError(`${file} is a folder.`)
  return Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>
}

const SECONDS = { m: 60, h: 60 * 60, d: 24 * 60 * 60 } as const

function every(given: Arguments): { readonly everySeconds?: number } {
  const typed = value(given, 'every')
  if (typed === undefined) return {}
  const [, count, unit] = /^(\d{1,5})([mhd])$/.exec(typed) ?? []
  if (!count) throw new UsageError(`“${typed}” is not how often; write --every 30m, 1h or 1d.`)
  return { everySeconds: Number(count) * SECONDS[unit as keyof typeof SECONDS] }
}

const spell = (seconds: number): string =>
  seconds % SECONDS.d === 0
    ? `${seconds / SECONDS.d} d`
    : seconds % SECONDS.h === 0
      ? `${seconds / SECONDS.h} h`
      : `${seconds / SECONDS.m} min`

function watchesText(watches: readonly Watch[]): string {
  if (watches.length === 0) return 'Nothing is watched. Begin with: tributary catalogue watch https://…'
  const rows = watches.map((one) => [
    one.id,
    one.url,
    `every ${spell(one.everySeconds)}`,
    one.importedAt ?? 'never',
    one.dueAt,
    one.failure ? `failed ${one.failures} times: ${one.failure}` : '',
  ])
  return table(['id', 'address', '', 'imported', 'next', ''], rows)
}

function importsText(imports: readonly CatalogueImport[]): string {
  if (imports.length === 0) return 'Nothing was imported yet.'
  const rows = imports.map((one) => [
    one.startedAt,
    one.state,
    one.format ?? '',
    `${one.rows} rows`,
    one.startedBy,
    one.failure ?? summary(one),
  ])
  return table(['begun', 'state', 'format', 'read', 'by', ''], rows)
}

const summary = ({ report, dryRun }: CatalogueImport): string =>
  report
    ? `${dryRun ? 'would be: ' : ''}${report.added} added, ${report.changed} changed, ${report.unpublished} unpublished, ${report.bad} bad rows`
    : ''

function importReport(report: ImportReport): string {
  const { format, dryRun, added, changed, unpublished, unchanged, bad, notSold } = report
  const done = dryRun ? 'Would be' : 'Done'
  return [
    `${format}. ${done}: ${added.length} added, ${changed.length} changed, ${unpublished.length} unpublished, ${unchanged} unchanged.`,
    ...(bad.length > 0 ? ['Left out, because they cannot be imported:', ...bad.map(rowNote)] : []),
    ...(notSold.length > 0 ? ['Not sold here:', ...notSold.map(rowNote)] : []),
  ].join('\n')
}

/** `line 17, Type: grouped products are not sold here` */
export const rowNote = ({ line, column, reason }: RowNote): string => `  line ${line}${column ? `, ${column}` : ''}: ${reason}`
