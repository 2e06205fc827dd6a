import type { Typed } from './typed.ts'

/** What was answered so far on this tab's way through the site. Storage that throws, or holds something else, holds nothing. */
export function readAnswers(key: string): Typed {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? '{}') as Record<string, unknown>
    return Object.fromEntries(Object.entries(kept).map(([name, values]) => [name, [values].flat().map(String)]))
  } catch {
    return {}
  }
}

/** Keeps the answers among what was typed: never who asks, nor what is agreed to. Nothing to keep leaves nothing. */
export function keepAnswers(key: string, typed: Typed): void {
  const answers = Object.entries(typed).filter(([name]) => name.startsWith('q-'))
  try {
    sessionStorage.removeItem(key)
    // One by one, as in the SDK's cart: an array has a `toJSON` where scripts like Prototype 1.6 are.
    const texts = answers.map(([name, values]) => `"${name}":[${values.map((value) => JSON.stringify(value))}]`)
    if (texts.length > 0) sessionStorage.setItem(key, `{${texts}}`)
  } catch {
    // A sandbox, or a full disk: the answers live as long as the page.
  }
}
