import type { OrderPage } from '@tributary/protocol/order'
import type { LeftEntry, OrderDetails, TributaryEvents, UnsentOrder } from '@tributary/sdk'
import { delayAfter, readUnsent } from '@tributary/sdk/parts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../support/app.ts'
import { buildCustomer } from '../support/build.ts'
import { brokenEntries, buildDevice, type Kept } from '../support/device.ts'
import { type Network, openPage, type Page, type Sent } from './page.ts'

const HOUR_MS = 60 * 60 * 1_000

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

const isOrder = ({ url, init }: Sent) => url.pathname === '/v1/orders' && init.method === 'POST'
const orders = async (): Promise<OrderPage['orders']> =>
  ((await (await app.staff('listOrders', { query: '?limit=200' })).json()) as OrderPage).orders
const countOf = async (orderId: string) => (await orders()).filter((order) => order.orderId === orderId).length

const offline: Network = (sent, pass) => (isOrder(sent) ? Promise.reject(new TypeError('offline')) : pass())
// Half a minute and more, in no time.
const impatient = (kept: Kept = new Map(), haste = 2_000) =>
  buildDevice({ kept, wait: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs / haste)) })

async function quoted(page: Page): Promise<OrderDetails> {
  page.shop.cart.set({ sku: 'mug', quantity: 1, offer: 'mug' })
  const quote = await page.shop.quote({ country: 'DE', postcode: '10115' })
  if (!quote.ok) throw new Error(`expected a quote, received ${quote.error.code}`)
  return { quote: quote.value, customer: buildCustomer() }
}

/** A browser in which an order was saved and never sent, some hours ago. */
async function leftBehind(hours = 0, device = impatient): Promise<{ kept: Kept; order: UnsentOrder }> {
  const kept: Kept = new Map()
  const page = openPage(app, offline, { kept, device: { ...device(kept), now: () => Date.now() - hours * HOUR_MS } })
  const outcome = await page.shop.placeOrder(await quoted(page))
  expect(outcome.outcome).toBe('saved')
  const [order] = kept.values()
  if (!order || 'leadId' in order) throw new Error('expected an order in the outbox, received none')
  return { kept, order }
}

/** What the next visit of that browser finds. */
async function visit(kept: Kept, network?: Network): Promise<{ page: Page; left: readonly LeftEntry[] }> {
  const page = openPage(app, network, { kept })
  const left = await (await page.shop.unsent()).resume()
  return { page, left }
}

