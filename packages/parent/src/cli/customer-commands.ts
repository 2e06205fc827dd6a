import type { CustomerFile, Erasure } from '@tributary/protocol/erasure'
import { type Arguments, type Command, flag } from './command.ts'
import { UsageError } from './environment.ts'

/** `tributary customer …` */
export const CUSTOMER_COMMANDS: Readonly<Record<string, Command>> = {
  'customer show': {
    usage: 'customer show <e-mail address, or number of an order or request>',
    summary: 'Everything that is held about one customer, as JSON',
    run: (client, given) => client.call('showCustomer', { body: JSON.stringify({ who: who(given) }) }),
    print: (answer) => JSON.stringify(answer as CustomerFile, null, 2),
  },
  'customer erase': {
    usage: 'customer erase <e-mail address, or number of an order or request> [--open]',
    summary: 'Replace a customer’s personal data everywhere; the money and every proof stay',
    options: { open: 'flag' },
    run: (client, given) => client.call('eraseCustomer', { body: JSON.stringify({ who: who(given), open: flag(given, 'open') }) }),
    print: (answer) => report(answer as Erasure),
    failed: (answer) => (answer as Erasure).left.length > 0,
  },
}

function who({ rest: [first, ...more] }: Arguments): string {
  if (first && more.length === 0) return first
  throw new UsageError('Name one customer, by the e-mail address or by the number of an order or a request.')
}

function report({ orders, leads, erased, searched, left, isAffiliate }: Erasure): string {
  const { conversations, posts, files, messages, statementLines, decisionParts, claims } = erased
  return [
    `Erased: ${list('order', orders)}, ${list('request', leads)}, ${conversations} conversations with ${posts} posts and ${files} files, ${messages} mails,`,
    `the words of ${statementLines} statement lines and ${decisionParts} parts of decisions (their hashes stand), ${claims} marks of claims.`,
    left.length === 0
      ? `Searched every text of the database for ${searched} values of this person: none is left.`
      : `Searched for ${searched} values of this person, and found some in:`,
    ...left.map(({ table, column, rows }) => `  ${table}.${column}: ${rows} ${rows === 1 ? 'row' : 'rows'}`),
    ...(left.length === 0 ? [] : ['They may be another person’s of the same name or house. Look at them.']),
    ...(isAffiliate ? ['This mailbox is also an affiliate’s; that account stays.'] : []),
    'Backups from before still hold it: after restoring one, erase again.',
  ].join('\n')
}

const list = (noun: string, numbers: readonly string[]): string =>
  numbers.length === 0 ? `no ${noun}s` : `${numbers.length === 1 ? noun : `${noun}s`} ${numbers.join(', ')}`
