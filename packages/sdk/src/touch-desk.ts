import type { ENDPOINTS } from '@tributary/protocol/endpoint'
import type { Problem } from '@tributary/protocol/problem'
import type { TouchDesk } from './touch.ts'

// An order waits for a touch that is on its way; so not for long.
const TIMEOUT_MS = 5_000

/** Where touches are posted. */
export interface TouchPlace {
  readonly parent: string
  readonly site: string
  /** A path of this page's own server that keeps tokens in a cookie which lasts (`@tributary/sdk/server`). */
  readonly touchPath?: string | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
}

// Said again rather than imported: the rest of the table would come along.
const TOUCHES = '/v1/touches' satisfies (typeof ENDPOINTS)['postTouch']['path']

/** Posts touches to the parent, or through the affiliate's own server where it has a path for that. */
export function createTouchDesk(
  { parent, site, touchPath, fetch = (...request) => globalThis.fetch(...request) }: TouchPlace,
  refused: (problem: Problem) => void = () => {},
): TouchDesk {
  const ask = async (url: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(url, { keepalive: true, signal: AbortSignal.timeout(TIMEOUT_MS), ...init })
    return (await response.json()) as Answer
  }
  const askOwn = (method: string, body?: string): Promise<Answer> =>
    ask(touchPath ?? '', body === undefined ? { method } : { method, body })

  const toParent: TouchDesk['post'] = async (touch) => {
    const body = JSON.stringify({ site, ...touch })
    const answer = await ask(parent + TOUCHES, { method: 'POST', body, credentials: 'omit' })
    if (answer.token) return [answer.token]
    if (answer.final) refused(answer as Problem)
    return answer.final ? [] : undefined
  }
  if (!touchPath) return { post: toParent }

  return {
    post: toParent,
    postKept: async (touch) => (await askOwn('POST', JSON.stringify(touch))).tokens,
    fetchKept: async () => (await askOwn('GET')).tokens ?? [],
    eraseKept: () => void askOwn('DELETE').catch(() => undefined),
  }
}

/** What the parent answers, or the affiliate's own server. */
interface Answer {
  readonly token?: string
  readonly tokens?: readonly string[]
  readonly final?: boolean
}
