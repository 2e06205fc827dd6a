import { BETWEEN, type CookieJar, MAX_BYTES, readTouchCookie } from './touch-cookie.ts'
import { TOUCH_COOKIE } from './touch-place.ts'

/** How long the cookie is kept: as long as browsers allow. */
export const MAX_AGE_SECONDS = 400 * 24 * 60 * 60

/** Keeps these tokens and nothing else; answers whether the browser took them. */
export function writeTouchCookie(jar: CookieJar, tokens: readonly string[], isSecure: boolean): boolean {
  const value = joinTokens(tokens)
  jar.cookie = touchCookieLine(value, tokens.length > 0 ? MAX_AGE_SECONDS : 0, isSecure)
  return joinTokens(readTouchCookie(jar)) === value
}

/** A cookie as a page writes it and as a server sets it: host-only, for the whole host, never sent along from other sites. */
export const touchCookieLine = (value: string, maxAgeSeconds: number, isSecure: boolean): string =>
  `${TOUCH_COOKIE}=${value}; Path=/; Max-Age=${maxAgeSeconds}; SameSite=Lax${isSecure ? '; Secure' : ''}`

/** Tokens as they are kept in one text. Where they are too long the middle goes, then the first: the newest counts most. */
export function joinTokens(tokens: readonly string[]): string {
  const fitting = [...tokens]
  while (fitting.length > 1 && fitting.join(BETWEEN).length > MAX_BYTES) fitting.splice(fitting.length > 2 ? 1 : 0, 1)
  return fitting.join(BETWEEN)
}
