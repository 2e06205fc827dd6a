import { VERSION_HEADER } from '@tributary/protocol/version'
import { createTributary } from '@tributary/sdk'
import { describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { buildCustomer } from '../support/build.ts'
import { addService, buildContact } from '../support/deal.ts'
import { buildDevice } from '../support/device.ts'
import { becomeWorld, readRelease, releases, type SentRequest, worldOf, writeRelease } from '../support/released.ts'
import { memoryStorage } from './page.ts'

// A parent of its own each, and a script beside.
const TIMEOUT_MS = 120_000

const RECORDED = process.env['RECORD_RELEASE']

const startApp = async (): Promise<TestApp> => {
  const app = await createTestApp()
  await addService(app)
  return app
}

/** A visit of everything that a page calls: a touch, offers, a quote, a sealed order and a request, and their pages. */
async function visit(app: TestApp): Promise<SentRequest[]> {
  const sent: SentRequest[] = []
  const fetch: typeof globalThis.fetch = async (input, init = {}) => {
    const url = new URL(String(input))
    const headers = Object.fromEntries(new Headers(init.headers))
    const response = await app.fetch(input, init)
    const body = typeof init.body === 'string' ? init.body : undefined
    sent.push({
      method: init.method ?? 'GET',
      path: url.pathname + url.search,
      headers,
      ...(body !== undefined && { body }),
      status: response.status,
    })
    return response
  }
  const shop = createTributary({ parent: app.origin, site: app.site.key, fetch, storage: memoryStorage(), device: buildDevice() })
  await shop.touch({ via: 'FERNWEH', campaign: 'spring' })
  await shop.offers(['mug', 'hoodie'])
  shop.cart.set({ sku: 'mug', quantity: 2, offer: 'mug' })
  const quote = await shop.quote({ country: 'DE', postcode: '10115' })
  if (!quote.ok) throw new Error(`expected a quote, received ${quote.error.code}`)
  const placed = await shop.placeOrder({ quote: quote.value, customer: buildCustomer() })
  if (placed.outcome !== 'placed') throw new Error(`expected an order, received ${placed.outcome}`)
  await shop.lead({ offer: { handle: 'kitchen-planning', title: 'Kitchen planning' }, contact: buildContact() })
  return sent
}

// Only `npm run contract:record` has anything to write down.
if (RECORDED !== undefined) {
  test(
    'the requests of this release are recorded',
    async () => {
      const app = await startApp()
      const world = await worldOf(app)
      const sent = await visit(app)
      expect(sent.filter(({ status }) => 300 <= status)).toEqual([])
      writeRelease(RECORDED, world, sent)
      await app.close()
    },
    TIMEOUT_MS,
  )
}

describe('the server goes on serving', () => {
  test.each(releases())(
    'the SDK of %s: every request that it sent is answered as it was',
    async (version) => {
      const { world, requests } = readRelease(version)
      const app = await startApp()
      await becomeWorld(app, world)
      const answers: [string, number][] = []
      for (const { method, path, headers, body } of requests) {
        const answer = await app.fetch(app.origin + path, { method, headers, ...(body !== undefined && { body }) })
        answers.push([`${method} ${path.split('?')[0]}`, answer.status])
      }
      expect(answers).toEqual(requests.map(({ method, path, status }) => [`${method} ${path.split('?')[0]}`, status]))
      expect(new Set(requests.map(({ path }) => path.split(/[/?]/)[2]))).toEqual(
        new Set(['touches', 'offers', 'quotes', 'orders', 'leads']),
      )
      expect(await app.database.query(`select customer ->> 'email' as email from orders`)).toEqual([{ email: buildCustomer().email }])
      await app.close()
    },
    TIMEOUT_MS,
  )

  test(
    'who names a version of the API that it speaks, and refuses another by name',
    async () => {
      const app = await startApp()
      const ask = (version?: string) =>
        app.fetch(`${app.origin}/v1/offers?site=${app.site.key}`, version === undefined ? {} : { headers: { [VERSION_HEADER]: version } })
      expect([(await ask()).headers.get(VERSION_HEADER), (await ask('2026-11-25')).headers.get(VERSION_HEADER)]).toEqual([
        '2026-11-25',
        '2026-11-25',
      ])
      const refused = await ask('2020-01-01')
      expect(refused.status).toBe(400)
      expect(await refused.json()).toMatchObject({ code: 'version_unknown', detail: expect.stringContaining('2026-11-25') })
      await app.close()
    },
    TIMEOUT_MS,
  )
})
