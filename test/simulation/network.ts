import { problem } from '@tributary/protocol/problem'
import type { Server } from './server.ts'
import type { Owner, World } from './world.ts'

/** What may become of a request, with how often. */
const FAULTS = {
  'request dropped': 0.08,
  'answer dropped': 0.1,
  'answer too late': 0.04,
  'sent twice': 0.08,
  'refused connection': 0.04,
  'captive portal': 0.03,
  'status 409': 0.02,
  'status 429': 0.02,
  'status 500': 0.02,
  'status 503': 0.02,
} as const
type Fault = keyof typeof FAULTS

const LATE_MS = 13_000

/** The network between tabs and the parent. Packets have a life of their own: what a tab has sent arrives, whatever becomes of the tab. */
export class Network {
  /** From now on everything arrives, once, and is answered. */
  isPerfect = false
  readonly #world: World
  readonly #server: Server
  readonly #page: string
  readonly #packets: Owner = { name: 'network', isAlive: true }

  constructor(world: World, server: Server, page: string) {
    this.#world = world
    this.#server = server
    this.#page = page
  }

  /** What a tab of the affiliate's page calls `fetch`. */
  fetchOf(tab: Owner): typeof globalThis.fetch {
    return ((url: string, init: RequestInit = {}) =>
      new Promise<Response>((resolve, reject) => {
        init.signal?.addEventListener('abort', () => tab.isAlive && reject(new DOMException('too late', 'TimeoutError')))
        const hear = (label: string, work: () => void): void => void this.#world.point(label, tab, () => tab.isAlive && work())
        const lose = (): void => hear('connection lost', () => reject(new TypeError('Failed to fetch')))
        const answer = (response: Response): void => hear('answer arrives', () => resolve(response))
        this.#send(url, init, answer, lose)
      })) as typeof globalThis.fetch
  }

  #send(url: string, init: RequestInit, answer: (response: Response) => void, lose: () => void): void {
    const fault = this.#pick()
    if (fault) this.#world.fault(fault)
    const late = (response: Response): void => this.#world.later(LATE_MS, this.#packets, () => answer(response))
    const nobody = (): void => {}
    const deeds: Record<Fault | 'none', () => void> = {
      none: () => this.#deliver(url, init, answer, lose),
      'request dropped': nobody,
      'answer dropped': () => this.#deliver(url, init, lose, lose),
      'answer too late': () => this.#deliver(url, init, late, lose),
      'sent twice': () => {
        this.#deliver(url, init, nobody, nobody)
        this.#deliver(url, init, answer, lose)
      },
      'refused connection': lose,
      'captive portal': () => answer(new Response('<html>Welcome to the hotel</html>', { headers: { 'Content-Type': 'text/html' } })),
      'status 409': () => answer(notNow('changed', init)),
      'status 429': () => answer(notNow('rate_limited', init)),
      'status 500': () => answer(notNow('internal', init)),
      'status 503': () => answer(notNow('overloaded', init)),
    }
    deeds[fault ?? 'none']()
  }

  /** Carries a request to the process that runs when it arrives. */
  #deliver(url: string, { method = 'GET', body }: RequestInit, answered: (response: Response) => void, lost: () => void): void {
    const init = { method, headers: { Origin: this.#page, 'Content-Type': 'text/plain;charset=UTF-8' }, ...(body ? { body } : {}) }
    void this.#world.point(`request arrives: ${method} ${new URL(url).pathname}`, this.#packets, () => {
      const server = this.#server.current
      server.connections.add(lost)
      Promise.resolve(server.app.request(url, init)).then(async (response) => {
        const text = await response.text()
        if (!server.isAlive) return
        server.connections.delete(lost)
        answered(new Response(text, { status: response.status, headers: response.headers }))
      }, lost)
    })
  }

  #pick(): Fault | undefined {
    let chance = this.#world.random()
    if (this.isPerfect) return undefined
    return (Object.keys(FAULTS) as Fault[]).find((fault) => {
      chance -= FAULTS[fault]
      return chance < 0
    })
  }
}

function notNow(code: 'changed' | 'rate_limited' | 'internal' | 'overloaded', { body }: RequestInit): Response {
  const { id: orderId } = JSON.parse(String(body ?? '{}')) as { id?: string }
  const document = problem(code, orderId ? { orderId } : {})
  return Response.json(document, { status: document.status, headers: { 'Retry-After': '1' } })
}
