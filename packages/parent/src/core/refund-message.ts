import { formatMoney } from '@tributary/protocol/money'
import type { OrderLine } from '@tributary/protocol/order'
import type { ProgramPolicy } from '@tributary/protocol/program'
import type { GivenBack } from './given-back.ts'
import { type Letter, writeLetter } from './letter.ts'
import { currencyDigits } from './program.ts'

/** What a letter about money that goes back must know of the order. */
export interface RefundFacts {
  readonly number: string
  readonly currency: string
  readonly lines: readonly (Pick<OrderLine, 'title' | 'variant'> & { readonly line: number })[]
  readonly statusUrl: string
  readonly customerEmail: string
  readonly test: boolean
}

/** To the customer: money goes back to you, for what and why. */
export function orderRefunded(policy: ProgramPolicy, order: RefundFacts, given: GivenBack, reason: string): Letter {
  const money = (amountMinor: number) =>
    formatMoney({ currency: order.currency, amountMinor }, currencyDigits(order.currency), policy.locale)
  const sum = money(given.amountMinor)
  return writeLetter({
    kind: 'order_refunded',
    recipient: order.customerEmail,
    subject: `You get ${sum} back for your order ${order.number}`,
    paragraphs: [
      `${policy.name} gives you ${sum} back for your order ${order.number}.`,
      ...(reason === '' ? [] : [`The reason: ${reason}`]),
      given.payment === 'refunded'
        ? 'With this you have got back everything that you paid. It comes the way you paid; your bank may take some days.'
        : 'It comes the way you paid; your bank may take some days.',
    ],
    rows: [
      ...given.lines.map(({ line, quantity, amountMinor }): [string, string] => [label(order, line, quantity), money(amountMinor)]),
      ...(given.shippingMinor > 0 ? [['Shipping', money(given.shippingMinor)] as const] : []),
      ['You get back', sum],
    ],
    hasSum: true,
    link: { label: 'Look at your order', url: order.statusUrl },
    footer: `${policy.name} · Questions: ${policy.contact} · Returns and withdrawal: ${policy.links.returns}`,
    test: order.test,
  })
}

function label({ lines }: RefundFacts, line: number, quantity: number): string {
  const { title = '', variant = '' } = lines.find((one) => one.line === line) ?? {}
  return `${quantity > 0 ? `${quantity} × ` : ''}${title}${variant === '' ? '' : ` (${variant})`}`
}
