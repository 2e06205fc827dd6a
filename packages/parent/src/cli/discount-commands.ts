import type { Discount } from '@tributary/protocol/discount'
import { formatMoney, fromDecimal } from '@tributary/protocol/money'
import type { ProgramPolicy } from '@tributary/protocol/program'
import { currencyDigits } from '../core/program.ts'
import { type Arguments, type Command, flag, required, table, value } from './command.ts'
import { UsageError } from './environment.ts'

/** `tributary discount …` */
export const DISCOUNT_COMMANDS: Readonly<Record<string, Command>> = {
  'discount add': {
    usage:
      'discount add --code … --title … (--percent 10 | --amount 5.00 | --free-shipping) [--from 2026-12-01] [--until …] [--uses 100] [--per-customer 1] [--minimum 50.00] [--test]',
    summary: 'Add a discount that customers get by its code; --until is the first moment at which it is over',
    options: {
      ...{ code: 'value', title: 'value', percent: 'value', amount: 'value', 'free-shipping': 'flag', from: 'value', until: 'value' },
      ...{ uses: 'value', 'per-customer': 'value', minimum: 'value', test: 'flag' },
    },
    run: async (client, given) => {
      const { code, title } = required(given, 'code', 'title')
      const { currency } = (await client.call('getProgram')) as ProgramPolicy
      const body = { code, title, ...whatItTakes(given, currency), ...limits(given, currency), test: flag(given, 'test') }
      return client.call('postDiscount', { body: JSON.stringify(body) })
    },
    print: (answer) => `${(answer as Discount).code}: ${worth(answer as Discount)}`,
  },
  'discount list': {
    usage: 'discount list',
    summary: 'All discounts, newest first, with how often each is used',
    run: (client) => client.call('listDiscounts'),
    print: (answer) => {
      const { discounts } = answer as { discounts: Discount[] }
      if (discounts.length === 0) return 'No discounts yet. Add one: tributary discount add --code … --title … --percent 10'
      return table(
        ['code', 'takes off', 'used', 'from', 'until', ''],
        discounts.map((one) => [
          one.code,
          worth(one),
          one.useLimit === undefined ? String(one.uses) : `${one.uses} of ${one.useLimit}`,
          one.validFrom ?? '',
          one.validUntil ?? '',
          [one.endedAt ? 'ended' : '', one.test ? 'test' : ''].filter(Boolean).join(', '),
        ]),
      )
    },
  },
  'discount end': {
    usage: 'discount end <code>',
    summary: 'End a discount at once; quotes that were given keep their price',
    run: (client, { rest: [code, ...more] }) => {
      if (!code || more.length > 0) throw new UsageError('Name one discount, by its code.')
      return client.call('endDiscount', { parameters: { code } })
    },
    print: (answer) => `${(answer as Discount).code} is over.`,
  },
}

function whatItTakes(given: Arguments, currency: string): object {
  const [percent, amount] = [value(given, 'percent'), value(given, 'amount')]
  if ([percent !== undefined, amount !== undefined, flag(given, 'free-shipping')].filter(Boolean).length !== 1) {
    throw new UsageError('Say what it takes off: --percent 10, --amount 5.00 or --free-shipping.')
  }
  if (percent !== undefined) return { kind: 'percent', basisPoints: minorOf(percent, 2, '--percent 12.5') }
  if (amount !== undefined) return { kind: 'amount', amountMinor: minorOf(amount, currencyDigits(currency), '--amount 5.00') }
  return { kind: 'free_shipping' }
}

function limits(given: Arguments, currency: string): object {
  const number = (name: string) => (value(given, name) === undefined ? undefined : Number(value(given, name)))
  const minimum = value(given, 'minimum')
  return {
    validFrom: instant(value(given, 'from')),
    validUntil: instant(value(given, 'until')),
    useLimit: number('uses'),
    customerLimit: number('per-customer'),
    minimumMinor: minimum === undefined ? undefined : minorOf(minimum, currencyDigits(currency), '--minimum 50.00'),
  }
}

function minorOf(text: string, digits: number, example: string): number {
  const minor = fromDecimal(text, digits)
  if (minor === undefined) throw new UsageError(`“${text}” is no amount; write it like ${example}`)
  return minor
}

// A day begins at its midnight, UTC.
const instant = (text: string | undefined): string | undefined => (text && /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text)

function worth({ kind, basisPoints = 0, amountMinor = 0, currency }: Discount): string {
  if (kind === 'free_shipping') return 'shipping'
  return kind === 'percent' ? `${basisPoints / 100} %` : formatMoney({ currency, amountMinor }, currencyDigits(currency))
}
