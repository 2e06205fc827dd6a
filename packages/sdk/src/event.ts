import type { LeadAnswer } from '@tributary/protocol/lead'
import type { OrderAnswer } from '@tributary/protocol/order'
import type { CartItem } from './cart.ts'
import type { Failure } from './client.ts'
import type { LeftEntry } from './outcome.ts'
import type { EntryName } from './unsent.ts'

/** What a page can listen to with `on(name, handler)`. */
export interface TributaryEvents {
  /** The cart as it is now; it changed in this tab or in another one. */
  readonly cart: readonly CartItem[]
  /** An order or a request is kept in this browser and survives its end; or it could not be, and lives as long as this page. */
  readonly saved: EntryName & { readonly isSaved: boolean }
  /** An order or a request goes out; `attempt` is 1 for the first time, and the bytes are the same each time. */
  readonly sending: EntryName & { readonly attempt: number }
  /** The parent has the order: one of this page or one that an earlier visit left. */
  readonly placed: OrderAnswer
  /** The parent has the request for a service, in the same way. */
  readonly lead: LeadAnswer
  /** The parent will never take this order or request; the next attempt is a new one. */
  readonly refused: EntryName & { readonly problem: Failure }
  /** What earlier visits left here. What waits to be asked about has no `settled`. */
  readonly unsent: readonly LeftEntry[]
  /** Something failed that no caller waits for. Nothing is ever thrown into the page. */
  readonly error: { readonly where: 'handler' | 'storage' | 'touch'; readonly problem?: Failure; readonly cause?: unknown }
}

/** The name of an event. */
export type EventName = keyof TributaryEvents

/** What a page does about an event. */
export type EventHandler<Name extends EventName> = (event: TributaryEvents[Name]) => void

/** Where the parts of the SDK announce what happened. */
export interface Events {
  on<Name extends EventName>(name: Name, handler: EventHandler<Name>): () => void
  emit<Name extends EventName>(name: Name, event: TributaryEvents[Name]): void
}

/** Events of one Tributary. A handler that throws becomes an `error` event and stops nobody else. */
export function createEvents(): Events {
  const handlers = new Map<EventName, Set<EventHandler<never>>>()

  const emit: Events['emit'] = (name, event) => {
    for (const handler of [...(handlers.get(name) ?? [])] as EventHandler<typeof name>[]) {
      try {
        handler(event)
      } catch (cause) {
        // A handler for errors that throws itself would go round in a circle.
        if (name !== 'error') emit('error', { where: 'handler', cause })
      }
    }
  }

  return {
    emit,
    on(name, handler) {
      const listening = handlers.get(name) ?? new Set()
      handlers.set(name, listening.add(handler))
      return () => void listening.delete(handler)
    },
  }
}
