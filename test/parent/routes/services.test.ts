import type { OffersAnswer } from '@tributary/protocol/offer'
import { offersAnswer } from '@tributary/protocol/offer.schema'
import type { Problem } from '@tributary/protocol/problem'
import type { Quote } from '@tributary/protocol/quote'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildCatalogue, buildOrder, postOrder } from '../../support/build.ts'
import { buildService, buildServicesCsv, SERVICE_ROW } from '../../support/service.ts'

const withService = (...services: object[]): { offers: object[] } => {
  const catalogue = buildCatalogue() as { offers: object[] }
  return { ...catalogue, offers: [...catalogue.offers, ...services] }
}

let app: TestApp
beforeAll(async () => {
  app = await createTestApp({ catalogue: withService(buildService()) })
})
afterAll(() => app.close())

const read = async (handle: string): Promise<OffersAnswer['offers'][number] | undefined> => {
  const answer = await app.fetch(`${app.origin}/v1/offers?site=${app.site.key}&ids=${handle}`)
  return offersAnswer.parse(await answer.json()).offers[0] as OffersAnswer['offers'][number] | undefined
}
const quote = (sku: string): Promise<Response> => {
  const body = JSON.stringify({ site: app.site.key, lines: [{ sku, quantity: 1 }], country: 'DE' })
  return app.fetch(`${app.origin}/v1/quotes`, { method: 'POST', body })
}

describe('a service', () => {
  test('is read with its facts; a product has none', async () => {
    const service = await read('kitchen')
    expect(service).toMatchObject({ kind: 'service', url: `${app.origin}/o/kitchen`, variants: [{ sku: 'kitchen', amountMinor: 49_000 }] })
    expect(service?.service).toMatchObject({ price: { kind: 'from', amountMinor: 49_000 }, consents: ['Acme may contact me about this.'] })
    expect(await read('mug')).not.toHaveProperty('service')
  })

  test('is not quoted', async () => {
    const answer = await quote('kitchen')
    expect([answer.status, await answer.json()]).toMatchObject([
      422,
      { code: 'service_not_ordered', final: true, sku: 'kitchen', errors: [{ pointer: '/lines/0/sku' }] },
    ])
  })

  test('is not ordered, with or without others beside it, and the refusal stays', async () => {
    const lines = [
      { sku: 'mug', quantity: 1 },
      { sku: 'kitchen', quantity: 1 },
    ]
    const order = await buildOrder(app, { lines, expectedTotalMinor: 100_000 })
    for (const _ of [1, 2]) {
      const answer = await postOrder(app, order)
      expect([answer.status, (await answer.json()) as Problem]).toMatchObject([
        422,
        { code: 'service_not_ordered', orderId: order.id, errors: [{ pointer: '/lines/1/sku' }] },
      ])
    }
    const rows = await app.database.query('select from orders')
    expect(rows.length).toBe(0)
  })

  test('that was a product when it was quoted is not ordered by that quote', async () => {
    const { token, totals } = (await (await quote('lamp')).json()) as Quote
    const offers = withService(buildService()).offers.map((offer) =>
      (offer as { handle: string }).handle === 'lamp' ? buildService({}, { handle: 'lamp' }) : offer,
    )
    expect((await app.staff('postCatalogue', { body: { ...withService(), offers } })).status).toBe(200)
    const order = await buildOrder(app, { lines: [{ sku: 'lamp', quantity: 1 }], quote: token, expectedTotalMinor: totals.totalMinor })
    expect(await (await postOrder(app, order)).json()).toMatchObject({ code: 'service_not_ordered' })
  })

  test('of a file is imported once, changed where the file changed, and taken away alone', async () => {
    const post = async (csv: string): Promise<unknown> => (await app.staff('postCatalogue', { body: csv })).json()
    const file = buildServicesCsv([SERVICE_ROW])
    expect(await post(file)).toMatchObject({ format: 'services-csv', added: ['bike-fitting'] })
    expect(await post(file)).toMatchObject({ added: [], changed: [], unchanged: 1 })
    expect(await post(buildServicesCsv([{ ...SERVICE_ROW, Area: 'Kiel' }]))).toMatchObject({ changed: ['bike-fitting'], unpublished: [] })
    expect(await post(buildServicesCsv([{ ...SERVICE_ROW, Service: 'Frame repair', Handle: 'frame' }]))).toMatchObject({
      added: ['frame'],
      unpublished: ['bike-fitting'],
    })
    expect((await read('frame'))?.service?.area).toBe('Our shop in Kiel')
    expect(await read('kitchen')).toBeDefined()
  })
})
