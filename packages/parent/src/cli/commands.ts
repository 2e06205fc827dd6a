import { readFileSync } from 'node:fs'
import type { Affiliate } from '@tributary/protocol/affiliate'
import type { ImportReport, RowNote } from '@tributary/protocol/catalogue'
import type { AddedSite } from '@tributary/protocol/site'
import { type Arguments, type Command, flag, list, table, value } from './command.ts'
import { UsageError } from './environment.ts'
import { ORDER_COMMANDS } from './order-commands.ts'

/** Every verb but `serve`: each is a client of the staff's endpoints. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  'program show': {
    usage: 'program show',
    summary: 'The program’s policy',
    run: (client) => client.call('getProgram'),
    print: (answer) => JSON.stringify(answer, null, 2),
  },
  'program set': {
    usage: 'program set <file.json>',
    summary: 'Set the policy: who sells, shipping, tax, links',
    run: (client, given) => client.call('putProgram', { body: fileText(given) }),
    print: (answer) => `The policy of “${(answer as { name: string }).name}” is set.`,
  },
  import: {
    usage: 'import <file> [--dry-run] [--skip-bad]',
    summary: 'Import a catalogue: WooCommerce CSV or our JSON',
    options: { 'dry-run': 'flag', 'skip-bad': 'flag' },
    run: (client, given) => {
      const query = { dryRun: flag(given, 'dry-run') ? 'true' : undefined, skipBad: flag(given, 'skip-bad') ? 'true' : undefined }
      return client.call('postCatalogue', { query, body: fileText(given) })
    },
    print: (answer) => importReport(answer as ImportReport),
  },
  'affiliate add': {
    usage: 'affiliate add --name … --email … [--code …] [--sponsor CODE]',
    summary: 'Add an affiliate',
    options: { name: 'value', email: 'value', code: 'value', sponsor: 'value' },
    run: (client, given) => client.call('postAffiliate', { body: JSON.stringify(required(given, 'name', 'email')) }),
    print: (answer) => `Affiliate ${(answer as Affiliate).code}: ${(answer as Affiliate).name}`,
  },
  'affiliate list': {
    usage: 'affiliate list',
    summary: 'All affiliates',
    run: (client) => client.call('listAffiliates'),
    print: (answer) => {
      const { affiliates } = answer as { affiliates: Affiliate[] }
      if (affiliates.length === 0) return 'No affiliates yet. Add one: tributary affiliate add --name … --email …'
      return table(
        ['code', 'name', 'state', 'sponsor'],
        affiliates.map((one) => [one.code, one.name, one.state, one.sponsor ?? '–']),
      )
    },
  },
  'site add': {
    usage: 'site add --affiliate CODE --name … --origin https://… [--origin …] [--test]',
    summary: 'Add a site of an affiliate; prints its snippet page',
    options: { affiliate: 'value', name: 'value', origin: 'list', test: 'flag' },
    run: (client, given) => {
      const body = { ...required(given, 'affiliate', 'name'), origin: undefined, origins: list(given, 'origin'), test: flag(given, 'test') }
      return client.call('postSite', { body: JSON.stringify(body) })
    },
    print: (answer) => {
      const { key, name, snippetUrl } = answer as AddedSite
      return `Site ${key} (${name})\nSnippet page: ${snippetUrl}`
    },
  },
  'site list': {
    usage: 'site list',
    summary: 'All sites',
    run: (client) => client.call('listSites'),
    print: (answer) => {
      const { sites } = answer as { sites: AddedSite[] }
      if (sites.length === 0) return 'No sites yet. Add one: tributary site add --affiliate CODE --name … --origin https://…'
      return table(
        ['key', 'affiliate', 'name', 'origins'],
        sites.map((one) => [one.key, one.affiliate, one.name, one.origins.join(' ')]),
      )
    },
  },
  'site add-origin': {
    usage: 'site add-origin <site key> --origin https://…',
    summary: 'Register one more origin of a site',
    options: { origin: 'value' },
    run: (client, given) => {
      const [key = ''] = given.rest
      return client.call('postOrigin', { parameters: { key }, body: JSON.stringify(required(given, 'origin')) })
    },
    print: (answer) => `Origins of ${(answer as AddedSite).name}: ${(answer as AddedSite).origins.join(', ')}`,
  },
  ...ORDER_COMMANDS,
  'key add': {
    usage: 'key add --name …',
    summary: 'Make another secret key for staff; it is shown once',
    options: { name: 'value' },
    run: (client, given) => client.call('postKey', { body: JSON.stringify(required(given, 'name')) }),
    print: (answer) => `${(answer as { key: string }).key}\nKeep it now: it is not shown again.`,
  },
  'test purge': {
    usage: 'test purge',
    summary: 'Remove everything that test sites caused',
    run: (client) => client.call('purgeTest'),
    print: (answer) => {
      const { orders, touches, messages } = answer as { orders: number; touches: number; messages: number }
      return `Removed ${orders} test orders, ${touches} touches, ${messages} messages.`
    },
  },
}

function required(given: Arguments, ...names: string[]): Record<string, unknown> {
  for (const name of names) if (!value(given, name)) throw new UsageError(`--${name} is missing.`)
  return { ...given.options }
}

function fileText({ rest: [file, ...more] }: Arguments): string {
  if (!file || more.length > 0) throw new UsageError('Name one file.')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new UsageError(`There is no file ${file}.`)
    if (code === 'EISDIR') throw new UsageError(`${file} is a folder.`)
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw new UsageError(`${file} is not UTF-8. Save it as “CSV UTF-8” and try again.`)
    throw error
  }
}

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
