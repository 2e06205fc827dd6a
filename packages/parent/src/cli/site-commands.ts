import type { AddedSite } from '@tributary/protocol/site'
import { type Command, flag, list, required, table, value } from './command.ts'
import { UsageError } from './environment.ts'

/** `tributary site …` */
export const SITE_COMMANDS: Readonly<Record<string, Command>> = {
  'site add': {
    usage: 'site add (--affiliate CODE | --own) --name … --origin https://… [--origin …] [--test]',
    summary: 'Add a site of an affiliate, or one of your own; prints its studio',
    options: { affiliate: 'value', own: 'flag', name: 'value', origin: 'list', test: 'flag' },
    run: (client, given) => {
      if (flag(given, 'own') === (value(given, 'affiliate') !== undefined)) {
        throw new UsageError('Say whose site it is: --affiliate CODE, or --own for one of your own.')
      }
      const body = { ...required(given, 'name'), origin: undefined, origins: list(given, 'origin'), test: flag(given, 'test') }
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
        sites.map((one) => [one.key, one.affiliate ?? 'own', one.name, one.origins.join(' ')]),
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
}
