import { keepTouches, type NewTouch } from '@tributary/protocol/touch'
import { isTouchToken, readTouchCookie, writeTouchCookie } from './touch-cookie.ts'
import { readVisit, type Visit, withoutVisit } from './visit.ts'

const LONGEST_PATH = 500

/** The touch tokens of this visitor. Where no cookie can be kept they live as long as the page: a full mode, not an error. */
export interface Touches {
  /** Oldest first, at most three, once a touch that is on its way has been answered. */
  read(): Promise<readonly string[]>
  /** Records that somebody sent this visit; answers whether the parent signed it. */
  record(visit: Visit): Promise<boolean>
}

/** Posts a touch to the parent and answers its token, or nothing. */
export type PostTouch = (touch: Omit<NewTouch, 'site'>) => Promise<string | undefined>

/** What this page knows of its visitor's touches; in a browser a visit that arrives by `?via=` is recorded at once. */
export function createTouches(post: PostTouch): Touches {
  const page = globalThis.document as Document | undefined
  let memory: readonly string[] = []
  let onItsWay: Promise<boolean> = Promise.resolve(false)

  const kept = (): readonly string[] => {
    const stored = page ? attempt(() => readTouchCookie(page), []) : []
    return stored.length > 0 ? stored : memory
  }

  const keep = (token: string): boolean => {
    memory = keepTouches(kept(), token)
    return page !== undefined && attempt(() => writeTouchCookie(page, memory, page.location.protocol === 'https:'), false)
  }

  const record = async (visit: Visit): Promise<boolean> => {
    const token = await post({ ...visit, ...(page && whereFrom(page)) }).catch(() => undefined)
    if (!isTouchToken(token)) return false
    // Our parameters stay in the address while nothing could be stored: they are the only evidence that survives a reload.
    if (keep(token) && page) afterLoad(page, () => cleanAddress(page))
    return true
  }

  const touches: Touches = {
    read: async () => (await onItsWay, kept()),
    record: (visit) => (onItsWay = record(visit)),
  }
  const visit = page && readVisit(page.location.search)
  if (visit) void touches.record(visit)
  return touches
}

// The path without its query, and of the page that referred only the host: addresses can hold personal data.
const whereFrom = ({ location, referrer }: Document): Pick<NewTouch, 'path' | 'referrer'> => ({
  path: location.pathname.slice(0, LONGEST_PATH),
  referrer: referrer.split('/')[2],
})

function afterLoad(page: Document, then: () => void): void {
  if (page.readyState === 'complete') then()
  else addEventListener('load', then, { once: true })
}

// The page's own state and every other parameter stay as they are.
function cleanAddress({ location: { pathname, search, hash } }: Document): void {
  const clean = withoutVisit(search)
  if (clean !== search) attempt(() => history.replaceState(history.state, '', pathname + clean + hash), undefined)
}

// A sandboxed page throws on reading a cookie or on changing its address.
function attempt<Value>(action: () => Value, otherwise: Value): Value {
  try {
    return action()
  } catch {
    return otherwise
  }
}
