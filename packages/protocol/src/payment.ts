/**
 * The states of the money, beside the order's own. `refund_rest` gives back all that was still here, `refund_part` less; `win_back` returns a
 * payment of which nothing had been refunded, `win_back_rest` one of which a part had. A chargeback that is lost has no event: the money is gone.
 */
export const PAYMENT_TRANSITIONS = {
  unpaid: { pay: 'paid' },
  paid: { refund_part: 'partly_refunded', refund_rest: 'refunded', charge_back: 'charged_back' },
  partly_refunded: { refund_part: 'partly_refunded', refund_rest: 'refunded', charge_back: 'charged_back' },
  refunded: {},
  charged_back: { win_back: 'paid', win_back_rest: 'partly_refunded' },
} as const satisfies Record<string, Record<string, string>>
export type PaymentState = keyof typeof PAYMENT_TRANSITIONS

/** The state of the money that an event leads to, or `undefined` where the table refuses it. */
export const paymentStateAfter = (state: PaymentState, event: string): PaymentState | undefined =>
  (PAYMENT_TRANSITIONS[state] as Readonly<Record<string, PaymentState>>)[event]
