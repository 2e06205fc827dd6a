import { attempt } from './attempt.ts'
import { joinTokens, writeTouchCookie } from './touch-cookie-line.ts'
import { TOUCH_COOKIE } from './touch-place.ts'

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
  forgetCopy()
}

/** Takes away what stands in for the cookie. */
export const forgetCopy = (): void => attempt(() => localStorage.removeItem(TOUCH_COOKIE), undefined)
