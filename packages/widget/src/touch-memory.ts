import { createTouchMemory, readConsent, type TouchMemory, type TouchPlace } from '@tributary/sdk/parts'

/** Where this page's touches go, and whether they may be kept. */
export interface TouchTag extends TouchPlace {
  /** As it was written in an attribute. */
  readonly consent?: string | null | undefined
}

const memories = new Map<string, TouchMemory>()

/** What this page knows of a site's touches: written where touches are recorded, read where somebody orders. */
export function memoryOf({ parent, site, consent }: TouchTag): TouchMemory {
  const key = `${site} ${parent}`
  const memory = memories.get(key) ?? createTouchMemory(readConsent(consent))
  memories.set(key, memory)
  return memory
}
