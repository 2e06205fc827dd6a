import type { EndpointName } from '@tributary/protocol/endpoint'
import { ENDPOINTS, endpointPath } from '@tributary/protocol/endpoint'
import type { HeldPlacement, NewPlacement } from '@tributary/protocol/held-placement'
import type { TestApp } from './app.ts'

/** Calls an affiliate's own endpoint with a fresh key of it. */
export async function asAffiliate(
  app: TestApp,
  name: EndpointName,
  { body, parameters = {}, code = app.affiliate.code }: { body?: unknown; parameters?: Record<string, string>; code?: string } = {},
): Promise<Response> {
  const made = await app.staff('postAffiliateKey', { parameters: { code }, body: { name: 'test' } })
  const { key } = (await made.json()) as { key: string }
  const { method } = ENDPOINTS[name]
  return app.app.request(`${app.origin}${endpointPath(name, parameters)}`, {
    method,
    headers: { Authorization: `Bearer ${key}` },
    ...(method !== 'GET' && { body: JSON.stringify(body ?? {}) }),
  })
}

/** Keeps a placement for the affiliate's site: the mug as a card, unless said. */
export async function addPlacement(app: TestApp, more: Partial<NewPlacement> = {}): Promise<HeldPlacement> {
  const body: NewPlacement = { site: app.site.key, name: 'Sidebar', kind: 'offer', attributes: { offer: 'mug' }, ...more }
  const response = await asAffiliate(app, 'postOwnPlacement', { body })
  if (!response.ok) throw new Error(`postOwnPlacement failed: ${await response.text()}`)
  return (await response.json()) as HeldPlacement
}
