import { readFileSync } from 'node:fs'
import { newId } from '@tributary/protocol/id'
import { createTributary, type Tributary } from '@tributary/sdk'
import {
  createTestParent,
  type Mishap,
  SAMPLE_OFFERS,
  type TestOffer,
  type TestParent,
  type TestParentOptions,
} from '@tributary/sdk/testing'
import { getResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { buildCustomer } from '../support/build.ts'
import { buildDevice } from '../support/device.ts'
import { memoryStorage } from './page.ts'

const parent = createTestParent()
const server = setupServer(...parent.handlers)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => parent.reset())
afterAll(() => server.close())

const openShop = (site: string = parent.site): Tributary => {
  // Ten times as fast as a page.
  const device = buildDevice({ wait: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs / 10)) })
  return createTributary({ parent: parent.origin, site, storage: memoryStorage(), device })
}

async function buy(shop = openShop(), sku = 'mug') {
  const quote = await shop.quote({ country: 'DE', lines: [{ sku, quantity: 1 }] })
  if (!quote.ok) throw new Error(`expected a quote, received ${quote.error.code}`)
  return shop.placeOrder({ quote: quote.value, customer: buildCustomer() })
}

/** What a parent answers that nobody listens to. */
async function ask({ handlers, origin }: TestParent, path: string, init?: RequestInit): Promise<Response> {
  const response = await getResponse(handlers, new Request(origin + path, init))
  if (!response) throw new Error(`expected an answer to ${path}, received none`)
  return response
}

describe('a mishap', () => {
  test.each<[string, Mishap, number]>([
    ['a connection that breaks', 'network', 1],
    ['an answer that is lost', 'answer_lost', 1],
    ['a parent that has no time', { code: 'unavailable', retryAfterSeconds: 3 }, 1],
    ['a proxy in between', { status: 502 }, 1],
    ['an answer that is late', { delayMs: 30 }, 1],
  ])('is overcome by the SDK, and leaves one order: %s', async (_, mishap, times) => {
    parent.fail('postOrder', mishap, times)
    expect(await buy()).toMatchObject({ outcome: 'placed' })
    expect(parent.orders).toHaveLength(1)
  })

  test('that is final refuses the order by its id, and keeps it out', async () => {
    parent.fail('postOrder', { code: 'stock_short', sku: 'mug', available: 0 })
    const outcome = await buy()
    expect(outcome).toMatchObject({ outcome: 'refused', problem: { code: 'stock_short', sku: 'mug', available: 0, answered: true } })
    expect(parent.orders).toEqual([])
  })

  test.each([
    ['postCancellation', 'cancel', 'order_shipped'],
    ['postWithdrawal', 'withdrawal', 'withdrawal_over'],
  ] as const)('of a change names the order, or a page takes it for somebody else’s answer: %s', async (name, path, code) => {
    const orderId = newId('order')
    parent.fail(name, code)
    const response = await fetch(`${parent.origin}/v1/orders/${orderId}/${path}`, { method: 'POST', body: '{}' })
    expect(await response.json()).toMatchObject({ code, orderId })
  })

  test('lasts so many requests, or until it is reset', async () => {
    const shop = openShop()
    const codes = async () => {
      const answer = await shop.offers({ q: 'mug' })
      return answer.ok ? 'ok' : answer.error.code
    }
    parent.fail('getOffers', 'overloaded', 2)
    expect([await codes(), await codes(), await codes()]).toEqual(['overloaded', 'overloaded', 'ok'])
    parent.fail('getOffers', 'network')
    expect([await codes(), await codes()]).toEqual(['unavailable', 'unavailable'])
    parent.reset()
    expect(await codes()).toBe('ok')
  })

  test('says when to try again', async () => {
    parent.fail('postQuote', { code: 'rate_limited', retryAfterSeconds: 7 })
    const quote = await openShop().quote({ country: 'DE', lines: [{ sku: 'mug', quantity: 1 }] })
    expect(quote).toMatchObject({ ok: false, error: { code: 'rate_limited', retryAfter: '7', retryAfterSeconds: 7 } })
  })

  test('is one that there is', () => {
    expect(() => parent.fail('postOrder', 'sold_out' as Mishap)).toThrow('received "sold_out"')
  })
})

