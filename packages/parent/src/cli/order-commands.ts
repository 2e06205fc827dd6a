import type { AttributionExplanation } from '@tributary/protocol/attribution'
import { formatMoney } from '@tributary/protocol/money'
import type { OrderPage, OrderRecord } from '@tributary/protocol/order'
import { currencyDigits } from '../core/program.ts'
import { timeLine } from './attribution-text.ts'
import { type Arguments, type Command, flag, list, table, value } from './command.ts'
import { UsageError } from './environment.ts'

/** `tributary order …` */
export const ORDER_COMMANDS: Readonly<Record<string, Command>> = {
  'order list': {
    usage: 'order list [--state placed] [--payment unpaid] [--site site_…] [--test true|false] [--limit 50] [--cursor …]',
    summary: 'Orders, newest first',
    options: { state: 'value', payment: 'value', site: 'value', test: 'value', limit: 'value', cursor: 'value' },
    run: (client, given) => client.call('listOrders', { query: given.options as Record<string, string | undefined> }),
    print: (answer) => listing(answer as OrderPage),
  },
  'order show': {
    usage: 'order show <number or id>',
    summary: 'One order, whole',
    run: (client, given) => client.call('showOrder', { parameters: { id: name(given) } }),
    print: (answer) => details(answer as OrderRecord),
  },
  'order why': {
    usage: 'order why <number or id>',
    summary: 'Who was attributed an order and why, as a time line',
    run: (client, given) => client.call('explainOrder', { parameters: { id: name(given) } }),
    print: (answer) => timeLine(answer as AttributionExplanation),
  },
  'order confirm': event('confirm', 'confirmOrder', 'Confirm an order'),
  'order paid': event('paid', 'markOrderPaid', 'Mark an order paid'),
  'order chargeback': {
    usage: 'order chargeback <number or id> [--won]',
    summary: 'The customer’s bank took the payment back; with --won it is here again',
    options: { won: 'flag' },
    run: (client, given) => client.call(flag(given, 'won') ? 'winBackOrder' : 'chargeBackOrder', { parameters: { id: name(given) } }),
    print: (answer) => summary(answer as OrderRecord),
  },
  'order deliver': event('deliver', 'deliverOrder', 'Mark an order delivered'),
  'order ship': {
    usage: 'order ship <number or id> --carrier DHL [--tracking …] [--tracking-url https://…] [--line sku=quantity …]',
    summary: 'Record a parcel; without --line all that is left',
    options: { carrier: 'value', tracking: 'value', 'tracking-url': 'value', line: 'list' },
    run: (client, given) => {
      const carrier = value(given, 'carrier')
      if (!carrier) throw new UsageError('Say who carries the parcel: --carrier DHL')
      const shipment = { carrier, tracking: value(given, 'tracking'), trackingUrl: value(given, 'tracking-url'), lines: lines(given) }
      return client.call('shipOrder', { parameters: { id: name(given) }, body: JSON.stringify(shipment) })
    },
    print: (answer) => summary(answer as OrderRecord),
  },
  'order cancel': {
    usage: 'order cancel <number or id> [--reason …] [--line sku=quantity …]',
    summary: 'Cancel what is not shipped; without --line all of it',
    options: { reason: 'value', line: 'list' },
    run: (client, given) => {
      const body = JSON.stringify({ reason: value(given, 'reason'), lines: lines(given) })
      return client.call('cancelOrder', { parameters: { id: name(given) }, body })
    },
    print: (answer) => summary(answer as OrderRecord),
  },
}

function event(verb: string, endpoint: 'confirmOrder' | 'markOrderPaid' | 'deliverOrder', about: string): Command {
  return {
    usage: `order ${verb} <number or id>`,
    summary: about,
    run: (client, given) => client.call(endpoint, { parameters: { id: name(given) } }),
    print: (answer) => summary(answer as OrderRecord),
  }
}

function name({ rest: [first, ...more] }: Arguments): string {
  if (first && more.length === 0) return first
  throw new UsageError('Name one order, by its number or its id.')
}

function lines(given: Arguments): { sku: string; quantity: number }[] | undefined {
  const typed = list(given, 'line')
  if (typed.length === 0) return undefined
  return typed.map((text) => {
    const [, sku, quantity] = /^(.+)=(\d+)$/s.exec(text) ?? []
    if (!sku || !quantity) throw new UsageError(`“${text}” is not a line; write sku=quantity, like --line mug-blue=2`)
    return { sku, quantity: Number(quantity) }
  })
}

const amount = (order: OrderRecord, amountMinor: number): string =>
  formatMoney({ currency: order.currency, amountMinor }, currencyDigits(order.currency), 'en')

const summary = (order: OrderRecord): string =>
  `Order ${order.number}: ${order.state.replaceAll('_', ' ')}, ${order.payment.replaceAll('_', ' ')}, ${amount(order, order.totals.totalMinor)}`

const listing = ({ orders, next }: OrderPage): string =>
  orders.length === 0
    ? 'No orders yet.'
    : table(
        ['number', 'placed', 'state', 'payment', 'total', 'affiliate', ''],
        orders.map((order) => [
          order.number,
          order.placedAt.slice(0, 16).replace('T', ' '),
          order.state,
          order.payment,
          amount(order, order.totals.totalMinor),
          order.attribution.affiliate ?? '–',
          order.test ? 'test' : '',
        ]),
      ) + (next ? `\nMore: --cursor ${next}` : '')

function details(order: OrderRecord): string {
  const { delivery, email, phone, note } = order.customer
  const place = [delivery.postcode, delivery.city, delivery.region].filter(Boolean).join(' ')
  const rows = order.lines.map((line) => [
    `${line.quantity} ×`,
    `${line.title}${line.variant ? ` (${line.variant})` : ''}`,
    line.sku,
    amount(order, line.totalMinor),
    `shipped ${line.shippedQuantity}, cancelled ${line.cancelledQuantity}, refunded ${line.refundedQuantity}`,
  ])
  return [
    summary(order) + (order.test ? ' (test)' : ''),
    table(['', 'article', 'sku', 'amount', ''], rows),
    ...(order.discount
      ? [`Code ${order.discount.code} took off ${amount(order, order.discount.amountMinor)} (${order.discount.title})`]
      : []),
    `Shipping ${order.shippingTitle}: ${amount(order, order.totals.shippingMinor)}; tax ${amount(order, order.totals.taxMinor)}`,
    `Deliver to: ${[delivery.name, delivery.line1, delivery.line2, place, delivery.country].filter(Boolean).join(', ')}`,
    `Reach: ${[email, phone].filter(Boolean).join(', ')}${note ? `\nNote: ${note}` : ''}`,
    `Attributed to: ${order.attribution.affiliate ?? 'nobody'} (${order.attribution.reason.replaceAll('_', ' ')})`,
    ...order.shipments.map((parcel) => `Parcel: ${parcel.carrier} ${parcel.tracking} on ${parcel.shippedAt.slice(0, 10)}`),
    ...order.refunds.map((refund) =>
      `Given back: ${amount(order, refund.amountMinor)} on ${refund.at.slice(0, 10)} (${refund.kind}) ${refund.reason}`.trimEnd(),
    ),
    `Status page: ${order.statusUrl}`,
  ].join('\n')
}
