import type { Shop } from '../shop.ts'
import { words as card } from '../words/card.ts'
import { type StatusWords, words } from '../words/status.ts'

// A chunk for each language: nobody reads two.
const LANGUAGES: Readonly<Record<string, () => Promise<{ readonly words: StatusWords }>>> = {
  ar: () => import('../words/ar/status-ar.ts'),
  de: () => import('../words/de/status-de.ts'),
  es: () => import('../words/es/status-es.ts'),
  fr: () => import('../words/fr/status-fr.ts'),
  ja: () => import('../words/ja/status-ja.ts'),
}

/** Before an order is shown: says it in the language that cards speak here, with a script tag and without. Where that does not come, English stays. */
export async function speakStatus(shop: Shop): Promise<void> {
  const load = LANGUAGES[card.language]
  if (load)
    await shop.load(`status-${card.language}`, load).then(
      (language) => void Object.assign(words, language.words),
      () => undefined,
    )
}
