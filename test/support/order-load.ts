import { newId, type ProgramId, type SiteKey } from '@tributary/protocol/id'
import type { OffersAnswer } from '@tributary/protocol/offer'
import type { OrderPage } from '@tributary/protocol/order'
import { buildCatalogue, buildCustomer, buildPolicy } from './build.ts'
import type { TestServer } from './server.ts'

/** A running server with a small catalogue, one affiliate and one site. */
export interface Shop {
  readonly server: TestServer
  readonly site: SiteKey
  readonly program: ProgramId
}

/** Gives a fresh server the catalogue and policy of `build.ts`, and a site for these origins. */
export async function openShop(server: TestServer, origins: readonly string[] = ['https://blog.example'], test = false): Promise<Shop> {
  const send = async <Value>(method: string, path: string, body: unknown): Promise<Value> => {
    const response = await server.staff(path, { method, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
    return (await response.json()) as Value
  }
  await send('PUT', '/v1/admin/program', buildPolicy())
  await send('POST', '/v1/admin/catalogue', buildCatalogue())
  const { code } = await send<{ code: string }>('POST', '/v1/admin/affiliates', { name: 'Fernweh', email: 'kim@fernweh.example' })
  const { key } = await send<{ key: SiteKey }>('POST', '/v1/admin/sites', { affiliate: code, name: 'Fernweh blog', origins, test })
  const offers = (await (await fetch(`${server.origin}/v1/offers?site=${key}`)).json()) as OffersAnswer
  return { server, site: key, program: offers.program.id }
}

/** The bytes of an order of one hoodie, of which there are as many as anybody wants. */
export const orderBytes = ({ site, program }: Shop, id: string = newId('order')): string =>
  JSON.stringify({
    id,
    program,
    site,
    touches: [],
    lines: [{ sku: 'hoodie-blue-m', quantity: 1 }],
    country: 'DE',
    shipping: 'standard',
    currency: 'EUR',
    expectedTotalMinor: 7_390,
    consent: 'granted',
    customer: buildCustomer(),
  })

/** Posts an order; answers its status, or 0 where no answer came. */
export const postBytes = async ({ server }: Shop, body: string): Promise<number> => {
  try {
    const response = await fetch(`${server.origin}/v1/orders`, { method: 'POST', body })
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}

/** Every order id that the parent knows. */
export async function allOrderIds({ server }: Shop): Promise<string[]> {
  const ids: string[] = []
  let next: string | undefined
  do {
    const page = (await (await server.staff(`/v1/admin/orders?limit=200${next ? `&cursor=${next}` : ''}`)).json()) as OrderPage
    ids.push(...page.orders.map(({ orderId }) => orderId))
    next = page.next
  } while (next)
  return ids
}

/** Runs `work` over the items, at most `width` at a time, in their order. */
export async function inParallel<Item>(items: readonly Item[], width: number, work: (item: Item) => Promise<void>): Promise<void> {
  const queue = items.values()
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const item of queue) await work(item)
    }),
  )
}
