import type { OrderPage } from '@tributary/protocol/order'
import type { OrderDetails, OrderOutcome, Quote } from '@tributary/sdk'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { buildCustomer } from '../support/build.ts'
import { turnUntil } from '../support/clock.ts'
import { buildDevice } from '../support/device.ts'
import { openPage, type Page, type Sent } from './page.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const isOrder = ({ url, init }: Sent) => url.pathname === '/v1/orders' && init.method === 'POST'
const orderBodies = ({ sent }: Page) => sent.filter(isOrder).map(({ body }) => body)
const orders = async (): Promise<OrderPage['orders']> =>
  ((await (await app.staff('listOrders', { query: '?limit=200' })).json()) as OrderPage).orders

/** A page with one mug in the cart and its price. */
async function quoted(page: Page, sku = 'mug'): Promise<OrderDetails> {
  page.shop.cart.set({ sku, quantity: 1, offer: sku })
  const quote = await page.shop.quote({ country: 'DE', postcode: '10115' })
  if (!quote.ok) throw new Error(`expected a quote, received ${quote.error.code}`)
  return { quote: quote.value as Quote, customer: buildCustomer() }
}

describe('an order', () => {
  test('is placed, leaves the cart empty, and is told', async () => {
    const page = openPage(app)
    const placed = vi.fn()
    page.shop.on('placed', placed)
    const outcome = await page.shop.placeOrder(await quoted(page))

    expect(outcome).toMatchObject({ outcome: 'placed', answer: { state: 'placed', totals: { totalMinor: 1_980 } } })
    expect(page.shop.cart.lines()).toEqual([])
    expect(placed).toHaveBeenCalledOnce()
  })

  test('carries the personal part sealed, and the parent reads all of it', async () => {
    const page = openPage(app)
    const details = await quoted(page)
    const customer = buildCustomer({ phone: '+49 30 1', delivery: { ...buildCustomer().delivery, line2: '  Ünïcode 𝒳\t' } })
    const outcome = await page.shop.placeOrder({ ...details, customer })

    const [body = ''] = orderBodies(page)
    // Of names of three letters a sealed part has some by chance.
    for (const part of [customer.delivery.name, customer.email, customer.delivery.line1]) expect(body).not.toContain(part)
    expect(JSON.parse(body).sealed).toMatch(/^v1(\.[\w-]+){4}$/)
    const number = outcome.outcome === 'placed' && outcome.answer.number
    expect((await orders()).find((order) => order.number === number)?.customer).toEqual(customer)
  })

  test('goes in clear where the page has no WebCrypto, and then nothing of it is kept', async () => {
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
    const put = vi.fn()
    const device = buildDevice()
    const page = openPage(app, undefined, { device: { ...device, entries: { ...device.entries, put } } })
    const outcome = await page.shop.placeOrder(await quoted(page))
    vi.unstubAllGlobals()
    expect(outcome.outcome).toBe('placed')
    expect(put).not.toHaveBeenCalled()
    expect(JSON.parse(orderBodies(page)[0] ?? '')).toMatchObject({ customer: buildCustomer() })
  })

  test('pressed twice is one order', async () => {
    const before = (await orders()).length
    const page = openPage(app)
    const details = await quoted(page)
    const outcomes = await Promise.all([page.shop.placeOrder(details), page.shop.placeOrder(details)])
    expect(new Set(outcomes.map((outcome) => outcome.outcome === 'placed' && outcome.answer.number)).size).toBe(1)
    expect((await orders()).length).toBe(before + 1)
  })

  test('whose answer was lost goes again with the same bytes, and is one order', async () => {
    const before = (await orders()).length
    let lost = 0
    const page = openPage(app, async (sent, pass) => {
      const answer = await pass()
      if (!isOrder(sent) || lost++ > 0) return answer
      throw new TypeError('the connection broke after the parent had it')
    })
    const attempts: number[] = []
    page.shop.on('sending', ({ attempt }) => attempts.push(attempt))
    const outcome = await page.shop.placeOrder(await quoted(page))

    const bodies = orderBodies(page)
    expect(outcome.outcome).toBe('placed')
    expect(attempts).toEqual([1, 2])
    expect(new Set(bodies).size).toBe(1)
    expect((await orders()).length).toBe(before + 1)
  })

  test('that nobody answers and nothing keeps is unknown after half a minute, and trying again sends the same bytes', async () => {
    let isDown = true
    const page = openPage(app, (sent, pass) => (isDown && isOrder(sent) ? Promise.reject(new TypeError('offline')) : pass()))
    const details = await quoted(page)

    // Sealing takes real time; without it the clock can be turned.
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
    vi.useFakeTimers({ toFake: ['setTimeout', 'Date'] })
    let first: OrderOutcome | undefined
    page.shop.placeOrder(details).then((outcome) => {
      first = outcome
    })
    await turnUntil(() => first !== undefined)
    vi.useRealTimers()
    vi.unstubAllGlobals()
    isDown = false
    const second = await page.shop.placeOrder(details)

    expect(first?.outcome).toBe('unknown')
    expect(second.outcome).toBe('placed')
    const bodies = orderBodies(page)
    expect(bodies.length).toBeGreaterThan(3)
    expect(new Set(bodies).size).toBe(1)
    expect(page.shop.cart.lines()).toEqual([])
  })

  test('that was refused is a new order at the next attempt, and its cart is still there', async () => {
    const page = openPage(app)
    const details = await quoted(page)
    const wrong = { ...details, customer: buildCustomer({ delivery: { ...buildCustomer().delivery, postcode: '1' } }) }
    const first = await page.shop.placeOrder(wrong)
    expect(first).toMatchObject({
      outcome: 'refused',
      problem: { code: 'request_invalid', errors: [{ pointer: '/customer/delivery/postcode' }] },
    })
    expect(page.shop.cart.lines()).toHaveLength(1)

    const second = await page.shop.placeOrder(details)
    expect(second.outcome).toBe('placed')
    const ids = orderBodies(page).map((body) => JSON.parse(body).id)
    expect(new Set(ids).size).toBe(2)
  })

  test('for the last piece goes to one of two', async () => {
    const [here, there] = [openPage(app), openPage(app)]
    const [mine, yours] = [await quoted(here, 'lamp'), await quoted(there, 'lamp')]
    const outcomes = await Promise.all([here.shop.placeOrder(mine), there.shop.placeOrder(yours)])
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['placed', 'refused'])
    expect(outcomes.find((outcome) => outcome.outcome === 'refused')).toMatchObject({
      problem: { code: 'stock_short', sku: 'lamp', available: 0 },
    })
  })

  test('waits as long as the parent asks it to', async () => {
    let isBusy = true
    const page = openPage(app, (sent, pass) => {
      if (!isOrder(sent) || !isBusy) return pass()
      isBusy = false
      const { id: orderId } = JSON.parse(sent.body)
      const busy = { type: '/problems#overloaded', code: 'overloaded', final: false, status: 503, title: '', orderId }
      return Promise.resolve(new Response(JSON.stringify(busy), { status: 503, headers: { 'Retry-After': '1' } }))
    })
    const details = await quoted(page)
    const startedAt = Date.now()
    expect((await page.shop.placeOrder(details)).outcome).toBe('placed')
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(990)
  })

  test('names who brought it: the placement of the latest line that has one', async () => {
    const page = openPage(app)
    page.shop.cart.set({ sku: 'lamp', quantity: 1, offer: 'lamp', via: 'OTHER' })
    page.shop.cart.set({ sku: 'mug', quantity: 1, offer: 'mug', via: 'FERNWEH' })
    page.shop.cart.clear(['lamp'])
    await page.shop.placeOrder(await quoted(page))
    page.shop.cart.set({ sku: 'mug', quantity: 1, offer: 'mug', via: 'x'.repeat(65) })
    const quote = await page.shop.quote({ country: 'DE' })
    if (quote.ok) await page.shop.placeOrder({ quote: quote.value, customer: buildCustomer() })
    const vias = orderBodies(page).map((body) => JSON.parse(body).via)
    // A hint that is too long to be one must not cost the order.
    expect(vias).toEqual([undefined, undefined])
  })

  test('that is longer than a page may send is refused before it is sent', async () => {
    const page = openPage(app)
    const details = await quoted(page)
    const outcome = await page.shop.placeOrder({ ...details, customer: buildCustomer({ note: '𝒳'.repeat(10_000) }) })
    expect(outcome).toMatchObject({ outcome: 'refused', problem: { code: 'body_too_large' } })
    expect(orderBodies(page)).toEqual([])
  })
})
