import { readTouches } from '@tributary/sdk/parts'
import { createShop } from '@tributary/widget/create-shop'
import type { Shop } from '@tributary/widget/shop'
import type { TestApp } from '../support/app.ts'

/** A request that the page is about to send. */
export interface Outgoing {
  readonly path: string
  readonly method: string
  readonly body: string
}

/** What may happen to a request on its way; without an answer of its own the real app answers. */
export type Network = (request: Outgoing, pass: () => Promise<Response>) => Promise<Response>

/** A shop of the affiliate's site whose network is the real parent, through whatever stands between. */
export function openShop(app: TestApp, network: Network = (_, pass) => pass(), site: string = app.site.key): Shop {
  globalThis.fetch = (async (input: string, init: RequestInit = {}) => {
    const request = { path: new URL(input).pathname, method: init.method ?? 'GET', body: String(init.body ?? '') }
    return network(request, () => app.fetch(input, init))
  }) as typeof globalThis.fetch
  return createShop({ parent: app.origin, site, touchModule: async () => ({ readTouches }) })
}

/** A network that nothing gets through. */
export const down: Network = () => Promise.reject(new TypeError('Failed to fetch'))
