import { expandedUrl, type PostbackFacts } from '../core/postback.ts'
import { retryAt, webhookHeaders } from '../core/webhook.ts'
import { webhookDisabled } from '../core/webhook-message.ts'
import { callOutside, type FindAddresses, postOutside } from '../http/outgoing.ts'
import type { Parent } from '../routes/route.ts'
import { forgetDeliveries } from '../store/deliveries.ts'
import { type ClaimedDelivery, claimDeliveries, markDelivered, markUndelivered } from '../store/delivery-queue.ts'
import { queueMessages } from '../store/messages.ts'
import { programById } from '../store/programs.ts'
import { disableWebhook, forgetSilentListeners } from '../store/webhooks.ts'
import { type Job, startJob } from './job.ts'

const LOOK_EVERY_MS = 2_000
const TIMEOUT_MS = 15_000
// Far more than an attempt takes, so that nothing is sent by two processes while both live.
const LEASE_MS = 60_000
const MOST = 20
const MOST_PER_WEBHOOK = 5

const TIDY_EVERY_MS = 60 * 60 * 1_000
const DAY_MS = 24 * 60 * 60 * 1_000
const SENT_KEPT_MS = 30 * DAY_MS
const DEAD_KEPT_MS = 90 * DAY_MS
const LISTENER_KEPT_MS = 10 * 60 * 1_000

const GONE = 410
const UNWANTED = 'The receiver answered 410: it wants nothing more.'

/** What a test sets in the place of the network's own. */
export interface WebhookOptions {
  readonly findAddresses?: FindAddresses
  readonly timeoutMs?: number
}

/**
 * Sends what webhooks are due, 20 at once and 5 to one webhook. An event arrives once or more, always under the same `webhook-id`: again where the
 * receiver's answer was lost, or where this process died before it was recorded. No database transaction is open while something is sent.
 */
export function startWebhooks(parent: Parent, options: WebhookOptions = {}): Job {
  const inHand = new Map<Promise<void>, number>()
  const tidy = tidier(parent)
  let finished = 0
  const claim = () => {
    const sending = new Map<number, number>()
    for (const webhookKey of inHand.values()) sending.set(webhookKey, (sending.get(webhookKey) ?? 0) + 1)
    const now = parent.now()
    const lease = { now, leaseUntil: new Date(now.getTime() + LEASE_MS) }
    return claimDeliveries(parent.database, lease, { most: MOST - inHand.size, mostPerWebhook: MOST_PER_WEBHOOK, sending })
  }
  const job = startJob(LOOK_EVERY_MS, parent.log, async () => {
    await tidy()
    const finishedBefore = finished
    const claimed = await claim()
    for (const delivery of claimed) {
      const sent = deliver(parent, delivery, options).finally(() => {
        inHand.delete(sent)
        finished++
        job.wake()
      })
      inHand.set(sent, delivery.webhookKey)
    }
    if (inHand.size >= MOST) await Promise.race(inHand.keys())
    // What ended while the database was asked may have made room.
    return 0 < claimed.length || finished !== finishedBefore
  })
  return {
    wake: job.wake,
    stop: async () => {
      await job.stop()
      await Promise.all(inHand.keys())
    },
  }
}

async function deliver(parent: Parent, delivery: ClaimedDelivery, options: WebhookOptions): Promise<void> {
  try {
    await record(parent, delivery, await attempt(parent, delivery, options))
  } catch (error) {
    // The database is away: the lease ends, and the delivery comes again under its id.
    parent.log.error({ err: error, eventId: delivery.eventId }, 'the outcome of a delivery could not be recorded')
  }
}

type Outcome = { readonly status: number } | { readonly failure: string }

async function attempt(
  { now, allowsPrivateWebhooks: allowsPrivate }: Parent,
  delivery: ClaimedDelivery,
  { timeoutMs = TIMEOUT_MS, ...options }: WebhookOptions,
): Promise<Outcome> {
  try {
    const outgoing = { allowsPrivate, timeoutMs, ...options }
    if (delivery.isPostback) {
      const url = expandedUrl(delivery.url, JSON.parse(delivery.payload) as PostbackFacts)
      return { status: await callOutside(url, { 'webhook-id': delivery.eventId }, outgoing) }
    }
    return { status: await postOutside(delivery.url, webhookHeaders(delivery, now()), delivery.payload, outgoing) }
  } catch (error) {
    return { failure: reasonOf(error) }
  }
}

async function record(parent: Parent, delivery: ClaimedDelivery, outcome: Outcome): Promise<void> {
  const { database, log, now } = parent
  const { eventId, attempts } = delivery
  const status = 'status' in outcome ? outcome.status : undefined
  if (status !== undefined && 200 <= status && status < 300) return markDelivered(database, delivery, now(), status)

  const failure = 'failure' in outcome ? outcome.failure : `The receiver answered ${outcome.status}.`
  const isGone = status === GONE
  const nextAt = isGone ? undefined : retryAt(attempts, now(), Math.random())
  log.warn({ eventId, attempts, failure, given_up: !nextAt }, 'a delivery failed')
  await markUndelivered(database, delivery, { nextAt, status, failure })
  if (isGone) await disable(parent, delivery)
}

// Staff are told once, by whoever disables it. An affiliate sees on its own page what became of its postback.
async function disable(parent: Parent, { programId, webhookKey, url, isPostback }: ClaimedDelivery): Promise<void> {
  const isTold = await parent.database.transaction(async (transaction) => {
    const id = await disableWebhook(transaction, programId, webhookKey, UNWANTED)
    const program = await programById(transaction, programId)
    if (id === undefined || isPostback || !program) return false
    const letters = program.policy.staffEmails.map((email) => webhookDisabled(program.policy, { id, url, reason: UNWANTED }, email))
    await queueMessages(transaction, programId, letters, { orderKey: null, test: false })
    return true
  })
  if (isTold) parent.wake()
}

// Node tries every address of a name and throws them together, with an empty message of its own.
const reasonOf = (error: unknown): string => {
  const first = error instanceof AggregateError ? error.errors[0] : error
  const message = first instanceof Error ? first.message : String(first)
  return (message === '' ? 'The receiver could not be reached.' : message).slice(0, 500)
}

function tidier({ database, now }: Parent): () => Promise<void> {
  let tidiedAt = Number.NEGATIVE_INFINITY
  return async () => {
    const at = now().getTime()
    // A clock that was set back is not waited for.
    if (Math.abs(at - tidiedAt) < TIDY_EVERY_MS) return
    tidiedAt = at
    await forgetSilentListeners(database, new Date(at - LISTENER_KEPT_MS))
    await forgetDeliveries(database, { sentBefore: new Date(at - SENT_KEPT_MS), deadBefore: new Date(at - DEAD_KEPT_MS) })
  }
}
