import type { ProgramPolicy } from '@tributary/protocol/program'
import { amountText } from './amount-text.ts'
import { type Letter, writeLetter } from './letter.ts'

/** What a letter about a return must know of its order. */
export interface ReturnFacts {
  readonly number: string
  readonly currency: string
  readonly lines: readonly { readonly line: number; readonly title: string; readonly variant: string }[]
  readonly statusUrl: string
  readonly customerEmail: string
  readonly test: boolean
}

/** What was stated, as the letters repeat it. */
export interface Statement {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly reason: string
  readonly announcedAt: Date
  readonly lines: readonly { readonly line: number; readonly quantity: number; readonly unsentQuantity: number }[]
}

/**
 * To the customer: the receipt of a withdrawal, with its content and its time, to be kept (Directive 2011/83/EU, article 11a). It goes to the address that was
 * given for it and to the order's, once where they are the same.
 */
export function withdrawalReceived(policy: ProgramPolicy, order: ReturnFacts, statement: Statement): Letter[] {
  const isSentBack = statement.lines.some(({ quantity, unsentQuantity }) => unsentQuantity < quantity)
  return [...new Set([statement.email, order.customerEmail])].map((recipient) =>
    writeLetter({
      kind: 'withdrawal_received',
      recipient,
      subject: `You withdrew from the contract: order ${order.number}`,
      paragraphs: [
        `${policy.name} has received your withdrawal from the contract about order ${order.number}.`,
        `This mail is your receipt. Your statement arrived on ${moment(policy, statement.announcedAt)}.`,
        isSentBack
          ? `Please send the pieces back within 14 days: ${policy.links.returns}. What you paid for them goes back once they are here.`
          : 'Nothing of it had been shipped, so there is nothing to send back.',
      ],
      ...(statement.reason !== '' && { quote: statement.reason }),
      rows: [
        ['Order', order.number],
        ['Name', statement.name],
        ['E-mail address for this receipt', statement.email],
        ['Arrived', `${moment(policy, statement.announcedAt)} (${statement.announcedAt.toISOString()})`],
        ['Withdrawal', statement.id],
        ...pieces(order, statement),
      ],
      link: { label: 'Look at your order', url: order.statusUrl },
      footer: footer(policy),
      test: order.test,
    }),
  )
}

/** To the customer, where nothing had been paid: the pieces are here, and nothing is owed for them. */
export const returnReceived = (policy: ProgramPolicy, order: ReturnFacts, statement: Statement, reason: string): Letter =>
  writeLetter({
    kind: 'return_received',
    recipient: order.customerEmail,
    subject: `What you returned of order ${order.number} has arrived`,
    paragraphs: [
      `What you returned of your order ${order.number} has arrived. You owe nothing for it.`,
      ...(reason === '' ? [] : [`${policy.name} writes: ${reason}`]),
    ],
    rows: pieces(order, statement),
    link: { label: 'Look at your order', url: order.statusUrl },
    footer: footer(policy),
    test: order.test,
  })

/** To the customer: the return is refused, and why. */
export const returnRefused = (policy: ProgramPolicy, order: ReturnFacts, statement: Statement, reason: string): Letter =>
  writeLetter({
    kind: 'return_refused',
    recipient: order.customerEmail,
    subject: `Your return of order ${order.number} was refused`,
    paragraphs: [
      `${policy.name} refused the return that you announced for your order ${order.number}.`,
      `The reason: ${reason}`,
      `If you see it differently, write to ${policy.contact}.`,
    ],
    rows: pieces(order, statement),
    link: { label: 'Look at your order', url: order.statusUrl },
    footer: footer(policy),
    test: order.test,
  })

/** To staff: a customer withdrew, and what to do about it. */
export const withdrawalArrived = (policy: ProgramPolicy, order: ReturnFacts, statement: Statement): Letter[] =>
  policy.staffEmails.map((recipient) =>
    writeLetter({
      kind: 'withdrawal_arrived',
      recipient,
      subject: `Withdrawal from order ${order.number}`,
      paragraphs: [
        `${statement.name} withdrew from the contract about order ${order.number}.`,
        statement.lines.some(({ quantity, unsentQuantity }) => unsentQuantity < quantity)
          ? `When the pieces are back: tributary return receive ${statement.id}. If you refuse them: tributary return refuse ${statement.id} --reason "…"`
          : 'Nothing of it had been shipped, and it was cancelled. Do not send it.',
      ],
      ...(statement.reason !== '' && { quote: statement.reason }),
      rows: pieces(order, statement),
      footer: policy.name,
      test: order.test,
    }),
  )

/** To staff: the customer cancelled an order before it was shipped. What was paid is to be sent back. */
export const orderCancelledByCustomer = (
  policy: ProgramPolicy,
  order: Pick<ReturnFacts, 'number' | 'currency' | 'test'>,
  givenBackMinor: number,
): Letter[] =>
  policy.staffEmails.map((recipient) =>
    writeLetter({
      kind: 'order_cancelled_by_customer',
      recipient,
      subject: `Order ${order.number} was cancelled by the customer`,
      paragraphs: [
        `The customer cancelled order ${order.number}. Do not ship it; its stock has returned.`,
        givenBackMinor > 0
          ? `${amountText(order.currency, givenBackMinor, policy.locale)} was paid and is recorded as refunded. Send it back the way it was paid.`
          : 'Nothing was paid, so nothing is to be sent back.',
      ],
      footer: policy.name,
      test: order.test,
    }),
  )

function pieces({ lines }: ReturnFacts, statement: Statement): [string, string][] {
  return statement.lines.map(({ line, quantity, unsentQuantity }) => {
    const { title = '', variant = '' } = lines.find((one) => one.line === line) ?? {}
    const unsent = unsentQuantity === 0 ? '' : unsentQuantity === quantity ? ', not shipped' : `, ${unsentQuantity} of them not shipped`
    return [`${title}${variant === '' ? '' : ` (${variant})`}`, `${quantity}${unsent}`]
  })
}

const moment = ({ locale, timeZone }: ProgramPolicy, at: Date): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'long', timeZone }).format(at)

const footer = (policy: ProgramPolicy): string =>
  `${policy.name} · Questions: ${policy.contact} · Returns and withdrawal: ${policy.links.returns}`
