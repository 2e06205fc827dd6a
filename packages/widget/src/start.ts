import { TributaryOffer } from './card/offer-element.ts'
import { createShop, type ShopOptions } from './create-shop.ts'
import { dropOrphans, hiddenLinkSheet, placeCard } from './placement.ts'
import { speak, type Texts } from './words/spoken.ts'

/** What the loader does with the first chunk: hand over placements as they come near, and say when the page changed. */
export interface Started {
  /** Rejects where it could not be shown; its link is there then. */
  take(placement: Element): Promise<void>
  pageChanged(): void
  /** An earlier visit left an order: shows what becomes of it. */
  unsent(): Promise<void>
}

/** A shop, and what is said in it where that is not English. */
interface StartOptions extends ShopOptions {
  readonly texts?: Texts | undefined
  /** Said at all, the page wants to know what happens at its placements. */
  readonly events?: string | undefined
}

// As long as this cards are shown in one task; then the page has its turn. One by one they would be a hundred layouts of the page. Of more cards each
// layout takes longer, and so may what comes between two: else a thousand would be drawn in the time of ten thousand.
const SLICE_MS = 32
const MANY = 100

/** Begins to show cards, a few in each task, so that a hundred of them block nothing. */
export function start({ texts, events, ...options }: StartOptions): Started {
  if (texts) speak(texts)
  const shop = createShop(options)
  if (!customElements.get('tributary-offer')) customElements.define('tributary-offer', TributaryOffer)
  document.adoptedStyleSheets.push(hiddenLinkSheet())

  let turns: Promise<void> = Promise.resolve()
  let until = 0
  let taken = 0
  const turn = (): Promise<void> =>
    (turns = turns.then(async () => {
      taken++
      if (performance.now() < until) return
      await new Promise((resolve) => setTimeout(resolve))
      until = performance.now() + (taken < MANY ? SLICE_MS : taken)
    }))

  if (events != null)
    shop
      .load('more')
      .then((more) => more.tellPage(shop))
      .catch(() => undefined)

  return {
    async take(placement) {
      if (placement instanceof TributaryOffer) placement.shop ??= shop
      else
        await (placement.hasAttribute('data-tributary-offer')
          ? placeCard(shop, placement as HTMLAnchorElement, turn)
          : (await shop.load('more')).place(shop, placement as HTMLElement))
    },
    pageChanged: dropOrphans,
    unsent: async () => (await shop.load('later')).showUnsent(shop),
  }
}
