import { PROBLEMS, type ProblemCode } from '@tributary/protocol/problem'
import { HttpResponse } from 'msw'
import { type ProblemMembers, problemAnswer } from './answer.ts'
import type { Call, PublicEndpointName, Route } from './endpoint.ts'
import { nameOf } from './intake.ts'

/**
 * What goes wrong with a request:
 * - `network`: the connection breaks before anything arrives.
 * - `answer_lost`: it arrives and has its effect, and the connection breaks before the answer is back. The page cannot tell it from `network`.
 * - a problem code, alone or with members, like `{ code: 'unavailable', retryAfterSeconds: 3 }`: the parent itself refuses.
 * - `{ status }`: somebody in between answers with a page in HTML, as proxies and captive portals do.
 * - `{ delayMs }`: the right answer, late.
 */
export type Mishap =
  | 'network'
  | 'answer_lost'
  | ProblemCode
  | (ProblemMembers & { readonly code: ProblemCode })
  | { readonly status: number; readonly retryAfterSeconds?: number }
  | { readonly delayMs: number }

/** What will go wrong, by endpoint. */
export interface Mishaps {
  plan(name: PublicEndpointName, mishap: Mishap, times: number): void
  /** The route, with what was planned for it. */
  around(route: Route): Route
  forget(): void
}

/** Nothing goes wrong yet. What was planned last for an endpoint replaces what was planned before. */
export function createMishaps(): Mishaps {
  const planned = new Map<PublicEndpointName, { readonly mishap: Mishap; left: number }>()
  return {
    plan: (name, mishap, times) => void planned.set(name, { mishap: checked(mishap), left: times }),
    forget: () => planned.clear(),
    around: (route) => async (call) => {
      const plan = planned.get(call.name)
      if (!plan || plan.left <= 0) return route(call)
      plan.left -= 1
      return play(plan.mishap, call, route)
    },
  }
}

async function play(mishap: Mishap, call: Call, route: Route): Promise<Response> {
  if (mishap === 'network') return HttpResponse.error()
  if (mishap === 'answer_lost') return route(call).then(() => HttpResponse.error())
  if (typeof mishap === 'string') return play({ code: mishap }, call, route)
  if ('code' in mishap) {
    const { code, ...more } = mishap
    return problemAnswer(code, { ...(await echoOf(call)), ...more })
  }
  if ('delayMs' in mishap) {
    const late = new Promise((resolve) => setTimeout(resolve, mishap.delayMs))
    const answered = await route(call)
    await late
    return answered
  }
  const { status, retryAfterSeconds: seconds } = mishap
  const headers = { 'Content-Type': 'text/html', ...(seconds !== undefined && { 'Retry-After': String(seconds) }) }
  return new Response(`<!doctype html><title>${status}</title>`, { status, headers })
}

// An answer about an order or a request names it, or the page takes it for somebody else's.
async function echoOf({ name, request, parameters }: Call): Promise<ProblemMembers> {
  if (name === 'postCancellation' || name === 'postWithdrawal') return nameOf('order', parameters['id'])
  if (name !== 'postOrder' && name !== 'postLead') return {}
  const body = (await request.json().catch(() => null)) as { id?: unknown } | null
  return nameOf(name === 'postOrder' ? 'order' : 'lead', body?.id)
}

function checked(mishap: Mishap): Mishap {
  const code = typeof mishap === 'string' ? mishap : 'code' in mishap ? mishap.code : 'network'
  if (code === 'network' || code === 'answer_lost' || Object.hasOwn(PROBLEMS, code)) return mishap
  throw new Error(`expected “network”, “answer_lost” or a code of the problem table, received ${JSON.stringify(code)}`)
}
