import { createTributary, type KeyValueStorage, type Tributary, type TributaryOptions } from '@tributary/sdk'
import type { TestApp } from '../support/app.ts'
import { buildDevice, type Kept } from '../support/device.ts'

/** A request that a page sent, with its body as text. */
export interface Sent {
  readonly url: URL
  readonly init: RequestInit
  readonly body: string
}

/** A page on the affiliate's site: its shop, and everything that it sent. */
export interface Page {
  readonly shop: Tributary
  readonly sent: Sent[]
  readonly storage: KeyValueStorage
  /** The unsent orders of this browser. */
  readonly kept: Kept
}

/** What may happen to a request on its way; without an answer of its own the real app answers. */
export type Network = (sent: Sent, pass: () => Promise<Response>) => Promise<Response>

/** A page whose network is the real parent, through whatever stands between. */
export function openPage(
  app: TestApp,
  network: Network = (_, pass) => pass(),
  options: Partial<TributaryOptions> & { kept?: Kept } = {},
): Page {
  const { kept = new Map(), ...more } = options
  const sent: Sent[] = []
  const storage = options.storage ?? memoryStorage()
  const fetch = async (input: string, init: RequestInit = {}): Promise<Response> => {
    const request: Sent = { url: new URL(input), init, body: String(init.body ?? '') }
    sent.push(request)
    return network(request, () => app.fetch(input, init))
  }
  const device = options.device ?? buildDevice({ kept })
  const own = { parent: app.origin, site: app.site.key, storage, device }
  const shop = createTributary({ ...own, ...more, fetch: fetch as typeof globalThis.fetch })
  return { shop, sent, storage, kept }
}

/** Storage that works. */
export function memoryStorage(entries: Record<string, string> = {}): KeyValueStorage {
  const map = new Map(Object.entries(entries))
  return { getItem: (key) => map.get(key) ?? null, setItem: (key, text) => void map.set(key, text) }
}

/** Storage as a sandbox or a full disk has it. */
export const brokenStorage: KeyValueStorage = {
  getItem() {
    throw new DOMException('denied', 'SecurityError')
  },
  setItem() {
    throw new DOMException('full', 'QuotaExceededError')
  },
}
