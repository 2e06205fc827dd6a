import { createHmac, randomBytes } from 'node:crypto'

const SECRET_PREFIX = 'whsec_'
const SECRET_BYTES = 32

const MINUTE_SECONDS = 60
const HOUR_SECONDS = 60 * MINUTE_SECONDS

/** How long after each failed attempt the next one is made, in seconds; after the last there is none. Three days in all. */
export const RETRY_DELAYS_SECONDS: readonly number[] = [
  5,
  5 * MINUTE_SECONDS,
  30 * MINUTE_SECONDS,
  2 * HOUR_SECONDS,
  5 * HOUR_SECONDS,
  10 * HOUR_SECONDS,
  14 * HOUR_SECONDS,
  20 * HOUR_SECONDS,
  24 * HOUR_SECONDS,
]

// A receiver that was down is not met by all at the same second when it is back.
const JITTER = 0.1

/** When a delivery is tried again after its nth attempt failed, 10 % sooner or later by `random` (0 to 1); nothing after the last. */
export function retryAt(attempts: number, now: Date, random: number): Date | undefined {
  const delaySeconds = RETRY_DELAYS_SECONDS[attempts - 1]
  if (delaySeconds === undefined) return undefined
  const jitter = 1 + JITTER * (2 * random - 1)
  return new Date(now.getTime() + delaySeconds * jitter * 1_000)
}

/** A new secret of a webhook, 256 random bits. */
export const newWebhookSecret = (): Uint8Array => randomBytes(SECRET_BYTES)

/** A secret as receivers are given it: `whsec_` and base64. */
export const webhookSecretText = (secret: Uint8Array): string => `${SECRET_PREFIX}${Buffer.from(secret).toString('base64')}`

/** What is signed and how often it was. */
export interface SignedEvent {
  readonly eventId: string
  readonly payload: string
  readonly secret: Uint8Array
  readonly previousSecret: Uint8Array | null
  readonly previousUntil: Date | null
}

/**
 * The headers of a delivery by Standard Webhooks 1.0 (https://www.standardwebhooks.com). The time is that of the attempt; while a secret is
 * replaced there is a signature by each.
 */
export function webhookHeaders(
  { eventId, payload, secret, previousSecret, previousUntil }: SignedEvent,
  now: Date,
): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1_000))
  const isPreviousGood = previousSecret && previousUntil && now < previousUntil
  const secrets = isPreviousGood ? [secret, previousSecret] : [secret]
  const signatures = secrets.map((key) => createHmac('sha256', key).update(`${eventId}.${timestamp}.${payload}`).digest('base64'))
  return {
    'content-type': 'application/json',
    'webhook-id': eventId,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.map((signature) => `v1,${signature}`).join(' '),
  }
}
