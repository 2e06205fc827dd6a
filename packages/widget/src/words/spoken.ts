import { words as card } from './card.ts'

/** Texts in one language, by part of the widget. */
export type Texts = Readonly<Record<string, object>>

let spoken: Texts = {}

/**
 * Says from now on everything in this language. Call it before the first card is shown: what is shown already stays as it is. The parts that
 * are fetched later find their texts by `inLanguage`.
 */
export function speak(texts: Texts): void {
  spoken = { ...spoken, ...texts }
  Object.assign(card, texts['card'])
}

/** The texts of a part of the widget: these English ones, or what they are in the language that is spoken. */
export const inLanguage = <Words extends object>(part: string, english: Words): Words => Object.assign(english, spoken[part])
