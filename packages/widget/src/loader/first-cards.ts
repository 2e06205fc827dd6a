import type { ShopOptions } from '../create-shop.ts'
import type { start } from '../start.ts'
import type { Texts } from '../words/spoken.ts'
import { load, preloadOffers } from './chunks.ts'
import { textsOf } from './languages.ts'
import { manifest } from './manifest.ts'
import type { ScriptTag } from './script-tag.ts'

/** What the first card is shown by. */
export interface FirstCards extends Pick<ShopOptions, 'fetch'> {
  readonly start: typeof start
  /** Nothing where the page speaks English. */
  readonly texts: Texts | undefined
}

/** Fetches what shows cards, and asks for these offers meanwhile. A script that carries both has another module in the place of this one. */
export async function firstCards(tag: ScriptTag, references: readonly string[]): Promise<FirstCards> {
  preloadOffers(tag, references)
  const [{ start }, texts] = await Promise.all([
    load<Pick<FirstCards, 'start'>>(tag, manifest.offer),
    // English where another language does not come.
    textsOf(tag).catch(() => undefined),
    // The first one of a page takes longer than a card. Made while the network is waited for, it costs the card nothing.
    Intl.NumberFormat(),
  ])
  return { start, texts }
}
