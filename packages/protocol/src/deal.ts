/**
 * Rows are states, columns are events; a missing cell is a refused event. A lead becomes a deal on its way, so this is the life of both.
 * `decline` is the customer's no to a proposal: they go on talking. `cancel` ends a deal that was won; what was paid of it stays paid until it is refunded.
 */
export const DEAL_TRANSITIONS = {
  new: { contact: 'contacted', propose: 'proposed', lose: 'lost', expire: 'expired' },
  contacted: { propose: 'proposed', lose: 'lost', expire: 'expired' },
  proposed: { propose: 'proposed', decline: 'contacted', win: 'won', lose: 'lost', expire: 'expired' },
  won: { cancel: 'lost' },
  lost: { reopen: 'contacted' },
  expired: { reopen: 'contacted' },
} as const satisfies Record<string, Record<string, string>>
export type DealState = keyof typeof DEAL_TRANSITIONS
export type DealEvent = 'contact' | 'propose' | 'decline' | 'win' | 'lose' | 'expire' | 'cancel' | 'reopen'

/** The state that an event leads to, or `undefined` where the table refuses it. */
export const dealStateAfter = (state: DealState, event: DealEvent): DealState | undefined =>
  (DEAL_TRANSITIONS[state] as Readonly<Record<string, DealState>>)[event]

/** Rows are states, columns are events. What was paid goes back by refunds of the order that the payment made, and stays `paid` here. */
export const MILESTONE_TRANSITIONS = {
  due: { invoice: 'invoiced', pay: 'paid', cancel: 'cancelled' },
  invoiced: { pay: 'paid', cancel: 'cancelled' },
  paid: {},
  cancelled: {},
} as const satisfies Record<string, Record<string, string>>
export type MilestoneState = keyof typeof MILESTONE_TRANSITIONS
