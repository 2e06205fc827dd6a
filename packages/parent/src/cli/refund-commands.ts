import { newId } from '@tributary/protocol/id'
import { formatMoney, fromDecimal } from '@tributary/protocol/money'
import type { OrderRecord } from '@tributary/protocol/order'
import type { NewRefund, Refund, RefundPreview, WantedLine } from '@tributary/protocol/refund'
import { currencyDigits } from '../core/program.ts'
import { type Arguments, type Command, flag, list, table, value } from './command.ts'
import { UsageError } from './environment.ts'

/** `tributary refund …` */
export const REFUND_COMMANDS: Readonly<Record<string, Command>> = {
  refund: {
    usage:
      'refund <number or id> [--line sku=quantity …] [--amount sku=12.34 …] [--shipping all|4.90] [--reason …] [--goodwill] [--preview] [--id rfd_…]',
    summary: 'Give money back; without --line, --amount and --shipping all that is left',
    options: {
      line: 'list',
      amount: 'list',
      shipping: 'value',
      reason: 'value',
      goodwill: 'flag',
      preview: 'flag',
      id: 'value',
    },
    run: async (client, given) => {
      const [id, ...more] = given.rest
      if (!id || more.length > 0) throw new UsageError('Name one order, by its number or its id.')
      const { currency } = (await client.call('showOrder', { parameters: { id } })) as OrderRecord
      return client.call('postRefund', { parameters: { id }, body: JSON.stringify(wanted(given, currency)) })
    },
    print: (answer) => refundText(answer as Refund | RefundPreview),
  },
}

function wanted(given: Arguments, currency: string): NewRefund | { readonly id: string } {
  const lines: WantedLine[] = [
    ...list(given, 'line').map((text) => {
      const [sku, quantity] = pair(text, /^\d+$/, 'write sku=quantity, like --line mug-blue=2')
      return { sku, quantity: Number(quantity) }
    }),
    ...list(given, 'amount').map((text) => {
      const [sku, amount] = pair(text, /./, 'write sku=amount, like --amount mug-blue=12.34')
      return { sku, amountMinor: minorOf(amount, currency) }
    }),
  ]
  const shipping = value(given, 'shipping')
  const id = value(given, 'id') ?? newId('refund')
  return {
    ...(flag(given, 'preview') ? { preview: true } : { id }),
    currency,
    ...(flag(given, 'goodwill') && { kind: 'goodwill' as const }),
    ...(value(given, 'reason') !== undefined && { reason: value(given, 'reason') }),
    ...(lines.length > 0 && { lines }),
    ...(shipping !== undefined && { shipping: shipping === 'all' ? shipping : minorOf(shipping, currency) }),
  }
}

function pair(text: string, form: RegExp, remedy: string): [string, string] {
  const [, sku, rest] = /^(.+)=(.+)$/s.exec(text) ?? []
  if (!sku || !rest || !form.test(rest)) throw new UsageError(`“${text}” is not a line; ${remedy}`)
  return [sku, rest]
}

function minorOf(text: string, currency: string): number {
  const digits = currencyDigits(currency)
  const minor = fromDecimal(text, digits)
  if (minor !== undefined) return minor
  throw new UsageError(`“${text}” is no amount in ${currency}, which has ${digits} decimals.`)
}

/** A refund, or what one would do, as a table for a person. */
export function refundText(answer: Refund | RefundPreview): string {
  const amount = (amountMinor: number) => formatMoney({ currency: answer.currency, amountMinor }, currencyDigits(answer.currency), 'en')
  const isPreview = 'preview' in answer
  const rows = [
    ...answer.lines.map(({ sku, quantity, amountMinor }) => [sku, quantity > 0 ? String(quantity) : '–', amount(amountMinor)]),
    ...(answer.shippingMinor > 0 ? [['shipping', '–', amount(answer.shippingMinor)]] : []),
    [isPreview ? 'would go back' : 'went back', '', amount(answer.amountMinor)],
  ]
  const payment = answer.payment.replaceAll('_', ' ')
  return [
    table(['article', 'pieces', 'amount'], rows),
    '',
    isPreview ? `Nothing is changed yet. The payment would be ${payment}.` : `The payment is ${payment}. Refund ${answer.id}.`,
    ...(isPreview ? reversalText(answer, amount) : []),
  ].join('\n')
}

const reversalText = ({ reversals }: RefundPreview, amount: (amountMinor: number) => string): string[] =>
  reversals.length === 0
    ? ['No commission would be taken back.']
    : [
        'Taken back of commissions:',
        table(
          ['affiliate', 'level', 'line', 'amount', 'why'],
          reversals.map(({ affiliate, level, line, amountMinor, why }) => [
            affiliate,
            String(level),
            String(line),
            amount(amountMinor),
            why,
          ]),
        ),
      ]
