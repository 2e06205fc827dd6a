import type { Mishap, PublicEndpointName, TestParentOptions } from '@tributary/sdk/testing'

/** A test parent of the gallery's server, as a page of the gallery drives it. */
export interface GalleryParent {
  readonly origin: string
  readonly site: string
  fail(name: PublicEndpointName, mishap: Mishap, times?: number): Promise<void>
  setPrice(sku: string, amountMinor: number): Promise<void>
  setStock(sku: string, left: number): Promise<void>
}

/** A fresh parent, with a site of its own, so that no state meets what another one left in the browser. */
export async function openParent(options: Omit<TestParentOptions, 'origin' | 'now'>): Promise<GalleryParent> {
  const { number, origin, site } = await post<{ number: number; origin: string; site: string }>('/parents', options)
  const call = async (...call: readonly unknown[]): Promise<void> => void (await post(`/parents/${number}`, call))
  return {
    origin,
    site,
    // In JSON, what is left out at the end would be null.
    fail: (...failure) => call('fail', ...failure),
    setPrice: (sku, amountMinor) => call('setPrice', sku, amountMinor),
    setStock: (sku, left) => call('setStock', sku, left),
  }
}

async function post<Answer>(path: string, body: unknown): Promise<Answer> {
  const response = await fetch(path, { method: 'POST', body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`expected the gallery’s server to take ${path}, received ${response.status}`)
  return (await response.json()) as Answer
}
