import type { Logger } from 'pino'
import type { Database } from '../store/database.ts'
import type { Program } from '../store/programs.ts'

/** What every route works with. Time comes in as an argument, so that tests can set it. */
export interface Parent {
  readonly database: Database
  readonly now: () => Date
  /** Where browsers reach this parent, an origin: `https://shop.example`. */
  readonly origin: string
  readonly log: Logger
  /** Tells the mail job that something was queued. */
  readonly wake: () => void
}

/** A request that reached an endpoint: path parameters decoded, the body not read yet. */
export interface Call {
  readonly request: Request
  readonly url: URL
  readonly parameters: Readonly<Record<string, string>>
}

/** A call that came through the staff's door. */
export interface StaffCall extends Call {
  readonly program: Program
  /** The name of the key that was used, for the records. */
  readonly actor: string
}

/** What answers a public endpoint. */
export type PublicRoute = (call: Call) => Promise<Response>

/** What answers a staff endpoint. */
export type StaffRoute = (call: StaffCall) => Promise<Response>
