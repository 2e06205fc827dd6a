import type { Commission, CommissionExplanation, CommissionPage } from '@tributary/protocol/commission'
import type { LedgerCheck } from '@tributary/protocol/ledger'
import { formatMoney } from '@tributary/protocol/money'
import { currencyDigits } from '../core/program.ts'
import { type Command, table } from './command.ts'
import { UsageError } from './environment.ts'

/** `tributary commission …` and `tributary ledger …` */
export const LEDGER_COMMANDS: Readonly<Record<string, Command>> = {
  'commission list': {
    usage: 'commission list [--order …] [--affiliate CODE] [--state pending] [--limit 50] [--cursor …]',
    summary: 'Commissions, newest first',
    options: { order: 'value', affiliate: 'value', state: 'value', limit: 'value', cursor: 'value' },
    run: (client, given) => client.call('listCommissions', { query: given.options as Record<string, string | undefined> }),
    print: (answer) => listing(answer as CommissionPage),
  },
  'commission why': {
    usage: 'commission why <id>',
    summary: 'Why a commission is what it is; every step can be checked with a pocket calculator',
    run: (client, { rest: [id, ...more] }) => {
      if (!id || more.length > 0) throw new UsageError('Name one commission, by its id: com_… (tributary commission list shows them).')
      return client.call('explainCommission', { parameters: { id } })
    },
    print: (answer) => explanationText(answer as CommissionExplanation),
  },
  'ledger check': {
    usage: 'ledger check',
    summary: 'Replay the ledger and compare it with every balance and commission',
    run: (client) => client.call('checkLedger'),
    print: (answer) => {
      const { transactions, entries, wrong } = answer as LedgerCheck
      const read = `${transactions} transactions with ${entries} entries were replayed.`
      return wrong.length === 0
        ? `${read} Everything agrees.`
        : [`${read} This does not agree:`, ...wrong.map((line) => `  ${line}`)].join('\n')
    },
  },
}

const amount = (currency: string, amountMinor: number): string => formatMoney({ currency, amountMinor }, currencyDigits(currency), 'en')

const date = ({ state, payableAt, isEstimate }: Commission): string =>
  state === 'pending' || state === 'held' ? `${(payableAt ?? '').slice(0, 10)}${isEstimate ? ' (estimate)' : ''}` : ''

const listing = ({ commissions, next }: CommissionPage): string =>
  commissions.length === 0
    ? 'No commissions.'
    : [
        table(
          ['id', 'order', 'article', 'affiliate', 'level', 'amount', 'state', 'payable on', ''],
          commissions.map((one) => [
            one.id,
            one.order,
            one.title,
            one.affiliate,
            String(one.level),
            amount(one.currency, one.amountMinor),
            one.state,
            date(one),
            one.test ? 'test' : '',
          ]),
        ),
        ...(next ? [`More: --cursor ${next}`] : []),
      ].join('\n')

/** The explanation of a commission as lines for a person. */
export function explanationText({ commission, attribution, plan, steps, missed, transactions }: CommissionExplanation): string {
  const money = (amountMinor: number) => amount(commission.currency, amountMinor)
  const rule = plan.rule === undefined ? '' : `, rule “${plan.rule}”`
  const width = Math.max(...steps.map(({ what }) => what.length), 20)
  return [
    `${commission.affiliate} earns ${money(commission.amountMinor)} from order ${commission.order}, line ${commission.line} (${commission.title}), at level ${commission.level}.`,
    `State: ${commission.state}${date(commission) === '' ? '' : `, payable on ${date(commission)}`}${commission.test ? ' (test: never paid out)' : ''}.`,
    '',
    `The order is attributed to ${attribution.affiliate}: ${attribution.why}.`,
    `The plan that counted when it was placed is version ${plan.version}, “${plan.name}”${rule}.`,
    '',
    ...steps.map(({ what, afterMinor }) => `  ${what.padEnd(width)}  ${money(afterMinor).padStart(14)}`),
    '',
    ...(missed.length > 0
      ? ['Who did not earn from this line:', ...missed.map(({ affiliate, level, why }) => `  ${affiliate ?? `level ${level}`}: ${why}`), '']
      : []),
    ...(transactions.length > 0
      ? [
          'In the ledger:',
          ...transactions.map(
            (one) => `  ${one.at.slice(0, 16).replace('T', ' ')}  ${one.kind.replaceAll('_', ' ')}  ${money(one.amountMinor)}`,
          ),
        ]
      : ['Nothing is in the ledger: test orders move no money.']),
  ].join('\n')
}
