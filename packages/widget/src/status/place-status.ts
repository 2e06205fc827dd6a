import { css } from '../css.ts'
import { carryTwins } from '../placement.ts'
import type { Shop } from '../shop.ts'
import { words as card } from '../words/card.ts'
import { type StatusWords, words } from '../words/status.ts'
import { TributaryStatus } from './status-element.ts'

// A chunk for each language: nobody reads two.
const LANGUAGES: Readonly<Record<string, () => Promise<{ readonly words: StatusWords }>>> = {
  ar: () => import('../words/ar/status-ar.ts'),
  de: () => import('../words/de/status-de.ts'),
  es: () => import('../words/es/status-es.ts'),
  fr: () => import('../words/fr/status-fr.ts'),
  ja: () => import('../words/ja/status-ja.ts'),
}

// A theme's `a { display: inline-block }` is stronger than the browser's own rule for `hidden`.
const hiddenLinkSheet = css`
  a[data-tributary-status][hidden] {
    display: none !important;
  }
`

/** Shows an order in the place of a link to its page, or in an element that is there for it. */
export async function place(shop: Shop, placement: HTMLElement): Promise<void> {
  await speak(shop)
  if (!customElements.get('tributary-status')) customElements.define('tributary-status', TributaryStatus)
  if (!document.adoptedStyleSheets.includes(hiddenLinkSheet())) document.adoptedStyleSheets.push(hiddenLinkSheet())
  if (placement instanceof TributaryStatus) {
    placement.shop ??= shop
    return
  }
  const element = document.createElement('tributary-status') as TributaryStatus
  carryTwins(placement as HTMLAnchorElement, element, shop)
  placement.after(element)
}

async function speak(shop: Shop): Promise<void> {
  const load = LANGUAGES[card.language]
  if (load) Object.assign(words, (await shop.load(`status-${card.language}`, load)).words)
}
