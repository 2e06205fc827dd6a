import type { Result } from '@tributary/protocol/result'
import type { Failure } from './client.ts'
import type { Outbox } from './outbox.ts'
import type { OutcomeOf } from './outcome.ts'
import type { UnsentEntry } from './unsent.ts'

/** What is to be sent, and whether what is personal in it is sealed. */
export interface Written<Entry extends UnsentEntry> {
  readonly entry: Entry
  readonly isSealed: boolean
}

/** How something gets written; `keyOf` tells two wishes apart. */
export interface Writing<Details, Entry extends UnsentEntry> {
  readonly keyOf: (details: Details) => string
  readonly write: (details: Details) => Promise<Result<Written<Entry>, Failure>>
}

/**
 * Places what a customer wishes. While the outcome of a wish is unknown, its id and its bytes are kept, by its key: pressing twice, pressing again after
 * a timeout and pressing in anger are all one.
 */
export function createPlacing<Details, Entry extends UnsentEntry>(
  outbox: Outbox,
  { keyOf, write }: Writing<Details, Entry>,
): (details: Details) => Promise<OutcomeOf<Entry>> {
  const unsettled = new Map<string, ReturnType<typeof write>>()

  return async (details) => {
    const key = keyOf(details)
    const writing = unsettled.get(key) ?? write(details)
    unsettled.set(key, writing)
    const written = await writing
    const outcome = written.ok
      ? await outbox.place(written.value.entry, written.value.isSealed)
      : ({ outcome: 'refused', problem: written.error } as const)
    if (outcome.outcome === 'placed' || outcome.outcome === 'refused') unsettled.delete(key)
    return outcome
  }
}
