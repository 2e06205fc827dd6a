import type { ConsentMode, OrderLetter } from '@tributary/protocol/order'
import { keepTouches, type NewTouch } from '@tributary/protocol/touch'
import { consentMode } from './consent.ts'
import { isTouchToken } from './touch-cookie.ts'
import { attempt, eraseStoredTokens, readStoredTokens, storeTokens } from './touch-storage.ts'
import { readVisit, type Visit, withoutVisit } from './visit.ts'

const LONGEST_PATH = 500

/** What an order says of its visitor's touches. */
export type KeptTouches = Pick<OrderLetter, 'touches' | 'visit'>

/** The touch tokens of this visitor. Where nothing may or can be kept they live as long as the page: a full mode, not an error. */
export interface Touches {
  /** Oldest first, at most three, once a touch that is on its way has been answered; and a visit that nobody could sign. */
  read(): Promise<KeptTouches>
  /** Records that somebody sent this visit; answers whether the parent signed it. */
  record(visit: Visit): Promise<boolean>
  /** From now on touches may be kept on the device, or may not: then nothing is left there. */
  consent(isGranted: boolean): void
  mode(): ConsentMode
}

/** How a touch gets its token: from the parent, or through the affiliate's own server, which keeps tokens in a cookie of its own. */
export interface TouchDesk {
  /** The tokens that came of a touch, or `undefined` where nobody could be reached. A definite no is no token. */
  post(touch: Omit<NewTouch, 'site'>, mayStore: boolean): Promise<readonly string[] | undefined>
  /** The tokens that the affiliate's server keeps, out of the page's sight. */
  readonly fetchKept?: () => Promise<readonly string[]>
  readonly eraseKept?: () => void
}

/** What this page knows of its visitor's touches; in a browser a visit that somebody sent is recorded at once. */
export function createTouches({ post, fetchKept, eraseKept }: TouchDesk, said: ConsentMode = 'granted'): Touches {
  const page = globalThis.document as Document | undefined
  let mode = consentMode(said)
  let memory: readonly string[] = []
  let unsigned: Visit | undefined
  let onItsWay: Promise<unknown> = Promise.resolve()

  const stored = (): string[] => (page && mode === 'granted' ? readStoredTokens(page) : [])

  const kept = async (): Promise<readonly string[]> => {
    const here = stored()
    if (here.length > 0) return here
    if (memory.length > 0 || mode !== 'granted') return memory
    return (await fetchKept?.().catch(() => [])) ?? memory
  }

  // Our parameters stay in the address while nothing could be stored: they are the only evidence that survives a reload.
  const store = (): void => {
    if (page && mode === 'granted' && storeTokens(page, memory)) afterLoad(page, () => cleanAddress(page))
  }

  const record = async (visit: Visit): Promise<boolean> => {
    const tokens = await post({ ...visit, ...(page && whereFrom(page)) }, mode === 'granted').catch(() => undefined)
    unsigned = tokens ? undefined : visit
    const signed = (tokens ?? []).filter(isTouchToken)
    if (signed.length === 0) return false
    memory = signed.reduce<readonly string[]>(keepTouches, [...stored(), ...memory].filter(isFirst))
    store()
    return true
  }

  const touches: Touches = {
    mode: () => mode,
    async read() {
      await onItsWay
      const tokens = await kept()
      return unsigned ? { touches: tokens, visit: unsigned } : { touches: tokens }
    },
    record(visit) {
      const recorded = record(visit)
      onItsWay = recorded
      return recorded
    },
    consent(isGranted) {
      mode = consentMode(isGranted ? 'granted' : 'denied')
      if (mode === 'granted') {
        memory = memory.reduce<readonly string[]>(keepTouches, stored())
        if (memory.length > 0) store()
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
