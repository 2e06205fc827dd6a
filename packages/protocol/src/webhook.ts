import type { DeliveryId, EventId, WebhookId } from './id.ts'

/** What webhooks are told. New kinds may come: a receiver ignores what it does not know. */
export const WEBHOOK_EVENTS = [
  'order.placed',
  'order.accepted',
  'order.confirmed',
  'order.paid',
  'order.shipped',
  'order.delivered',
  'order.cancelled',
  'order.refunded',
  'order.charged_back',
  'order.chargeback_won',
  'shipment.created',
  'refund.created',
  'return.announced',
  'return.received',
  'return.refunded',
  'return.refused',
  'lead.received',
  'lead.contacted',
  'lead.proposed',
  'lead.declined',
  'lead.lost',
  'lead.expired',
  'lead.reopened',
  'lead.assigned',
  'lead.taken_over',
  'deal.won',
  'deal.cancelled',
  'milestone.invoiced',
  'milestone.paid',
  'milestone.cancelled',
  'commission.created',
  'commission.held',
  'commission.payable',
  'commission.paid',
  'commission.returned',
  'commission.reversed',
  'commission.reinstated',
  'payout.drafted',
  'payout.approved',
  'payout.sent',
  'payout.settled',
  'payout.failed',
  'payout.withdrawn',
  'affiliate.added',
  'affiliate.applied',
  'affiliate.approved',
  'affiliate.declined',
  'affiliate.suspended',
  'affiliate.resumed',
  'affiliate.closed',
  'affiliate.moved',
  'webhook.test',
] as const
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number]

/** What a webhook can ask for: `*`, all of one thing (`order.*`), or one kind. */
export const isEventPattern = (pattern: string): boolean =>
  pattern === '*' || WEBHOOK_EVENTS.some((event) => event === pattern || `${event.split('.')[0]}.*` === pattern)

/** Rows are states, columns are events. `dead` is given up until somebody replays it. */
export const DELIVERY_TRANSITIONS = {
  due: { succeed: 'sent', fail: 'retrying', give_up: 'dead', replay: 'due' },
  retrying: { succeed: 'sent', fail: 'retrying', give_up: 'dead', replay: 'due' },
  sent: { replay: 'due' },
  dead: { replay: 'due' },
} as const satisfies Record<string, Record<string, string>>
export type DeliveryState = keyof typeof DELIVERY_TRANSITIONS

/** A webhook is sent to unless it is disabled: by staff, or by an answer of 410. */
export const WEBHOOK_STATES = ['enabled', 'disabled'] as const
export type WebhookState = (typeof WEBHOOK_STATES)[number]

/** An address that is told what happens. */
export interface Webhook {
  readonly id: WebhookId
  /** None where it is a listener, which fetches (`tributary listen`). */
  readonly url?: string
  readonly events: readonly string[]
  readonly state: WebhookState
  /** Why it is disabled. */
  readonly reason?: string
  readonly createdAt: string
  /** Until then the secret before the present one signs too. */
  readonly previousUntil?: string
  /** Deliveries that were not sent yet, and those that were given up. */
  readonly waiting: number
  readonly dead: number
}

/** A webhook with its secret, `whsec_` and base64, shown this once. */
export interface AddedWebhook extends Webhook {
  readonly secret: string
}

/** What staff send to add one; without a list of events it is told everything. */
export interface NewWebhook {
  readonly url?: string | undefined
  readonly listen?: true | undefined
  readonly events?: string[] | undefined
}

/** One event for one webhook. */
export interface Delivery {
  readonly id: DeliveryId
  readonly webhook: WebhookId
  /** The `webhook-id` header: the same for each attempt, each replay and each webhook. */
  readonly event: EventId
  readonly type: string
  readonly at: string
  readonly state: DeliveryState
  readonly attempts: number
  /** When it is tried again. */
  readonly nextAt?: string
  readonly sentAt?: string
  /** The HTTP status of the last attempt, if there was an answer. */
  readonly status?: number
  /** Why the last attempt failed. */
  readonly failure?: string
  readonly test: boolean
  /** The bytes that are sent, as text: what is signed. */
  readonly payload: string
}

/** A page of deliveries, newest first; `next` is the cursor of the one after. */
export interface DeliveryPage {
  readonly deliveries: readonly Delivery[]
  readonly next?: string
}

/** What a listener fetched, signed at this moment as it would be sent. */
export interface FetchedDelivery {
  readonly type: string
  readonly headers: Readonly<Record<string, string>>
  readonly payload: string
}

/** Which deliveries are sent again, under the ids that they had: those of events from `since` up to, not including, `until`. */
export interface ReplayRange {
  readonly since: string
  readonly until?: string | undefined
  readonly webhook?: WebhookId | undefined
  readonly state?: DeliveryState | undefined
}
