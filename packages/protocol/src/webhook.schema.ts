import { z } from 'zod'
import { id } from './id.schema.ts'
import { text } from './text.schema.ts'
import {
  type AddedWebhook,
  DELIVERY_TRANSITIONS,
  type Delivery,
  type DeliveryPage,
  type DeliveryState,
  type FetchedDelivery,
  isEventPattern,
  type NewWebhook,
  type ReplayRange,
  WEBHOOK_STATES,
  type Webhook,
} from './webhook.ts'

const MOST_EVENTS = 100
const states = Object.keys(DELIVERY_TRANSITIONS) as DeliveryState[]

const pattern = z
  .string()
  .max(64)
  .refine(isEventPattern, 'Not a kind of event. Name one (order.shipped), all of one thing (order.*), or everything (*).')

/** `Webhook` on the wire. */
export const webhook = z.strictObject({
  id: id('webhook'),
  url: z.string().exactOptional(),
  events: z.array(z.string()),
  state: z.enum(WEBHOOK_STATES),
  reason: z.string().exactOptional(),
  createdAt: z.iso.datetime(),
  previousUntil: z.iso.datetime().exactOptional(),
  waiting: z.int(),
  dead: z.int(),
}) satisfies z.ZodType<Webhook>

/** `AddedWebhook` on the wire. */
export const addedWebhook = webhook.extend({ secret: z.string() }) satisfies z.ZodType<AddedWebhook>

/** `NewWebhook` on the wire. */
export const newWebhook = z
  .strictObject({
    url: text(2_000, 1).optional(),
    listen: z.literal(true).optional(),
    events: z.array(pattern).min(1).max(MOST_EVENTS).optional(),
  })
  .refine(({ url, listen }) => (url === undefined) !== (listen === undefined), {
    path: ['url'],
    message: 'Say where events are sent to; or `listen`, and fetch them.',
  }) satisfies z.ZodType<NewWebhook>

/** Why a webhook is disabled; staff may leave it out. */
export const disableWebhook = z.strictObject({ reason: text(500, 1).optional() })

/** How long the old secret goes on signing beside the new one. */
export const rotateWebhook = z.strictObject({ keepHours: z.int().min(0).max(720).optional() })

/** `Delivery` on the wire. */
export const delivery = z.strictObject({
  id: id('delivery'),
  webhook: id('webhook'),
  event: id('event'),
  type: z.string(),
  at: z.iso.datetime(),
  state: z.enum(states),
  attempts: z.int(),
  nextAt: z.iso.datetime().exactOptional(),
  sentAt: z.iso.datetime().exactOptional(),
  status: z.int().exactOptional(),
  failure: z.string().exactOptional(),
  test: z.boolean(),
  payload: z.string(),
}) satisfies z.ZodType<Delivery>

/** `DeliveryPage` on the wire. */
export const deliveryPage = z.strictObject({
  deliveries: z.array(delivery),
  next: z.string().exactOptional(),
}) satisfies z.ZodType<DeliveryPage>

/** What deliveries are asked for by. */
export const deliveriesQuery = z.strictObject({
  webhook: id('webhook').optional(),
  state: z.enum(states).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  cursor: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** What a listener fetched. */
export const fetchedDeliveries = z.strictObject({
  deliveries: z.array(z.strictObject({ type: z.string(), headers: z.record(z.string(), z.string()), payload: z.string() })),
}) satisfies z.ZodType<{ deliveries: FetchedDelivery[] }>

/** `ReplayRange` on the wire. */
export const replayRange = z.strictObject({
  since: z.iso.datetime({ offset: true }),
  until: z.iso.datetime({ offset: true }).optional(),
  webhook: id('webhook').optional(),
  state: z.enum(states).optional(),
}) satisfies z.ZodType<ReplayRange, unknown>

/** How many deliveries are sent again. */
export const replayed = z.strictObject({ replayed: z.int() })
