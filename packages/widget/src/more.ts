import { css } from './css.ts'
import { cards } from './placement.ts'
import type { PlacementModule, Shop } from './shop.ts'
import type { Dressed } from './standing.ts'
import { words } from './words/card.ts'
import type { BrowseLanguage } from './words/language.ts'
import { inLanguage, speak } from './words/spoken.ts'

export { growLater } from './grow-later.ts'

// A kind is a chunk: a page fetches what it has placements of.
const KINDS: Readonly<Record<string, () => Promise<PlacementModule>>> = {
  collection: () => import('./collection/place-collection.ts'),
  cart: () => import('./cart/place-cart.ts'),
  join: () => import('./join/place-join.ts'),
  placement: () => import('./held/place-placement.ts'),
  share: () => import('./share/place-share.ts'),
  status: () => import('./status/place-status.ts'),
}

// As for the links of offers: a theme's own rule for links is stronger than the browser's for what is hidden.
const hiddenLinkSheet = css`
  a[data-tributary-collection][hidden],
  a[data-tributary-share][hidden] {
    display: none !important;
  }
`

// What is said in collections and in sharing, a file each.
const BROWSED: readonly string[] = ['collection', 'share']
const LANGUAGES: Readonly<Record<string, () => Promise<{ readonly browse: BrowseLanguage }>>> = {
  ar: () => import('./words/ar/browse-ar.ts'),
  de: () => import('./words/de/browse-de.ts'),
  es: () => import('./words/es/browse-es.ts'),
  fr: () => import('./words/fr/browse-fr.ts'),
  ja: () => import('./words/ja/browse-ja.ts'),
}

// Before it is shown. Without them it is said in English. What the page says in its own words goes before a language.
async function speakOf(shop: Shop, kind: string | undefined): Promise<void> {
  const load = LANGUAGES[words.language]
  if (load && kind && BROWSED.includes(kind))
    await shop.load(`browse-${words.language}`, load).then(
      ({ browse }) => {
        speak({ ...browse })
        for (const part of BROWSED) speak({ [part]: inLanguage(`own ${part}`, {}) })
      },
      () => undefined,
    )
}

/** Takes up a placement that is not an offer: `a[data-tributary-<kind>]` or `<tributary-<kind>>`. */
export async function place(shop: Shop, placement: HTMLElement): Promise<void> {
  const kind = Object.keys(KINDS).find((name) => placement.matches(`a[data-tributary-${name}],tributary-${name}`))
  const load = KINDS[kind ?? '']
  const sheet = hiddenLinkSheet()
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet)
  void speakOf(shop, kind)
  if (!kind || !load) return
  const module = await shop.load(kind, load)
  // Told of twice, by what looks for placements and by what follows links, it is placed once.
  if (!cards.has(placement as HTMLAnchorElement)) module.place(shop, placement)
}

/** Begins to tell the page what happens at its placements. */
export const tellPage = (shop: Shop): Promise<unknown> => shop.load('events', () => import('./events.ts'))

/** Gives an element the layout and the looks that its attributes ask for. */
export async function dress(element: Dressed, shop: Shop): Promise<void> {
  await speakOf(shop, element.localName.replace('tributary-', ''))
  if (element.looks[0] || element.matches('[theme],[density],tributary-offer[layout]')) {
    ;(await shop.load('dress', () => import('./looks/dress.ts'))).dress(element)
  }
}
