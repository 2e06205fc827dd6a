// For who orders.
export { readTouches } from '@tributary/sdk/parts'

import { createTouchDesk, createTouches, type Touches, type TouchMemory } from '@tributary/sdk/parts'
import { memoryOf, type TouchTag } from './touch-memory.ts'

// One file holds what cards and touches both need: the cards'.
export { start } from './start.ts'

const known = new Map<TouchMemory, Touches>()

/** The touches of a site on this page; asking for them for the first time records the visit, if somebody sent it. */
export function touchesOf(tag: TouchTag): Touches {
  const memory = memoryOf(tag)
  const touches = known.get(memory) ?? forgetting(createTouches(memory, createTouchDesk(tag)))
  known.set(memory, touches)
  return touches
}

/** Says, for every site on this page, whether it may be kept on this device who sent the visitor. */
export function consent(isGranted: boolean): void {
  for (const touches of known.values()) touches.consent(isGranted)
}

// What else is kept on the device, and only with consent: the placements that the parent holds, and which purchases a data layer was told of.
const KEPT = /^tributary\.(placements\.|told$)/

/** Touches whose consent, taken back, takes everything back that was kept by it. */
const forgetting = (touches: Touches): Touches => ({
  ...touches,
  consent(isGranted) {
    touches.consent(isGranted)
    if (isGranted) return
    try {
      for (const key of Object.keys(localStorage)) if (KEPT.test(key)) localStorage.removeItem(key)
    } catch {
      // A page without storage has kept nothing.
    }
  },
})
