import type { ShareOutcome } from './share/share-element.ts'
import type { PageEvents } from './sheet/page-events.ts'

/** What a placement is of: its kind and what its attribute says, `{ offer: 'enamel-mug' }`. Of sharing, cart and status nothing. */
export type About = Readonly<Record<string, string>>

/** The details of every event, by its name without `tributary:`. */
export interface TributaryEvents extends PageEvents {
  readonly ready: About
  readonly view: About
  readonly option: About & { readonly option: string; readonly value: string }
  readonly error: { readonly code: string }
  /** A way to share was pressed: `device`, `copy`, or a network. */
  readonly share: { readonly by: string; readonly url: string; readonly offer?: string; readonly outcome: Promise<ShareOutcome> }
}

/** The events themselves, by the name that `addEventListener` takes. */
export type TributaryEventMap = { readonly [Name in keyof TributaryEvents as `tributary:${Name}`]: CustomEvent<TributaryEvents[Name]> }

declare global {
  interface DocumentEventMap extends TributaryEventMap {}
  interface HTMLElementEventMap extends TributaryEventMap {}
}