describe('an order', () => {
  test('is kept before its first byte is sent, sealed, and gone once it was answered', async () => {
    const kept: Kept = new Map()
    const atFirstByte: UnsentOrder[] = []
    const page = openPage(
      app,
      (sent, pass) => {
        if (isOrder(sent)) atFirstByte.push(...([...kept.values()] as UnsentOrder[]))
        return pass()
      },
      { kept },
    )
    const told: TributaryEvents['saved'][] = []
    page.shop.on('saved', (event) => told.push(event))
    const outcome = await page.shop.placeOrder(await quoted(page))

    expect(outcome.outcome).toBe('placed')
    expect(told).toEqual([{ orderId: atFirstByte[0]?.orderId, isSaved: true }])
    expect(atFirstByte[0]?.body).toBe(page.sent.find(isOrder)?.body)
    expect(JSON.stringify(atFirstByte)).not.toMatch(/Muster|Lindenweg|customer\.example/)
    expect(kept.size).toBe(0)
  })

  test('stays kept after a refusal that is not final, and leaves after one that is', async () => {
    const kept: Kept = new Map()
    const page = openPage(app, undefined, { kept })
    const details = await quoted(page)
    const refused = vi.fn()
    page.shop.on('refused', refused)
    const outcome = await page.shop.placeOrder({ ...details, customer: buildCustomer({ email: 'nobody' }) })
    expect(outcome).toMatchObject({ outcome: 'refused', problem: { code: 'request_invalid' } })
    expect(refused).toHaveBeenCalledOnce()
    expect(kept.size).toBe(0)
    expect(page.shop.cart.lines()).toHaveLength(1)
  })

  test.each<[string, () => Promise<Response>]>([
    ['a captive portal that answers 200 to everything', async () => new Response('<html>Welcome!</html>', { status: 200 })],
    ['JSON of somebody else', async () => new Response('{"orderId":"ord_somebody_elses"}', { status: 200 })],
    ['a 404 of a proxy', async () => new Response('not here', { status: 404 })],
    [
      'a final problem about another order',
      async () => new Response('{"type":"/problems#stock_short","code":"stock_short","final":true,"orderId":"x"}'),
    ],
    ['a server error', async () => new Response('{}', { status: 500 })],
  ])('is kept when what comes back is %s', async (_, strange) => {
    const kept: Kept = new Map()
    const page = openPage(app, (sent, pass) => (isOrder(sent) ? strange() : pass()), { kept, device: impatient(kept) })
    expect((await page.shop.placeOrder(await quoted(page))).outcome).toBe('saved')
    expect(kept.size).toBe(1)
  })

  test('that could not be kept says so and is sent all the same', async () => {
    const page = openPage(app, undefined, { device: buildDevice({ entries: brokenEntries }) })
    const told: boolean[] = []
    page.shop.on('saved', ({ isSaved }) => told.push(isSaved))
    expect((await page.shop.placeOrder(await quoted(page))).outcome).toBe('placed')
    expect(told).toEqual([false])
  })

  test('is not held back by storage that never answers', async () => {
    const entries = { ...brokenEntries, put: () => new Promise<void>(() => {}), delete: () => new Promise<void>(() => {}) }
    const page = openPage(app, undefined, { device: { ...impatient(undefined, 10), entries } })
    expect((await page.shop.placeOrder(await quoted(page))).outcome).toBe('placed')
  })

  test.each([
    ['placed', buildCustomer()],
    ['refused', buildCustomer({ email: 'nobody' })],
  ] as const)('is told as %s before it is forgotten: who ends in between hears it again', async (outcome, customer) => {
    const kept: Kept = new Map()
    const { entries } = buildDevice({ kept })
    const page = openPage(app, undefined, { kept, device: buildDevice({ entries: { ...entries, delete: () => new Promise(() => {}) } }) })
    const told = vi.fn()
    page.shop.on(outcome, told)
    void page.shop.placeOrder({ ...(await quoted(page)), customer })
    await vi.waitFor(() => expect(told).toHaveBeenCalledOnce())
    expect(kept.size).toBe(1)

    const { left } = await visit(kept)
    expect(await left[0]?.settled).toMatchObject({ outcome })
    expect(kept.size).toBe(0)
  })

  test('is sent at once when the device is online again', async () => {
    let isDown = true
    let goOnline = (): void => {}
    const device = buildDevice({ onOnline: (handler) => (goOnline = handler), wait: () => new Promise(() => {}) })
    const page = openPage(app, (sent, pass) => (isDown && isOrder(sent) ? Promise.reject(new TypeError('offline')) : pass()), { device })
    const details = await quoted(page)
    const attempts: number[] = []
    page.shop.on('sending', ({ attempt }) => attempts.push(attempt))
    const placing = page.shop.placeOrder(details)
    await vi.waitFor(() => expect(attempts).toEqual([1]))
    isDown = false
    await vi.waitFor(() => {
      goOnline()
      expect(attempts).toEqual([1, 2])
    })
    expect((await placing).outcome).toBe('placed')
  })

  test('whose button is pressed again while it is on its way does not wait when that attempt fails', async () => {
    let fail = (): void => {}
    let tries = 0
    const page = openPage(
      app,
      (sent, pass) => {
        if (!isOrder(sent) || ++tries > 1) return pass()
        return new Promise((_, reject) => {
          fail = () => reject(new TypeError('offline'))
        })
      },
      // Nothing but a press ends its waiting.
      { device: { ...buildDevice(), wait: () => new Promise(() => {}) } },
    )
    const details = await quoted(page)
    const first = page.shop.placeOrder(details)
    await vi.waitFor(() => expect(tries).toBe(1))
    const second = page.shop.placeOrder(details)
    // Pressed: what follows the press has happened.
    await new Promise((resolve) => setTimeout(resolve))
    fail()
    expect((await Promise.all([first, second])).map(({ outcome }) => outcome)).toEqual(['placed', 'placed'])
    expect(tries).toBe(2)
  })
})

