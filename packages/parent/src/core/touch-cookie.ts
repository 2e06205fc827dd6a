import { keepTouches, TOUCH_TOKEN_LENGTH, TOUCHES_READ } from '@tributary/protocol/touch'

const NAME = 'tributary'
const MAX_AGE_SECONDS = 400 * 24 * 60 * 60
const MAX_BYTES = 1_000

// The same name, form and rules as the cookie that a page of an affiliate keeps (SDK, `touch-cookie.ts`), so that the parent's own pages, whether
// served here or made with the SDK on this host, know one memory.
const TOKEN = /^v1(\.[\w-]+){3}$/
const BETWEEN = '~'

/**
 * The touch tokens in a `Cookie` header, oldest first; what is not of their form is passed over. Pages of a neighbouring host name may have set a
 * cookie of our name too: all of that name are read, and the signature tells whose is whose.
 */
export function readTouchCookie(header: string | null): string[] {
  const values = (header ?? '').split(';').flatMap((pair) => {
    const equals = pair.indexOf('=')
    return pair.slice(0, Math.max(0, equals)).trim() === NAME ? [pair.slice(equals + 1).trim()] : []
  })
  const tokens = values.flatMap((value) => value.split(BETWEEN)).filter((token) => token.length <= TOUCH_TOKEN_LENGTH && TOKEN.test(token))
  return [...new Set(tokens)].slice(0, TOUCHES_READ)
}

/** The `Set-Cookie` header that keeps a new token beside those kept before: the first and the last two, as many of them as fit. */
export function touchCookie(kept: readonly string[], token: string, isSecure: boolean): string {
  const fitting = keepTouches(kept, token)
  while (fitting.length > 2 && MAX_BYTES < fitting.join(BETWEEN).length) fitting.splice(1, 1)
  // Two long ones: the visit of just now is the one that a customer remembers.
  const value = fitting.join(BETWEEN).length <= MAX_BYTES ? fitting.join(BETWEEN) : token
  return `${NAME}=${value}; Path=/; Max-Age=${MAX_AGE_SECONDS}; SameSite=Lax${isSecure ? '; Secure' : ''}`
}
