import { orderingFailures } from './order-failures.ts'
import { otherFailures } from './other-failures.ts'
import type { Failing } from './scene.ts'

/** Every failure that a visitor may see, by its name in the gallery. */
export const PLAYED: ReadonlyMap<string, Failing> = new Map(
  [...orderingFailures, ...otherFailures].map((failing) => [failing.name, failing]),
)
