import type { Affiliate, AffiliateEvent } from '@tributary/protocol/affiliate'
import type { MaskedDetails } from '@tributary/protocol/payment-details'
import { type Command, flag, required, table, value } from './command.ts'
import { UsageError } from './environment.ts'

/** `tributary affiliate …` */
export const AFFILIATE_COMMANDS: Readonly<Record<string, Command>> = {
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
  'affiliate suspend': move('suspend', 'suspendAffiliate', 'Suspend an affiliate: it earns nothing until it is resumed'),
  'affiliate resume': move('resume', 'resumeAffiliate', 'Resume a suspended affiliate'),
  'affiliate close': move('close', 'closeAffiliate', 'Close an affiliate for good'),
  'affiliate pay-to': {
    usage: 'affiliate pay-to CODE [--holder … --account … [--bank …] [--tax-id …]]',
    summary: 'Say where an affiliate is paid, or without options show it, masked',
    options: { holder: 'value', account: 'value', bank: 'value', 'tax-id': 'value' },
    run: (client, given) => {
      const [code, ...more] = given.rest
      if (!code || more.length > 0) throw new UsageError('Name one affiliate, by its code.')
      if (Object.keys(given.options).length === 0) return client.call('getDetails', { parameters: { code } })
      const { 'tax-id': taxId, ...details } = required(given, 'holder', 'account')
      return client.call('putDetails', { parameters: { code }, body: JSON.stringify({ ...details, taxId }) })
    },
    print: (answer) => {
      const { holder, account, bank, taxId, changedAt, changedBy } = answer as MaskedDetails
      const parts = [holder, account, bank, taxId].filter((part) => part !== undefined)
      return `${parts.join(', ')} (set ${changedAt.slice(0, 10)} by ${changedBy})`
    },
  },
  'affiliate move': {
    usage: 'affiliate move CODE (--sponsor CODE | --no-sponsor) --reason …',
    summary: 'Give an affiliate with its network another sponsor; earlier orders keep theirs',
    options: { sponsor: 'value', 'no-sponsor': 'flag', reason: 'value' },
    run: (client, given) => {
      const [code, ...more] = given.rest
      if (!code || more.length > 0) throw new UsageError('Name one affiliate, by its code.')
      const sponsor = value(given, 'sponsor')
      if ((sponsor === undefined) !== flag(given, 'no-sponsor'))
        throw new UsageError('Say whose network it joins: --sponsor CODE, or --no-sponsor.')
      const reason = value(given, 'reason')
      if (!reason) throw new UsageError('Say why: --reason … is kept with the move.')
      return client.call('moveAffiliate', { parameters: { code }, body: JSON.stringify({ sponsor: sponsor ?? null, reason }) })
    },
    print: (answer) => {
      const { code, sponsor } = answer as Affiliate
      return `Affiliate ${code} is sponsored by ${sponsor ?? 'nobody'} now; orders placed before keep the upline that they had.`
    },
  },
}

function move(event: AffiliateEvent, endpoint: 'suspendAffiliate' | 'resumeAffiliate' | 'closeAffiliate', summary: string): Command {
  return {
    usage: `affiliate ${event} CODE [--reason …]`,
    summary,
    options: { reason: 'value' },
    run: (client, given) => {
      const [code, ...more] = given.rest
      if (!code || more.length > 0) throw new UsageError('Name one affiliate, by its code.')
      return client.call(endpoint, { parameters: { code }, body: JSON.stringify({ reason: value(given, 'reason') }) })
    },
    print: (answer) => `Affiliate ${(answer as Affiliate).code} is ${(answer as Affiliate).state}.`,
  }
}
