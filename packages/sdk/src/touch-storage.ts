import { readTouchCookie, splitTokens, TOUCH_COOKIE } from './touch-cookie.ts'

/** The tokens on the device: in the cookie, else in localStorage. Storage that throws holds nothing. */
export function readStoredTokens(page: Document): string[] {
  const inCookie = attempt(() => readTouchCookie(page), [])
  return inCookie.length > 0 ? inCookie : attempt(() => splitTokens(localStorage.getItem(TOUCH_COOKIE)), [])
}

/** What an action answers, or something else where it throws: a sandboxed page throws on cookies, storage and its own address. */
export function attempt<Value>(action: () => Value, otherwise: Value): Value {
  try {
    return action()
  } catch {
    return otherwise
  }
}
