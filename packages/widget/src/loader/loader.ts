import { hasUnsent, isReferred } from '@tributary/sdk/parts'
import type { Started } from '../start.ts'
import { type ChunkName, furtherFiles, load, preload } from './chunks.ts'
import { firstCards } from './first-cards.ts'
import { manifest } from './manifest.ts'
import { observePlacements } from './placements.ts'
import { readScriptTag, type ScriptTag } from './script-tag.ts'

// Pasted twice, it works once: the second copy finds the mark of the first.
const MARK = Symbol.for('tributary')

/**
 * Everything that must happen before a card is in sight: placements are found, and what is needed is fetched when it is: the cards when one comes near,
 * the touches when somebody sent this visit, the outbox when an earlier visit left an order.
 */
function run(tag: ScriptTag): void {
  const touchModule = () => load<typeof import('../touches.ts')>(tag, manifest.touch)
  const touches = async () => (await touchModule()).touchesOf(tag)
  if (tag.touchPath || isReferred(location)) touches().catch(tell)
  const consent = (isGranted: boolean): void => void touches().then((known) => known.consent(isGranted), tell)
  Object.assign(window, { tributary: { ...(window as { tributary?: object }).tributary, consent } })

  let started: Promise<Started | void> | undefined
  const begin = async (): Promise<Started> => {
    const wanted = (): string[] => [...placements].flatMap(referenceOf)
    const first = await firstCards(tag, wanted())
    return first.start({
      ...tag,
      ...first,
      wanted,
      touchModule,
      preload: async (chunk) => preload(tag, manifest[chunk as ChunkName] ?? (await furtherFiles(tag, chunk))),
    })
  }
  const cards = (): Promise<Started | void> => (started ??= begin().catch(tell))

  const placements = observePlacements({
    near: (placement) =>
      cards()
        .then((shown) => shown?.take(placement) ?? placement.setAttribute('data-tributary-error', 'unavailable'))
        .catch(tell),
    changed: () => void started?.then((shown) => shown?.pageChanged()),
  })
  const takeUp = async (): Promise<void> => {
    if (await hasUnsent()) await (await cards())?.unsent()
  }
  const takeUpQuietly = (): void => void takeUp().catch(() => undefined)
  takeUpQuietly()
  // Another tab may have ended since: whoever comes back to this one must not order again what is already on its way. A sheet speaks for itself.
  document.addEventListener('visibilitychange', () => document.hidden || document.querySelector('tributary-sheet') || takeUpQuietly())
}

const tell = (cause: unknown): void => console.warn(`Tributary: no cards (${cause}). The links work.`)

const referenceOf = (placement: Element): string | [] =>
  placement.getAttribute('data-tributary-offer') || placement.getAttribute('offer') || []

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