describe('what an earlier visit left', () => {
  test('is sent by itself while it is younger than a day, once, and told', async () => {
    const { kept, order } = await leftBehind(23)
    const { page, left } = await visit(kept)
    const placed = vi.fn()
    page.shop.on('placed', placed)
    expect(await left[0]?.settled).toMatchObject({ outcome: 'placed' })
    expect(placed).toHaveBeenCalledOnce()
    expect(await countOf(order.orderId)).toBe(1)
    expect(kept.size).toBe(0)
  })

  test.each([25, 24 * 7 + 1, -1])('waits to be asked about where it seems %i hours old', async (hours) => {
    const { kept, order } = await leftBehind(hours)
    const { page, left } = await visit(kept)
    expect(left).toEqual([{ entry: order, settled: undefined }])
    expect(page.sent.filter(isOrder)).toEqual([])

    expect(await (await page.shop.unsent()).send(order)).toMatchObject({ outcome: 'placed' })
    expect(await countOf(order.orderId)).toBe(1)
    expect(kept.size).toBe(0)
  })

  test('can be forgotten, and is never sent then', async () => {
    const { kept, order } = await leftBehind(25)
    const { page } = await visit(kept)
    expect(await (await page.shop.unsent()).forget(order.orderId)).toBe(true)
    expect(await (await page.shop.unsent()).send(order)).toBeUndefined()
    expect(await countOf(order.orderId)).toBe(0)
    expect(kept.size).toBe(0)
  })

  test('is one order where two tabs find it', async () => {
    const { kept, order } = await leftBehind(1)
    const tabs = await Promise.all([visit(kept), visit(kept)])
    const settled = await Promise.all(tabs.map(({ left }) => left[0]?.settled))
    expect(settled.some((one) => one?.outcome === 'placed')).toBe(true)
    expect(await countOf(order.orderId)).toBe(1)
  })

  test('of another site, another shop or another hand stays where it is', async () => {
    const { kept, order } = await leftBehind(1)
    kept.clear()
    const strange = [
      { ...order, orderId: 'ord_000000000000000000001', site: app.testSite.key },
      { ...order, orderId: 'ord_000000000000000000002', parent: 'https://other.example' },
      { ...order, orderId: 'nonsense' },
    ] as UnsentOrder[]
    for (const one of strange) kept.set(one.orderId, one)
    const { left } = await visit(kept)
    expect(left).toEqual([])
    expect(kept.size).toBe(3)
  })
})

describe('an unsent order read back', () => {
  const order = {
    orderId: 'ord_aaaaaaaaaaaaaaaaaaaaa',
    parent: 'https://shop.example',
    site: 'site_aaaaaaaaaaaaaaaaaaaaa',
    body: '{"id":"ord_aaaaaaaaaaaaaaaaaaaaa"}',
    savedAt: 1,
    lines: [{ sku: 'mug', title: 'Mug', quantity: 1 }],
    currency: { code: 'EUR', digits: 2 },
    totalMinor: 1,
  }
  test('is one', () => expect(readUnsent(order)).toBe(order))
  test.each([
    [null],
    ['text'],
    [{}],
    [{ ...order, orderId: 'ord_x' }],
    [{ ...order, site: 'site_x' }],
    [{ ...order, body: '{}' }],
    [{ ...order, body: `${order.body}${' '.repeat(40_000)}` }],
    [{ ...order, savedAt: Number.NaN }],
    [{ ...order, savedAt: '1' }],
    [{ ...order, lines: [{}] }],
    [{ ...order, lines: 'mug' }],
    [{ ...order, currency: { code: 'euro', digits: 2 } }],
    [{ ...order, totalMinor: 0.5 }],
  ])('is not %j', (stored) => expect(readUnsent(stored)).toBeUndefined())
})

describe('the delay before the next attempt', () => {
  const now = Date.parse('2026-03-02T10:00:00Z')
  test.each([
    ['half a second at most after the first', 1, null, 0, 500],
    ['twice that after the second', 2, null, 0, 1_000],
    ['a minute at most, however many', 40, null, 0, 60_000],
    ['never less than the seconds that the parent asks for', 1, '7', 7_000, 7_500],
    ['nor than until the date that it asks for', 1, 'Mon, 02 Mar 2026 10:00:09 GMT', 9_000, 9_500],
    ['not longer for a date that is past', 1, 'Mon, 02 Mar 2026 09:00:00 GMT', 0, 500],
    ['an hour at most for a date that a wrong clock sees years ahead', 1, 'Mon, 02 Mar 2036 09:00:00 GMT', 3_600_000, 3_600_500],
    ['as if nothing was asked where it cannot be read', 1, 'soon', 0, 500],
  ])('is %s', (_, attempt, retryAfter, leastMs, longestMs) => {
    expect(delayAfter(attempt, { retryAfter }, 0, now)).toBe(leastMs)
    expect(delayAfter(attempt, { retryAfter }, 1, now)).toBe(longestMs)
  })
})
