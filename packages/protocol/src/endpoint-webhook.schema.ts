import { z } from 'zod'
import type { EndpointName } from './endpoint.ts'
import type { EndpointShape } from './endpoint-shape.schema.ts'
import {
  addedWebhook,
  deliveriesQuery,
  delivery,
  deliveryPage,
  disableWebhook,
  fetchedDeliveries,
  newWebhook,
  replayed,
  replayRange,
  rotateWebhook,
  webhook,
} from './webhook.schema.ts'

/** The shapes of the endpoints by which the parent's other systems are told what happens. */
export const WEBHOOK_SHAPES = {
  listWebhooks: {
    summary: 'Every webhook, oldest first, with what waits and what was given up',
    answers: { 200: z.strictObject({ webhooks: z.array(webhook) }) },
    problems: [],
  },
  postWebhook: {
    summary: 'Add a webhook; its secret is shown once',
    body: newWebhook,
    answers: { 201: addedWebhook },
    problems: ['webhook_url_refused'],
  },
  removeWebhook: {
    summary: 'Remove a webhook with all its deliveries',
    answers: { 200: z.strictObject({ removed: z.string() }) },
    problems: ['webhook_unknown'],
  },
  enableWebhook: {
    summary: 'Send to a webhook again; what waited is sent first',
    answers: { 200: webhook },
    problems: ['webhook_unknown'],
  },
  disableWebhook: {
    summary: 'Send nothing to a webhook; what waits stays, and nothing new is queued',
    body: disableWebhook,
    answers: { 200: webhook },
    problems: ['webhook_unknown'],
  },
  rotateWebhook: {
    summary: 'Make a fresh secret, shown once; both sign for a day, or for `keepHours`',
    body: rotateWebhook,
    answers: { 200: addedWebhook },
    problems: ['webhook_unknown'],
  },
  testWebhook: {
    summary: 'Queue a `webhook.test` event for one webhook',
    answers: { 201: delivery },
    problems: ['webhook_disabled', 'webhook_unknown'],
  },
  fetchDeliveries: {
    summary: 'Take what a listener was not given yet, signed; it counts as sent',
    answers: { 200: fetchedDeliveries },
    problems: ['webhook_unknown'],
  },
  listDeliveries: {
    summary: 'Deliveries, newest first, by webhook, state and time',
    query: deliveriesQuery,
    answers: { 200: deliveryPage },
    problems: [],
  },
  replayDelivery: { summary: 'Send a delivery again under its id', answers: { 200: delivery }, problems: ['delivery_unknown'] },
  replayDeliveries: {
    summary: 'Send all deliveries of a time again, each under its id',
    body: replayRange,
    answers: { 200: replayed },
    problems: ['webhook_unknown'],
  },
} as const satisfies Partial<Record<EndpointName, EndpointShape>>