describe('a test parent', () => {
  test('keeps what it is told: orders opened, requests, touches, files, applications', async () => {
    const shop = openShop()
    await buy(shop)
    const contact = { name: 'Ada', email: 'ada@customer.example', answers: { rooms: 2 }, consents: ['You may call me.'] }
    await shop.lead({ offer: { handle: 'kitchen-planning', title: 'Kitchen planning' }, contact })
    await fetch(`${parent.origin}/v1/touches`, { method: 'POST', body: JSON.stringify({ site: parent.site, via: 'affiliate' }) })
    await fetch(`${parent.origin}/v1/applications`, { method: 'POST', body: JSON.stringify({ name: 'Nora', email: 'nora@blog.example' }) })

    expect(parent.orders).toMatchObject([{ customer: buildCustomer(), letter: { lines: [{ sku: 'mug', quantity: 1 }] } }])
    expect(parent.leads).toMatchObject([{ contact, offer: { handle: 'kitchen-planning' } }])
    expect(parent.touches).toMatchObject([{ via: 'affiliate' }])
    expect(parent.applications).toMatchObject([{ name: 'Nora' }])
    parent.reset()
    expect([parent.orders, parent.leads, parent.touches, parent.applications]).toEqual([[], [], [], []])
  })

  test('sells out, and is full again after a reset', async () => {
    const stock = async () => {
      const answer = await openShop().offers(['lamp'])
      return answer.ok && answer.value.offers[0]?.variants[0]?.stock
    }
    await buy(openShop(), 'lamp')
    expect(await stock()).toBe(0)
    parent.reset()
    expect(await stock()).toBe(1)
  })

  test('takes an answer of a real parent as its offers', async () => {
    const answer = await openShop().offers({})
    const again = createTestParent({ offers: answer.ok ? answer.value.offers : [] })
    const response = await ask(again, `/v1/offers?site=${again.site}`)
    expect(await response.json()).toMatchObject({ offers: answer.ok && answer.value.offers })
  })

  test('of a test site takes orders of what is sold out, as tests', async () => {
    const tester = createTestParent({ site: newId('testSite'), origin: 'https://tests.example' })
    server.use(...tester.handlers)
    const shop = createTributary({ parent: tester.origin, site: tester.site, storage: memoryStorage(), device: buildDevice() })
    expect(await buy(shop, 'hoodie-l')).toMatchObject({ outcome: 'placed', answer: { test: true } })
    server.resetHandlers()
  })

  test('adds the tax where prices are without', async () => {
    const net = createTestParent({ program: { taxIncluded: false } })
    const body = JSON.stringify({ site: net.site, lines: [{ sku: 'mug', quantity: 1 }], country: 'DE' })
    const response = await ask(net, '/v1/quotes', { method: 'POST', body })
    expect(await response.json()).toMatchObject({ totals: { taxMinor: 376, taxIncluded: false, totalMinor: 2_356 } })
  })

  test('says nothing that does not fit the wire', async () => {
    const way = { id: 'standard', title: 'Standard', amountMinor: 490, days: { min: 1.5, max: 2 }, countries: ['DE'] }
    const odd = createTestParent({ shipping: [way] })
    const body = JSON.stringify({ site: odd.site, lines: [{ sku: 'mug', quantity: 1 }], country: 'DE' })
    await expect(ask(odd, '/v1/quotes', { method: 'POST', body })).rejects.toThrow('expected postQuote 200 to fit its schema')
  })

  test('says which site it is of to a page of another one', async () => {
    const response = await ask(createTestParent(), `/v1/offers?site=${parent.site}`)
    expect(await response.json()).toMatchObject({
      code: 'site_unknown',
      detail: expect.stringContaining('Give createTestParent the same `site`'),
    })
  })

  const [mug] = SAMPLE_OFFERS as [TestOffer]
  test.each<[string, TestParentOptions, string]>([
    ['an address', { origin: 'shop' }, 'like https://shop.example'],
    ['a site key', { site: 'mine' }, 'a site key'],
    ['a currency', { program: { currency: 'XYZ' } }, 'a currency of ISO 4217'],
    ['an affiliate', { affiliates: [] }, 'the affiliate whose site this is'],
    ['offers that are some', { offers: [{ ...mug, variants: [{ sku: 'mug', amountMinor: 14.9 }] }] }, 'expected “mug” to be an offer'],
  ])('needs %s, and says so at once', (_, options, says) => {
    expect(() => createTestParent(options)).toThrow(says)
  })

  test('knows which skus it sells', () => {
    expect(() => parent.setPrice('cup', 1)).toThrow('expected a sku of this test parent’s offers (mug, hoodie-m')
  })
})

describe('the example of the README', () => {
  test('is the test that runs', () => {
    const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
    expect(read('../../packages/sdk/README.md')).toContain(`\`\`\`ts\n${read('testing-example.test.ts')}\`\`\`\n`)
  })
})
