import { words as card } from './card.ts'

/** Texts in one language, by part of the widget; of a part, any of its texts. */
export type Texts = Readonly<Record<string, object>>

// The parts that are loaded, and what was said of those that are not yet.
const spoken: Record<string, object> = { card }

/** Says everything in these texts from now on, in the parts that are loaded and in those to come. What is shown already stays as it is until it is drawn again. */
export function speak(texts: Texts): void {
  for (const [part, words] of Object.entries(texts)) Object.assign((spoken[part] ??= {}), words)
}

/** The texts of a part of the widget: these English ones, or what they are in the language that is spoken. */
export const inLanguage = <Words extends object>(part: string, english: Words): Words =>
  (spoken[part] = Object.assign(english, spoken[part])) as Words
