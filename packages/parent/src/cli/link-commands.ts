import type { Link } from '@tributary/protocol/link'
import { type Command, flag, required, table, value } from './command.ts'
import { UsageError } from './environment.ts'

/** `tributary link …` */
export const LINK_COMMANDS: Readonly<Record<string, Command>> = {
  'link add': {
    usage: 'link add --affiliate CODE (--to https://… | --offer handle) [--campaign …] [--sub-id …] [--test]',
    summary: 'Add a link that says who sent the visitor; prints its address',
    options: { affiliate: 'value', to: 'value', offer: 'value', campaign: 'value', 'sub-id': 'value', test: 'flag' },
    run: (client, given) => {
      const [to, offer] = [value(given, 'to'), value(given, 'offer')]
      if ((to === undefined) === (offer === undefined)) {
        throw new UsageError('Say where it leads: --to https://…, or --offer and the handle of an offer.')
      }
      const { 'sub-id': subId, ...body } = required(given, 'affiliate')
      return client.call('postLink', { body: JSON.stringify({ ...body, subId, test: flag(given, 'test') }) })
    },
    print: (answer) => `${(answer as Link).url}\nleads to ${(answer as Link).target}`,
  },
  'link list': {
    usage: 'link list',
    summary: 'All links, newest first',
    run: (client) => client.call('listLinks'),
    print: (answer) => {
      const { links } = answer as { links: Link[] }
      if (links.length === 0) return 'No links yet. Add one: tributary link add --affiliate CODE --offer …'
      return table(
        ['id', 'affiliate', 'campaign', 'sub-id', 'target', ''],
        links.map((link) => [link.id, link.affiliate, link.campaign, link.subId, link.target, link.test ? 'test' : '']),
      )
    },
  },
}
