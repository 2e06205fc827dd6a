import type { WebhookId } from './id.ts'

/** What an affiliate may be called about, and when it is. */
export const POSTBACK_EVENTS = {
  'order.placed': 'an order is attributed to you',
  'order.paid': 'it is paid; from now on `{commission}` is known',
  'order.refunded': 'money goes back; `{amount}` is what went back, `{commission}` what is left for you',
  'lead.won': 'a request of yours became a deal; `{order_number}` is the request’s number',
  'commission.payable': 'a commission may be paid out',
  'payout.sent': 'a payout is on its way',
} as const

/** A kind of event that an affiliate may be called about. */
export type PostbackEvent = keyof typeof POSTBACK_EVENTS

/** What may stand in curly brackets in the address, and what is put in its place. Nothing of a customer is among them. */
export const POSTBACK_MACROS = {
  order_number: 'the number of the order or the request',
  amount: 'what it is worth, like 19.80',
  currency: 'of the amounts (ISO 4217)',
  commission: 'what it earns you, like 2.07',
  sub_id: 'the sub-id of the visit that won',
  campaign: 'the campaign of the visit that won',
  event: 'the kind of event',
  time: 'when it happened, UTC',
} as const

/** A macro's name. */
export type PostbackMacro = keyof typeof POSTBACK_MACROS

/** An address to be called. */
export interface Postback {
  readonly id: WebhookId
  readonly url: string
  readonly events: readonly PostbackEvent[]
  readonly state: 'enabled' | 'disabled'
  readonly reason?: string
  readonly createdAt: string
  readonly waiting: number
  readonly dead: number
}

/** The name of the first macro in an address that there is none of, or `undefined`. */
export const unknownMacro = (url: string): string | undefined =>
  [...url.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name).find((name) => !(name in POSTBACK_MACROS))
