import type { SiteKey } from '@tributary/protocol/id'
import type { Result } from '@tributary/protocol/result'
import type { Logger } from 'pino'
import type { Keyring } from '../core/keyring.ts'
import type { BodyLimits } from '../http/body.ts'
import type { Metrics } from '../http/metrics.ts'
import type { Readiness } from '../http/readiness.ts'
import type { KeyHolder } from '../store/affiliate-keys.ts'
import type { Database } from '../store/database.ts'
import type { FileStore } from '../store/files.ts'
import type { Program } from '../store/programs.ts'
import type { SiteRow } from '../store/sites.ts'
import type { NewTouchRow } from '../store/touches.ts'
import type { Limiter } from './limiter.ts'
import type { TakeOrder } from './order-arrival.ts'
import type { Sender } from './sender.ts'

/** What every route works with. Time comes in as an argument, so that tests can set it. */
export interface Parent {
  readonly database: Database
  readonly now: () => Date
  /** Where browsers reach this parent, an origin: `https://shop.example`. */
  readonly origin: string
  readonly log: Logger
  /** The secrets of a program, remembered for some seconds. */
  readonly keyring: (programId: number) => Promise<Keyring>
  readonly findSite: FindSite
  /** Who a `via` stands for; what was found is remembered for a second. */
  readonly findSender: (programId: number, via: string) => Promise<Sender>
  /** Records a touch, together with others that arrive at the same moment; ends when it is there for good. */
  readonly keepTouch: (touch: NewTouchRow) => Promise<void>
  /** Takes an order, together with others that arrive at the same moment. */
  readonly takeOrder: TakeOrder
  /** How often somebody may ask. */
  readonly limiter: Limiter
  /** How many public requests that write or price something are in hand at most; more are answered 503 at once. */
  readonly mostInHand: number
  /** The first seals payment details, every one opens them. They are not in the database. */
  readonly detailsKeys: () => readonly Uint8Array[]
  /** The bytes of attachments. */
  readonly files: FileStore
  /** Where a backup is put together before it is sent. */
  readonly spoolFolder: string
  /** What is taken of a body, and for how long. */
  readonly bodyLimits: BodyLimits
  /** Whether a proxy stands in front that says in `X-Forwarded-For` who calls. */
  readonly trustsProxy: boolean
  /** Webhooks may lead to private addresses and by plain http. */
  readonly allowsPrivateWebhooks: boolean
  readonly metrics: Metrics
  /** Whether this process may be sent requests. */
  readonly readiness: Readiness
  /** The release of the widget that is served, like `0.1.0`; `undefined` where none is. */
  readonly release: string | undefined
  /** A key that opens the metrics and nothing else. */
  readonly metricsKey: string | undefined
  /** Tells the jobs that something was queued, a mail or a delivery. */
  readonly wake: () => void
}

/** A request that reached an endpoint: path parameters decoded, the body not read yet. */
export interface Call {
  readonly request: Request
  readonly url: URL
  readonly parameters: Readonly<Record<string, string>>
  /** The network address that it came from; what is in front of this process says it where that is trusted. */
  readonly address?: string | undefined
}

/** A call that came through the staff's door. */
export interface StaffCall extends Call {
  readonly program: Program
  /** The name of the key that was used, for the records. */
  readonly actor: string
}

/** A call that came through the affiliates' door. */
export interface AffiliateCall extends Call {
  readonly program: Program
  readonly affiliate: KeyHolder
}

/** What answers a public endpoint. */
export type PublicRoute = (call: Call) => Promise<Response>

/** What answers a staff endpoint. */
export type StaffRoute = (call: StaffCall) => Promise<Response>

/** What answers an affiliate about its own account. */
export type AffiliateRoute = (call: AffiliateCall) => Promise<Response>

/** A site whose page may call, with its program. */
export interface SiteAccess {
  readonly site: SiteRow
  readonly program: Program
  /** The browser named no origin, or `null`: nothing says that the call came from a page of this site. */
  readonly originVerified: boolean
}

/** Finds the site of a call and judges the origin that the browser names (design, D20). */
export type FindSite = (
  call: Call,
  key: SiteKey,
  more?: { readonly orderId?: string; readonly leadId?: string },
) => Promise<Result<SiteAccess, Response>>
