import type { EndpointName } from '@tributary/protocol/endpoint'
import { ENDPOINTS, endpointPath } from '@tributary/protocol/endpoint'
import type { HeldKind, HeldPlacement, NewPlacement } from '@tributary/protocol/held-placement'
import type { AddedSite } from '@tributary/protocol/site'
import type { TestApp } from './app.ts'
import type { Shop } from './order-load.ts'

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

/** The owner of a running shop's site: adds, changes and removes its placements by a key of its own. */
export async function openPlacements(shop: Shop) {
  const { server, site } = shop
  const { sites } = (await (await server.staff('/v1/admin/sites')).json()) as { sites: AddedSite[] }
  const code = sites.find(({ key }) => key === site)?.affiliate
  const made = await server.staff(`/v1/admin/affiliates/${code}/keys`, { method: 'POST', body: '{"name":"test"}' })
  const { key } = (await made.json()) as { key: string }
  const send = async (method: string, path: string, body: object): Promise<HeldPlacement> => {
    const headers = { Authorization: `Bearer ${key}` }
    const response = await fetch(`${server.origin}/v1/affiliate/placements${path}`, { method, headers, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
    return (await response.json()) as HeldPlacement
  }
  return {
    add: (kind: HeldKind, attributes: Record<string, string>) => send('POST', '', { site, name: 'Sidebar', kind, attributes }),
    change: (id: string, kind: HeldKind, attributes: Record<string, string>) =>
      send('PUT', `/${id}`, { name: 'Sidebar', kind, attributes }),
    remove: (id: string) => send('POST', `/${id}/remove`, {}),
    /** The line to paste. */
    link: ({ id, href }: HeldPlacement, attributes = 'data-tributary-size="card"') =>
      `<a href="${href}" data-tributary-placement="${id}" ${attributes}>Buy it</a>`,
  }
}
