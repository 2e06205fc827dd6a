import { addArticle } from './cart-command.ts'
import type { TributaryEvents } from './event-map.ts'
import type { ScriptTag } from './loader/script-tag.ts'
import type { Shop } from './shop.ts'
import type { Started, start } from './start.ts'
import type { OwnTexts } from './words/own.ts'

/** What a page can say to the widget, before its script is there and after. */
export interface TributaryCommands {
  /** Whether it may be kept on this device who sent the visitor, and whether the page's data layer is told anything. */
  (name: 'consent', isGranted: boolean): void
  /** Tells the page what happens; a further handler joins those that are there. */
  <Name extends PageEventName>(name: 'on', event: Name, handler: (event: CustomEvent<TributaryEvents[Name]>) => void): void
  /** Says it in the page's own words: where this language is spoken, or in each. */
  (name: 'texts', texts: OwnTexts, language?: string): void
  /** Opens the cart. */
  (name: 'open'): void
  /** Puts so many more of an offer into the cart, by its handle or id; of several variants `sku` says which. */
  (name: 'add', offer: string, options?: { readonly sku?: string; readonly quantity?: number; readonly via?: string }): void
  /** Tells `window.dataLayer`, or the array of this name, what GA4 calls ecommerce, while there is consent. */
  (name: 'dataLayer', layer?: string): void
}

/** What `tributary('on', …)` takes: each is an event `tributary:<name>` at the document. */
export type PageEventName = (typeof EVENTS)[number]

/** Does what the page says, in its order. */
export interface Commands {
  run(command: readonly unknown[]): void
  /** Begins to show cards: in the page's own words, and telling of them where the page wants to know. */
  begin(begin: typeof start, options: Parameters<typeof start>[0]): Promise<Started>
}

// Told of at placements: by a part that no other page carries.
const AT_PLACEMENTS = ['ready', 'view', 'option', 'error'] as const
const EVENTS = [
  ...AT_PLACEMENTS,
  'cart-add',
  'cart-change',
  'open',
  'before-order',
  'order',
  'order-failed',
  'before-lead',
  'lead',
  'share',
] as const satisfies readonly (keyof TributaryEvents)[]

const LOOKING_MS = 200

/** What is wrong with a command, for the developer. */
class Mistake extends Error {}

/**
 * The commands of one page. `preload` fetches a chunk with its integrity checked, `cards` fetches what shows cards, and `begun` is what came of that, where
 * somebody wanted it before this was there.
 */
export function createCommands(
  tag: Pick<ScriptTag, 'consent' | 'events' | 'dataLayer'>,
  preload: (chunk: string) => Promise<void>,
  cards: () => Promise<Started | void>,
  begun: Promise<Started | void> | undefined,
): Commands {
  const own: [texts: OwnTexts, language: string | undefined][] = []
  let shown: Promise<Started | void> | undefined = begun
  let isWatching = false
  // One after the other: what is added is in the cart that is opened next.
  let turn: Promise<unknown> = Promise.resolve()

  const shopThere = async (): Promise<Shop | undefined> => (await shown)?.shop
  const shopWanted = async (): Promise<Shop> => {
    const shop = (await cards())?.shop
    if (!shop) throw new Error('what shows cards did not arrive')
    return shop
  }
  const watch = async (): Promise<void> => {
    isWatching = true
    const shop = await shopThere()
    if (shop) await (await shop.load('more')).tellPage(shop)
  }
  const speak = async (): Promise<void> => {
    const shop = await shopThere()
    if (!shop || own.length === 0) return
    const { ownTexts } = await shop.load('own-texts', () => import('./own-texts.ts'))
    for (const texts of own.splice(0)) ownTexts(...texts)
  }

  const actions: Readonly<Record<string, (...given: readonly unknown[]) => Promise<void> | void>> = {
    // The loader has done it where it could be understood, and the tag says it now.
    consent(said) {
      if (typeof said !== 'boolean') throw new Mistake("say true or false, like tributary('consent', true).")
    },
    on(name, handler) {
      if (!EVENTS.some((event) => event === name)) throw new Mistake(`there is no such event; there are ${EVENTS.join(', ')}.`)
      if (typeof handler !== 'function') throw new Mistake(`a function comes next, like tributary('on', '${name}', (event) => …).`)
      document.addEventListener(`tributary:${name}`, handler as EventListener)
      return AT_PLACEMENTS.some((event) => event === name) ? watch() : undefined
    },
    texts(texts, language) {
      own.push([texts as OwnTexts, language as string | undefined])
      // Asked for already while the cards are on their way; what it is about is said when it is used.
      preload('own-texts').catch(() => undefined)
      return speak()
    },
    async open() {
      const shop = await shopWanted()
      await (await shop.load('sheet')).openSheet(shop)
    },
    async add(offer, options) {
      await sheetGone()
      const mistake = await addArticle(await shopWanted(), offer, options)
      if (mistake) throw new Mistake(mistake)
    },
    async dataLayer(name) {
      await preload('data-layer')
      const { tellDataLayer } = await import('./data-layer.ts')
      const consent = (): boolean => (tag.consent ?? 'granted') === 'granted'
      const mistake = tellDataLayer({ consent, shop: shopThere }, name)
      if (mistake) throw new Mistake(mistake)
      await watch()
    },
  }

  const commands: Commands = {
    run(command) {
      // Nothing is said where the tag alone wants to be told.
      if (command.length === 0) return
      const [name, ...given] = command
      // What a page kept for us may be the `arguments` of a function.
      const failed = (cause: unknown): void => tell([name, ...given], cause)
      try {
        const action = Object.hasOwn(actions, String(name)) ? actions[String(name)] : undefined
        if (!action) throw new Mistake(`there is no such command; there are ${Object.keys(actions).join(', ')}.`)
        // These wait for the cards; the cards wait for no command.
        if (name === 'open' || name === 'add') turn = turn.then(() => action(...given)).catch(failed)
        else action(...given)?.catch(failed)
      } catch (cause) {
        failed(cause)
      }
    },
    async begin(begin, options) {
      const started = begin(options)
      shown = Promise.resolve(started)
      if (isWatching) watch().catch(() => undefined)
      // So that the first card says it already.
      await speak().catch((cause) => tell(['texts'], cause))
      return started
    },
  }
  if (tag.events != null) watch().catch(() => undefined)
  if (tag.dataLayer != null) commands.run(['dataLayer', tag.dataLayer])
  return commands
}

// An open sheet is in the customer's hands: nothing comes into what is being ordered there.
const sheetGone = (): Promise<void> =>
  new Promise((resolve) => {
    const look = (): unknown => (document.querySelector('tributary-sheet') ? setTimeout(look, LOOKING_MS) : resolve())
    look()
  })

function tell(command: readonly unknown[], cause: unknown): void {
  const about = cause instanceof Mistake ? cause.message : `it did not work (${cause}).`
  const said = command.map((part) => (typeof part === 'function' ? '…' : JSON.stringify(part)))
  console.warn(`Tributary: command_invalid. tributary(${said.join(', ')}): ${about}`)
}
