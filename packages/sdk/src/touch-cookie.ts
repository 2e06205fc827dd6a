import { TOUCHES_KEPT } from '@tributary/protocol/touch'
import { TOUCH_COOKIE } from './touch-place.ts'

/** Our cookie stays under so many bytes. */
export const MAX_BYTES = 1_000

// A token is four base64url parts and dots (`v1.<kid>.<payload>.<mac>`), so a tilde, which cookies allow, can stand between two.
const TOKEN = /^v1(\.[\w-]+){3}$/
/** Stands between two tokens in one text. */
export const BETWEEN = '~'

/** The part of `document` that keeps touches. */
export interface CookieJar {
  cookie: string
}

/** The tokens in the first-party cookie `tributary`. Other scripts may have set one of that name too: the first that holds a token of ours counts. */
export function readTouchCookie(jar: CookieJar): string[] {
  const ours = jar.cookie.split(/; */).filter((pair) => pair.startsWith(`${TOUCH_COOKIE}=`))
  return ours.map((pair) => splitTokens(pair.slice(TOUCH_COOKIE.length + 1))).find(({ length }) => length > 0) ?? []
}

/** The tokens in a text that was kept. Anything that is not a token of ours is left out. */
export const splitTokens = (text: string | null): string[] => (text ?? '').split(BETWEEN).filter(isTouchToken).slice(0, TOUCHES_KEPT)

/** Whether `text` has the form of a touch token; only the parent can say whether it is one. */
export const isTouchToken = (text: unknown): text is string => typeof text === 'string' && text.length <= MAX_BYTES && TOKEN.test(text)
