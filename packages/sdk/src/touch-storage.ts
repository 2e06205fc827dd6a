import { attempt } from './attempt.ts'
import { readTouchCookie, splitTokens } from './touch-cookie.ts'
import { TOUCH_COOKIE } from './touch-place.ts'

/** The tokens on the device: in the cookie, else in localStorage. Storage that throws holds nothing. */
export function readStoredTokens(page: Document): string[] {
  const inCookie = attempt(() => readTouchCookie(page), [])
  return inCookie.length > 0 ? inCookie : attempt(() => splitTokens(localStorage.getItem(TOUCH_COOKIE)), [])
}
