import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What the environment says about where things are. */
export interface Environment {
  readonly dataDir: string
  readonly databaseUrl: string | undefined
  readonly port: number
  /** Where browsers reach the parent, if it is not `http://localhost:<port>`. */
  readonly publicUrl: string | undefined
  readonly smtpUrl: string | undefined
  readonly mediaDir: string | undefined
  readonly widgetDir: string
  /** A staff key to use in place of the one in `admin.key`: a payout takes two. */
  readonly staffKey: string | undefined
  /** The keys of payment details where several processes share them, the newest first; else they are in `details.key` of the data folder. */
  readonly detailsKeys: readonly Uint8Array[] | undefined
  /** A key that opens `/metrics` and nothing else. */
  readonly metricsKey: string | undefined
  /** A proxy in front says in `X-Forwarded-For` who calls. */
  readonly trustsProxy: boolean
  /** `off` where everybody calls from one place, as in a benchmark. */
  readonly limits: 'on' | 'off'
  /** Webhooks may lead into this network, and by plain http. */
  readonly allowsPrivateWebhooks: boolean
}

const DEFAULT_PORT = 4_000
const HIGHEST_PORT = 65_535

/** Something in the environment or on the command line is wrong; the message says what and how to put it right. */
export class UsageError extends Error {}

/** Reads the environment variables; throws `UsageError` naming the one that is wrong. */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const dataDir = resolve(variables['DATA_DIR'] || '.data')
  return {
    dataDir,
    databaseUrl: databaseUrl(variables['DATABASE_URL']),
    port: port(variables['PORT']),
    publicUrl: publicUrl(variables['PUBLIC_URL']),
    smtpUrl: variables['SMTP_URL'] || undefined,
    staffKey: staffKey(variables['STAFF_KEY']),
    detailsKeys: detailsKeys(variables['DETAILS_KEY']),
    metricsKey: metricsKey(variables['METRICS_KEY']),
    trustsProxy: variables['TRUST_PROXY'] === '1',
    limits: variables['LIMITS'] === 'off' ? 'off' : 'on',
    allowsPrivateWebhooks: variables['WEBHOOK_ALLOW_PRIVATE'] === '1',
    mediaDir: variables['MEDIA_DIR'] ? resolve(variables['MEDIA_DIR']) : join(dataDir, 'media'),
    widgetDir: resolve(variables['WIDGET_DIR'] || fileURLToPath(new URL('../../../widget/dist/browser', import.meta.url))),
  }
}

function port(text: string | undefined): number {
  if (!text) return DEFAULT_PORT
  const number = Number(text)
  if (Number.isInteger(number) && 0 <= number && number <= HIGHEST_PORT) return number
  throw new UsageError(`PORT is “${text}”; a port is a whole number from 0 to ${HIGHEST_PORT}.`)
}

function databaseUrl(text: string | undefined): string | undefined {
  if (!text) return undefined
  if (/^postgres(ql)?:\/\//.test(text)) return text
  throw new UsageError('DATABASE_URL does not begin with postgres:// ; leave it out to use the embedded database.')
}

function staffKey(text: string | undefined): string | undefined {
  if (!text) return undefined
  if (/^key_[\w-]+$/.test(text)) return text
  throw new UsageError('STAFF_KEY is not a staff key; it begins with key_ and was shown once: tributary key add --name …')
}

function detailsKeys(text: string | undefined): Uint8Array[] | undefined {
  if (!text) return undefined
  const keys = text.split(',').map((key) => Buffer.from(key.trim(), 'base64url'))
  if (keys.every((key) => key.length === 32)) return keys
  throw new UsageError('DETAILS_KEY is not 32 bytes in base64url, or several with commas; one is in details.key of the first data folder.')
}

function metricsKey(text: string | undefined): string | undefined {
  if (!text) return undefined
  if (16 <= text.length) return text
  throw new UsageError(`METRICS_KEY has ${text.length} characters; at least 16 are needed.`)
}

function publicUrl(text: string | undefined): string | undefined {
  if (!text) return undefined
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text).origin
  throw new UsageError(`PUBLIC_URL is “${text}”; it is scheme and host, like https://shop.example.`)
}
