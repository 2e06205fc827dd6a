import { hasUnsent, isReferred } from '@tributary/sdk/parts'
import type { Commands } from '../commands.ts'
import type { Started } from '../start.ts'
import { furtherFiles, loadFurther, preload } from './chunks.ts'
import { firstCards } from './first-cards.ts'
import { observePlacements } from './placements.ts'
import { readScriptTag, type ScriptTag } from './script-tag.ts'

/** What stands under our name: what the page said before this script was there, the page's own, or a copy of this script. */
interface Queued {
  readonly queue?: { forEach?(take: (command: readonly unknown[]) => void): void }
}
type Before = Queued | (Queued & ((...command: readonly unknown[]) => void)) | undefined

const page = window as { tributary?: unknown }

/**
 * Everything that must happen before a card is in sight: placements are found, and what is needed is fetched when it is: the cards when one comes near,
 * the touches when somebody sent this visit, the outbox when an earlier visit left an order.
 */
function run(tag: ScriptTag, before: Before): void {
  const touchModule = () => loadFurther<typeof import('../touches.ts')>(tag, 'touch')
  const touches = async () => (await touchModule()).touchesOf(tag)
  if (tag.touchPath || isReferred(location)) touches().catch(tell)
  const preloadChunk = async (chunk: string): Promise<void> => preload(tag, await furtherFiles(tag, chunk))

  let started: Promise<Started | void> | undefined
  // What the page says: consent is understood here, everything else by a chunk that comes with the first of it.
  let commands: Promise<Commands | void> | undefined
  const take = (command: readonly unknown[]): void => {
    const [name, isGranted] = command
    if (name === 'consent' && typeof isGranted === 'boolean') {
      // As if the tag had said it, for all that is fetched later.
      tag.consent = isGranted ? 'granted' : 'denied'
      touches().then((known) => known.consent(isGranted), tell)
    } else
      commands ??= loadFurther<typeof import('../commands.ts')>(tag, 'commands')
        .then(({ createCommands }) => createCommands(tag, preloadChunk, cards, started))
        .catch(tell)
    void commands?.then((known) => known?.run(command))
  }
  const tributary = (...command: readonly unknown[]): void => take(command)
  const consent = (isGranted: unknown): void => take(['consent', isGranted])
  // What the page keeps under our name stays there; else it is a function like any other.
  page.tributary = Object.setPrototypeOf(Object.assign(tributary, { consent, queue: { push: take } }), Object(before ?? take))
  before?.queue?.forEach?.(take)
  // What the tag wants to be told needs the same chunk.
  if ((tag.events ?? tag.dataLayer) != null) take([])

  const begin = async (): Promise<Started> => {
    const wanted = (): string[] => [...placements].flatMap(referenceOf)
    const first = await firstCards(tag, wanted())
    const options = { ...tag, ...first, wanted, touchModule, preload: preloadChunk }
    return (await commands)?.begin(first.start, options) ?? first.start(options)
  }
  const cards = (): Promise<Started | void> => (started ??= begin().catch(tell))

  const placements = observePlacements(
    (placement) =>
      cards()
        .then((shown) => shown?.take(placement) ?? placement.setAttribute('data-tributary-error', 'unavailable'))
        .catch(tell),
    () => started?.then((shown) => shown?.pageChanged()),
  )
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
  const before = page.tributary as Before
  if (!tag) tell('the script tag is not whole; copy it again')
  // Pasted twice, it works once: the queue of the first copy keeps nothing. No markup makes a function.
  else if (typeof before !== 'function' || !before.queue || before.queue.forEach) run(tag, before)
} catch (cause) {
  tell(cause)
}
