import { type Problem, type ProblemCode, UNAVAILABLE } from '@tributary/protocol/problem'
import { fail, ok, type Result } from '@tributary/protocol/result'

const ATTEMPT_TIMEOUT_MS = 12_000

/** An endpoint that a page calls. */
export interface PageEndpoint<Answer> {
  /** With its parameters filled in. */
  readonly path: string
  /** A member that each answer of ours has: an answer without it is somebody else's (a captive portal answers 200 to everything). */
  readonly hallmark: Answer extends unknown ? keyof Answer & string : never
}

/**
 * Why a request failed: a problem of the parent's table. `answered` is false where the parent itself did not answer (offline, too late, a
 * captive portal); the code is `unavailable` then, which is retryable.
 */
export interface Failure extends Problem {
  readonly answered: boolean
  /** As the header was written. */
  readonly retryAfter?: string | null
}

/** What goes into a request beside the endpoint. With a body it is a `POST`. */
export interface Request {
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly body?: string
  /** An answer counts as ours only if it names this order or request. */
  readonly echo?: { readonly orderId?: string; readonly leadId?: string }
}

/** Calls the parent. Never throws, never sends a header of its own, so no request needs a preflight. */
export interface Client {
  call<Answer>(endpoint: PageEndpoint<Answer>, request: Request): Promise<Result<Answer, Failure>>
}

/** A client of the parent at this address. */
export function createClient(
  parent: string,
  fetch: typeof globalThis.fetch = (...request) => globalThis.fetch(...request),
  deadline: (delayMs: number) => AbortSignal = (delayMs) => AbortSignal.timeout(delayMs),
): Client {
  const base = withoutSlash(parent)
  return {
    async call({ path, hallmark }, { query = {}, body, echo = {} }) {
      try {
        const response = await fetch(base + path + search(query), {
          signal: deadline(ATTEMPT_TIMEOUT_MS),
          // A string body goes as text/plain;charset=UTF-8; keepalive lets it survive the closing of the page. No cookie goes to another origin, as everywhere;
          // said here, the browser would not give us what the script tag's loader asked for early.
          ...(body && { method: 'POST', body, keepalive: true }),
        })
        const answer: unknown = await response.json()
        if (!isObject(answer) || Object.entries(echo).some(([name, id]) => answer[name] !== id)) return fail(UNREACHED)
        if (response.ok && hallmark in answer) return ok(answer as never)
        return fail(isProblem(answer) ? { ...answer, answered: true, retryAfter: response.headers.get('Retry-After') } : UNREACHED)
      } catch {
        return fail(UNREACHED)
      }
    },
  }
}

/** A failure that the page found by itself; of the problem table only the row that is asked for comes into the page. */
export const ownFailure = (code: ProblemCode, kind: Pick<Problem, 'status' | 'title' | 'final'>): Failure => ({
  type: `/problems#${code}`,
  code,
  ...kind,
  answered: false,
})

/** Nobody of ours answered. */
export const UNREACHED = ownFailure('unavailable', UNAVAILABLE)

/** Problems of ours name their type and say whether they are final. A code that a newer parent added is as good as one that we know. */
export const isProblem = (answer: object): answer is Problem => {
  const { type, code, final } = answer as Partial<Problem>
  return type === `/problems#${code}` && typeof final === 'boolean'
}

/** An address as paths are put after it. */
export const withoutSlash = (address: string): string => address.replace(/\/+$/, '')

function search(query: Readonly<Record<string, string | undefined>>): string {
  const pairs = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : ''
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
