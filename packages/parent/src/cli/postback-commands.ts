import type { Postback } from '@tributary/protocol/postback'
import { type Command, list, table } from './command.ts'
import { UsageError } from './environment.ts'

/** `tributary postback …`: the addresses of an affiliate that are called. */
export const POSTBACK_COMMANDS: Readonly<Record<string, Command>> = {
  'postback list': {
    usage: 'postback list CODE',
    summary: 'The addresses that are called about an affiliate’s events',
    run: (client, { rest }) => client.call('listPostbacks', { parameters: { code: named(rest[0], 'an affiliate') } }),
    print: (answer) => listing(answer as { postbacks: Postback[] }),
  },
  'postback add': {
    usage: 'postback add CODE <address with macros> [--event order.paid …]',
    summary: 'Call an address when something of an affiliate’s happens; without --event about everything',
    options: { event: 'list' },
    run: (client, given) => {
      const [code, url] = given.rest
      const events = list(given, 'event')
      const body = JSON.stringify({ url: named(url, 'an address'), ...(events.length > 0 && { events }) })
      return client.call('postPostback', { parameters: { code: named(code, 'an affiliate') }, body })
    },
    print: (answer) => listing(answer as { postbacks: Postback[] }),
  },
  'postback remove': {
    usage: 'postback remove CODE <id>',
    summary: 'Call an address no more',
    run: (client, { rest: [code, id] }) =>
      client.call('removePostback', { parameters: { code: named(code, 'an affiliate'), id: named(id, 'a postback by its id') } }),
    print: (answer) => listing(answer as { postbacks: Postback[] }),
  },
}

function named(text: string | undefined, what: string): string {
  if (text) return text
  throw new UsageError(`Name ${what}.`)
}

const listing = ({ postbacks }: { readonly postbacks: readonly Postback[] }): string =>
  postbacks.length === 0
    ? 'No postbacks.'
    : table(
        ['id', 'state', 'waiting', 'dead', 'address'],
        postbacks.map(({ id, state, waiting, dead, url }) => [id, state, String(waiting), String(dead), url]),
      )
