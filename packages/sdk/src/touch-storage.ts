import { joinTokens, readTouchCookie, splitTokens, TOUCH_COOKIE, writeTouchCookie } from './touch-cookie.ts'

/** The tokens on the device: in the cookie, else in localStorage. Storage that throws holds nothing. */
export function readStoredTokens(page: Document): string[] {
  const inCookie = attempt(() => readTouchCookie(page), [])
  return inCookie.length > 0 ? inCookie : attempt(() => splitTokens(localStorage.getItem(TOUCH_COOKIE)), [])
}

/** Puts the tokens into the cookie, else into localStorage; answers whether one of them took them. */
export const storeTokens = (page: Document, tokens: readonly string[]): boolean =>
  attempt(() => writeTouchCookie(page, tokens, page.location.protocol === 'https:'), false) ||
  attempt(() => {
    localStorage.setItem(TOUCH_COOKIE, joinTokens(tokens))
    return localStorage.getItem(TOUCH_COOKIE) !== null
  }, false)

/** Takes everything away again. */
export function eraseStoredTokens(page: Document): void {
  attempt(() => writeTouchCookie(page, [], page.location.protocol === 'https:'), false)
  attempt(() => localStorage.removeItem(TOUCH_COOKIE), undefined)
}

/** What an action answers, or something else where it throws: a sandboxed page throws on cookies, storage and its own address. */
export function attempt<Value>(action: () => Value, otherwise: Value): Value {
  try {
    return action()
  } catch {
    return otherwise
  }
}
