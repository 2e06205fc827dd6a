import { TOUCHES_KEPT } from '@tributary/protocol/touch'

const NAME = 'tributary'
const MAX_AGE_SECONDS = 400 * 24 * 60 * 60
const MAX_BYTES = 1_000

// A token is four base64url parts and dots (`v1.<kid>.<payload>.<mac>`), so a tilde, which cookies allow, can stand between two.
const TOKEN = /^v1(\.[\w-]+){3}$/
const BETWEEN = '~'

/** The part of `document` that keeps touches. */
export interface CookieJar {
  cookie: string
}

/** The tokens in the first-party cookie `tributary`. Anything that is not a token of ours is not read. */
export function readTouchCookie(jar: CookieJar): string[] {
  const pair = jar.cookie.split('; ').find((one) => one.startsWith(`${NAME}=`)) ?? ''
  return pair
    .slice(NAME.length + 1)
    .split(BETWEEN)
    .filter(isTouchToken)
    .slice(0, TOUCHES_KEPT)
}

/** Keeps these tokens and nothing else; answers whether the browser took them. The eldest but the first goes where they are too long. */
export function writeTouchCookie(jar: CookieJar, tokens: readonly string[], isSecure: boolean): boolean {
  const fitting = [...tokens]
  while (fitting.length > 1 && fitting.join(BETWEEN).length > MAX_BYTES) fitting.splice(1, 1)
  const value = fitting.join(BETWEEN)
  jar.cookie = `${NAME}=${value}; Path=/; Max-Age=${MAX_AGE_SECONDS}; SameSite=Lax${isSecure ? '; Secure' : ''}`
  return readTouchCookie(jar).join(BETWEEN) === value
}

/** Whether `text` has the form of a touch token; only the parent can say whether it is one. */
export const isTouchToken = (text: unknown): text is string => typeof text === 'string' && TOKEN.test(text) && text.length <= MAX_BYTES
