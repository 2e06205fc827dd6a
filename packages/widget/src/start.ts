import { TributaryOffer } from './card/offer-element.ts'
import { createShop, type ShopOptions } from './create-shop.ts'
import { dropOrphans, hiddenLinkSheet, placeCard } from './placement.ts'
import type { Taking } from './shop.ts'
import { speak, type Texts } from './words/spoken.ts'

/** What the loader does with the first chunk: hand over placements as they come near, and say when the page changed. */
export interface Started extends Taking {
  pageChanged(): void
  /** An earlier visit left an order: shows what becomes of it. */
  unsent(): Promise<void>
}

/** A shop, and what is said in it where that is not English. */
interface StartOptions extends ShopOptions {
  readonly texts?: Texts | undefined
}

// As long as this cards are shown in one task; then whatever the customer does has its turn. One by one they would be a hundred layouts of the page.
const SLICE_MS = 32

// By then a page shows what it shows first.
const UPKEEP_DELAY_MS = 1_000

// What goes on after it goes before other work, and drawing does not wait for a frame. A timer does, where the browser knows nothing better, or the page has
// something of its own under this name.
const pause = async (): Promise<void> => {
  try {
    await Scheduler.prototype.yield.call(window.scheduler)
  } catch {
    await new Promise((resolve) => setTimeout(resolve))
  }
}

/** Begins to show cards, a few in each task, so that a hundred of them block nothing. */
export function start({ texts, ...options }: StartOptions): Started {
  if (texts) speak(texts)
  const shop = createShop(options)
  if (!customElements.get('tributary-offer')) customElements.define('tributary-offer', TributaryOffer)
  document.adoptedStyleSheets.push(hiddenLinkSheet())

  let turns: Promise<void> = Promise.resolve()
  let until = 0
  const turn = (): Promise<void> =>
    (turns = turns.then(async () => {
      if (performance.now() < until) return
      await pause()
      until = performance.now() + SLICE_MS
    }))

  let isTended = false
  return {
    shop,
    async take(placement) {
      if (placement instanceof TributaryOffer) placement.shop ??= shop
      else
        await (placement.hasAttribute('data-tributary-offer')
          ? placeCard(shop, placement as HTMLAnchorElement, turn)
          : (await shop.load('more')).place(shop, placement as HTMLElement))
      if (isTended) return
      isTended = true
      // Nothing of it is needed for what is shown.
      setTimeout(
        () =>
          void shop
            .load('upkeep', () => import('./upkeep/upkeep.ts'))
            .then(
              ({ keep }) => keep(this),
              () => undefined,
            ),
        UPKEEP_DELAY_MS,
      )
    },
    pageChanged: dropOrphans,
    unsent: async () => (await shop.load('later')).showUnsent(shop),
  }
}
