import { keepTouches, type NewTouch } from '@tributary/protocol/touch'
import { attempt } from './attempt.ts'
import { consentMode } from './consent.ts'
import { storedTokens } from './kept-touches.ts'
import { isTouchToken } from './touch-cookie.ts'
import type { TouchMemory } from './touch-memory.ts'
import { eraseStoredTokens, forgetCopy, storeTokens } from './touch-store.ts'
import { readVisit, type Visit, withoutVisit } from './visit.ts'

const LONGEST_PATH = 500

/** Records touches, and keeps their tokens where they may be kept. */
export interface Touches {
  /** Records that somebody sent this visit; answers whether the parent signed it. */
  record(visit: Visit): Promise<boolean>
  /** From now on touches may be kept on the device, or may not: then nothing is left there. */
  consent(isGranted: boolean): void
}

/** How a touch gets its token: from the parent, or through the affiliate's own server, which keeps tokens in a cookie of its own. */
export interface TouchDesk {
  /** The tokens that came of a touch, or `undefined` where nobody could be reached. A definite no is no token. */
  post(touch: Omit<NewTouch, 'site'>): Promise<readonly string[] | undefined>
  /** The same through the affiliate's server, which has kept them when it answers. */
  readonly postKept?: (touch: Omit<NewTouch, 'site'>) => Promise<readonly string[] | undefined>
  /** The tokens that the affiliate's server keeps, out of the page's sight. */
  readonly fetchKept?: () => Promise<readonly string[]>
  readonly eraseKept?: () => void
}

/** Fills this page's memory of touches; in a browser a visit that somebody sent is recorded at once. */
export function createTouches(memory: TouchMemory, { post, postKept, fetchKept, eraseKept }: TouchDesk): Touches {
  const page = globalThis.document as Document | undefined
  memory.fetchKept = fetchKept

  // Our parameters stay in the address while nothing could be stored: they are the only evidence that survives a reload.
  const store = (): void => {
    if (page && memory.mode === 'granted' && storeTokens(page, memory.tokens)) afterLoad(page, () => cleanAddress(page))
  }

  // A cookie that a script writes over the server's would be a script's again, and be kept for days only.
  const leave = (): void => {
    if (!page) return
    forgetCopy()
    afterLoad(page, () => cleanAddress(page))
  }

  const record = async (visit: Visit): Promise<boolean> => {
    const touch = { ...visit, ...(page && whereFrom(page)) }
    const kept = memory.mode === 'granted' ? await postKept?.(touch).catch(() => undefined) : undefined
    const tokens = kept ?? (await post(touch).catch(() => undefined))
    memory.unsigned = tokens ? undefined : visit
    const signed = (tokens ?? []).filter(isTouchToken)
    if (signed.length === 0) return false
    memory.tokens = signed.reduce<readonly string[]>(keepTouches, [...storedTokens(memory), ...memory.tokens].filter(isFirst))
    if (kept) leave()
    else store()
    return true
  }

  const touches: Touches = {
    record(visit) {
      const recorded = record(visit)
      memory.onItsWay = recorded
      return recorded
    },
    consent(isGranted) {
      memory.mode = consentMode(isGranted ? 'granted' : 'denied')
      if (memory.mode === 'granted') {
        memory.tokens = memory.tokens.reduce<readonly string[]>(keepTouches, storedTokens(memory))
        if (memory.tokens.length > 0) store()
      } else if (page) {
        eraseStoredTokens(page)
        eraseKept?.()
      }
    },
  }
  const visit = page && readVisit(page.location)
  if (visit) void touches.record(visit)
  return touches
}

const isFirst = (token: string, index: number, tokens: readonly string[]): boolean => tokens.indexOf(token) === index

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
