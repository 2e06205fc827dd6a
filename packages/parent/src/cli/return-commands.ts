import type { ReturnPage, ReturnRecord } from '@tributary/protocol/return'
import { type Arguments, type Command, required, table, value } from './command.ts'
import { UsageError } from './environment.ts'

/** `tributary return …` */
export const RETURN_COMMANDS: Readonly<Record<string, Command>> = {
  'return list': {
    usage: 'return list [--state announced|received|refunded|refused] [--order <number>]',
    summary: 'What customers withdrew from, newest first',
    options: { state: 'value', order: 'value' },
    run: (client, given) => {
      return client.call('listReturns', { query: { state: value(given, 'state'), order: value(given, 'order') } })
    },
    print: (answer) => listText((answer as ReturnPage).returns),
  },
  'return show': {
    usage: 'return show <id, or number of the order>',
    summary: 'One return, with what was stated and every step',
    run: (client, given) => client.call('showReturn', { parameters: { id: named(given) } }),
    print: (answer) => returnText(answer as ReturnRecord),
  },
  'return receive': {
    usage: 'return receive <id, or number of the order> [--reason …]',
    summary: 'The pieces are back: what was paid for them is refunded',
    options: { reason: 'value' },
    run: (client, given) =>
      client.call('receiveReturn', { parameters: { id: named(given) }, body: JSON.stringify({ reason: value(given, 'reason') }) }),
    print: (answer) => returnText(answer as ReturnRecord),
  },
  'return refuse': {
    usage: 'return refuse <id, or number of the order> --reason …',
    summary: 'Refuse a return; the customer is told the reason',
    options: { reason: 'value' },
    run: (client, given) =>
      client.call('refuseReturn', { parameters: { id: named(given) }, body: JSON.stringify(required(given, 'reason')) }),
    print: (answer) => returnText(answer as ReturnRecord),
  },
}

function named({ rest: [first, ...more] }: Arguments): string {
  if (first && more.length === 0) return first
  throw new UsageError('Name one return, by its id or by the number of its order.')
}

function listText(returns: readonly ReturnRecord[]): string {
  if (returns.length === 0) return 'Nobody withdrew from anything.'
  return table(
    ['return', 'order', 'since', 'state', 'pieces', 'name'],
    returns.map(({ id, orderNumber, announcedAt, state, lines, name }) => [
      id,
      orderNumber,
      announcedAt.slice(0, 10),
      state,
      lines.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(', '),
      name,
    ]),
  )
}

/** A return for a person: what it is about, each step, and the refund that it made. */
export function returnText({ id, orderNumber, state, lines, name, email, reason, steps, refund }: ReturnRecord): string {
  return [
    `Return ${id} of order ${orderNumber}: ${state}`,
    `Stated by ${name} <${email}>${reason === '' ? '' : `: ${reason}`}`,
    ...lines.map(
      ({ sku, quantity, unsentQuantity }) =>
        `  ${quantity} × ${sku}${unsentQuantity === 0 ? '' : `, ${unsentQuantity} of them cancelled before shipping`}`,
    ),
    ...steps.map(({ to, at, actor, reason: why }) => `${at}  ${to} by ${actor}${why === '' ? '' : `: ${why}`}`),
    ...(refund ? [`Refund ${refund}.`] : []),
  ].join('\n')
}
