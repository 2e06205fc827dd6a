import type { Affiliate } from '@tributary/protocol/affiliate'
import type { Application, Invitation } from '@tributary/protocol/application'
import { type Command, required, table, value } from './command.ts'
import { UsageError } from './environment.ts'

interface Keys {
  readonly keys: readonly { readonly kid: string; readonly name: string; readonly createdAt: string; readonly retiredAt?: string }[]
}

/** `tributary affiliate invite|applications|approve|decline`, and the keys of affiliates. */
export const JOINING_COMMANDS: Readonly<Record<string, Command>> = {
  'affiliate invite': {
    usage: 'affiliate invite --email … [--name …] [--sponsor CODE]',
    summary: 'Mail a business a link by which it joins at once',
    options: { email: 'value', name: 'value', sponsor: 'value' },
    run: (client, given) => client.call('postInvitation', { body: JSON.stringify(required(given, 'email')) }),
    print: (answer) => {
      const { email, url, expiresAt } = answer as Invitation
      return `Invited ${email}; the link is good once, until ${expiresAt.slice(0, 10)}:\n${url}`
    },
  },
  'affiliate applications': {
    usage: 'affiliate applications',
    summary: 'Applications that wait for an answer',
    run: (client) => client.call('listApplications'),
    print: (answer) => {
      const { applications } = answer as { applications: Application[] }
      if (applications.length === 0) return 'Nobody waits for an answer.'
      const rows = applications.map((one) => [
        one.code,
        `${one.name}${one.test ? ' (test)' : ''}`,
        one.email,
        one.website ?? '–',
        one.sponsor ?? (one.via === '' ? '–' : `“${one.via}”`),
        one.appliedAt.slice(0, 10),
      ])
      return table(['code', 'name', 'e-mail', 'website', 'recruited by', 'applied'], rows)
    },
  },
  'affiliate approve': answered('approve', 'approveAffiliate', 'Approve an application; link, site key and snippet go out by mail'),
  'affiliate decline': answered('decline', 'declineAffiliate', 'Decline an application; the reason goes to the applicant'),
  'affiliate add-key': {
    usage: 'affiliate add-key CODE --name …',
    summary: 'Make a key by which an affiliate’s programs read its account; it is shown once',
    options: { name: 'value' },
    run: (client, given) =>
      client.call('postAffiliateKey', { parameters: { code: codeOf(given.rest) }, body: JSON.stringify(required(given, 'name')) }),
    print: (answer) => `${(answer as { key: string }).key}\nKeep it now: it is not shown again.`,
  },
  'affiliate rotate-key': {
    usage: 'affiliate rotate-key CODE <key> [--keep-hours 24]',
    summary: 'Follow an affiliate’s key by another of the same name; both are good for a while',
    options: { 'keep-hours': 'value' },
    run: (client, { rest: [code = '', kid = ''], options: { 'keep-hours': hours } }) =>
      client.call('rotateAffiliateKey', {
        parameters: { code, kid },
        body: JSON.stringify(hours === undefined ? {} : { keepHours: Number(hours) }),
      }),
    print: (answer) => `${(answer as { key: string }).key}\nKeep it now: it is not shown again. The one before ends by itself.`,
  },
  'affiliate keys': {
    usage: 'affiliate keys CODE',
    summary: 'An affiliate’s keys',
    run: (client, given) => client.call('listAffiliateKeys', { parameters: { code: codeOf(given.rest) } }),
    print: (answer) => keysText(answer as Keys),
  },
  'affiliate retire-key': {
    usage: 'affiliate retire-key CODE <kid>',
    summary: 'Retire an affiliate’s key: nobody gets in by it any more',
    run: (client, { rest: [code, kid, ...more] }) => {
      if (!code || !kid || more.length > 0) throw new UsageError('Name one affiliate and one key, as `affiliate keys CODE` lists them.')
      return client.call('retireAffiliateKey', { parameters: { code, kid } })
    },
    print: (answer) => keysText(answer as Keys),
  },
}

function answered(event: 'approve' | 'decline', endpoint: 'approveAffiliate' | 'declineAffiliate', summary: string): Command {
  return {
    usage: `affiliate ${event} CODE [--reason …]`,
    summary,
    options: { reason: 'value' },
    run: (client, given) =>
      client.call(endpoint, { parameters: { code: codeOf(given.rest) }, body: JSON.stringify({ reason: value(given, 'reason') }) }),
    print: (answer) => `Affiliate ${(answer as Affiliate).code} is ${(answer as Affiliate).state}.`,
  }
}

const keysText = ({ keys }: Keys): string =>
  keys.length === 0
    ? 'No keys yet. Make one: tributary affiliate add-key CODE --name …'
    : table(
        ['key', 'name', 'made', 'state'],
        keys.map(({ kid, name, createdAt, retiredAt }) => [
          kid,
          name,
          createdAt.slice(0, 10),
          retiredAt ? `retired ${retiredAt.slice(0, 10)}` : 'good',
        ]),
      )

function codeOf([code, ...more]: readonly string[]): string {
  if (!code || more.length > 0) throw new UsageError('Name one affiliate, by its code.')
  return code
}
