import { ENDPOINTS } from '@tributary/protocol/endpoint'
import { createTouches } from '@tributary/sdk/parts'
import type { Started } from '../start.ts'
import { type ChunkName, load, preload } from './chunks.ts'
import { observePlacements } from './placements.ts'
import { readScriptTag, type ScriptTag } from './script-tag.ts'

// Pasted twice, it works once: the second copy finds the mark of the first.
const MARK = Symbol.for('tributary')

/** Everything that must happen before a card is in sight: the visit is recorded, placements are found, the rest is fetched when one comes near. */
function run({ parent, site, nonce }: ScriptTag): void {
  const touches = createTouches(async (touch) => {
    const body = JSON.stringify({ site, ...touch })
    const answer = await fetch(parent + ENDPOINTS.postTouch.path, { method: 'POST', body, keepalive: true, credentials: 'omit' })
    return ((await answer.json()) as { token?: string }).token
  })

  let started: Promise<Started | void> | undefined
  const begin = async (): Promise<Started> => {
    const { start } = await load<typeof import('../start.ts')>(parent, nonce, 'offer')
    const wanted = (): string[] => [...placements].map(referenceOf).filter(Boolean)
    return start({ parent, site, touches, wanted, preload: (chunk) => preload(parent, nonce, chunk as ChunkName) })
  }

  const placements = observePlacements({
    near: (placement) => {
      started ??= begin().catch(tell)
      void started.then((cards) => {
        if (cards) cards.take(placement)
        else placement.setAttribute('data-tributary-error', 'unavailable')
      })
    },
    changed: () => void started?.then((cards) => cards?.pageChanged()),
  })
}

const tell = (cause: unknown): void => console.warn(`Tributary: no cards (${cause}). The links work.`)

const referenceOf = (placement: Element): string => placement.getAttribute('data-tributary-offer') ?? placement.getAttribute('offer') ?? ''

try {
  const tag = readScriptTag()
  if (!tag) tell('the script tag is not whole; copy it from your snippet page')
  else if (!(MARK in window)) {
    Object.defineProperty(window, MARK, { value: true })
    run(tag)
  }
} catch (cause) {
  tell(cause)
}
