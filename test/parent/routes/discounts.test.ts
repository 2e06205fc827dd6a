import type { Discount, NewDiscount } from '@tributary/protocol/discount'
import { newId } from '@tributary/protocol/id'
import type { OrderAnswer, OrderRecord } from '@tributary/protocol/order'
import type { Problem } from '@tributary/protocol/problem'
import type { Quote } from '@tributary/protocol/quote'
import type { RefundRecord } from '@tributary/protocol/refund'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildCustomer, buildOrder, postOrder } from '../../support/build.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

const add = (discount: Partial<NewDiscount>) =>
  app.staff('postDiscount', { body: { title: '10 % off', kind: 'percent', basisPoints: 1_000, ...discount } })

const TWO = [
  { sku: 'mug', quantity: 1 },
  { sku: 'hoodie-blue-m', quantity: 1 },
]

async function quote(code: string, lines: object = TWO, site = app.site.key): Promise<Quote> {
  const response = await app.fetch(`${app.origin}/v1/quotes`, {
    method: 'POST',
    body: JSON.stringify({ site, lines, country: 'DE', code }),
  })
  expect(response.status).toBe(200)
  return (await response.json()) as Quote
}

const letterOf = ({ token, totals, lines }: Quote, more: object = {}) =>
  buildOrder(app, {
    lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
    quote: token,
    expectedTotalMinor: totals.totalMinor,
    ...more,
  })

const order = async (quoted: Quote, more: object = {}): Promise<OrderAnswer> =>
  (await (await postOrder(app, await letterOf(quoted, more))).json()) as OrderAnswer

const show = async (number: string): Promise<OrderRecord> =>
  (await (await app.staff('showOrder', { parameters: { id: number } })).json()) as OrderRecord

const usesOf = async (code: string): Promise<number> => {
  const { discounts } = (await (await app.staff('listDiscounts')).json()) as { discounts: Discount[] }
  return discounts.find((one) => one.code === code)?.uses ?? -1
}

const customerNamed = (name: string) => ({ customer: buildCustomer({ email: `${name}@customer.example` }) })

describe('staff', () => {
  test('add a discount, see it with its uses, and end it', async () => {
    const added = await add({ code: 'Spring-26', useLimit: 5 })
    expect([added.status, await added.json()]).toEqual([201, expect.objectContaining({ code: 'Spring-26', currency: 'EUR', uses: 0 })])
    const ended = await app.staff('endDiscount', { parameters: { code: 'spring 26' } })
    expect(await ended.json()).toMatchObject({ code: 'Spring-26', endedAt: '2026-03-02T10:00:00.000Z' })
    expect((await quote('SPRING26')).code).toEqual({ kind: 'refused', reason: 'expired' })
    expect((await app.staff('endDiscount', { parameters: { code: 'nothing' } })).status).toBe(404)
  })

  test('cannot give a discount the code of an affiliate, of another discount, or what a link’s short id looks like', async () => {
    expect((await add({ code: 'TWICE' })).status).toBe(201)
    for (const code of ['FERNWEH', 'fern weh', 'twice', 'TW-ICE']) {
      const refused = await add({ code })
      expect([refused.status, ((await refused.json()) as Problem).code], code).toEqual([409, 'discount_code_taken'])
    }
    for (const code of ['ZZ12345678', 'site_spring', 'ab', 'Été2026']) {
      expect((await add({ code })).status, code).toBe(422)
    }
  })

  test('cannot give an affiliate the code of a discount', async () => {
    await add({ code: 'PARTNER1' })
    const refused = await app.staff('postAffiliate', { body: { name: 'Late', email: 'late@affiliate.example', code: 'PARTNER1' } })
    expect([refused.status, ((await refused.json()) as Problem).code]).toEqual([409, 'affiliate_code_taken'])
  })

  test.each([
    [{ kind: 'amount', basisPoints: undefined }, '/amountMinor'],
    [{ kind: 'free_shipping' }, '/basisPoints'],
    [{ basisPoints: 10_001 }, '/basisPoints'],
    [{ validFrom: '2026-04-01T00:00:00Z', validUntil: '2026-04-01T00:00:00Z' }, '/validUntil'],
    [{ useLimit: 0 }, '/useLimit'],
  ] as const)('are told what is wrong with %o', async (wrong, pointer) => {
    const problem = (await (await add({ code: 'WRONG', ...wrong })).json()) as Problem
    expect(problem.errors?.map((error) => error.pointer)).toEqual([pointer])
  })
})

describe('a code that a customer typed', () => {
  test('takes off what it says, and the order costs what the quote says', async () => {
    await add({ code: 'WELCOME' })
    const quoted = await quote(' welcome ')
    expect(quoted.code).toEqual({ kind: 'discount', code: 'WELCOME', title: '10 % off', amountMinor: 839 })
    // 83.90 less 10 %, with shipping.
    expect(quoted.totals).toMatchObject({ subtotalMinor: 8_390, discountMinor: 839, shippingMinor: 490, totalMinor: 8_041 })
    const placed = await order(quoted, { code: ' welcome ' })
    expect(placed).toMatchObject({ state: 'placed', totals: { discountMinor: 839, totalMinor: 8_041 } })
    expect((await show(placed.number)).discount).toEqual({ code: 'WELCOME', title: '10 % off', amountMinor: 839 })
    expect(await usesOf('WELCOME')).toBe(1)
  })

  test('is no affiliate’s that nobody knows: nothing of it is among the reasons', async () => {
    const placed = await order(await quote('welcome'), { code: 'welcome' })
    expect(placed.attribution).toEqual({ affiliate: 'FERNWEH', reason: 'site', candidates: [{ evidence: 'site', outcome: 'won' }] })
  })

  test('may be an affiliate’s, and then changes nothing in the price', async () => {
    const quoted = await quote('fernweh')
    expect(quoted.code).toEqual({ kind: 'affiliate' })
    expect(quoted.totals).toMatchObject({ discountMinor: 0, totalMinor: 8_880 })
  })

  test('may be wrong, and never costs the order', async () => {
    const quoted = await quote('WELCOM')
    expect(quoted.code).toEqual({ kind: 'refused', reason: 'unknown' })
    expect(await order(quoted, { code: 'WELCOM' })).toMatchObject({ state: 'placed', totals: { totalMinor: 8_880 } })
  })

  test('counts without a quote, too', async () => {
    const letter = await buildOrder(app, { code: 'WELCOME', expectedTotalMinor: 1_831 })
    expect(await (await postOrder(app, letter)).json()).toMatchObject({
      state: 'placed',
      totals: { discountMinor: 149, totalMinor: 1_831 },
    })
  })

  test('is kept by a quote that was given before it ended', async () => {
    await add({ code: 'SHORTLIVED', validUntil: '2026-03-02T11:00:00Z' })
    const quoted = await quote('SHORTLIVED')
    app.clock.now += 2 * 60 * 60 * 1_000
    expect(await order(quoted)).toMatchObject({ state: 'placed', totals: { discountMinor: 839 } })
    expect((await quote('SHORTLIVED')).code).toEqual({ kind: 'refused', reason: 'expired' })
  })
})

describe('the money of a discounted order', () => {
  test('goes back line by line, to the cent that was charged', async () => {
    const { number, totals } = await order(await quote('WELCOME'))
    await app.staff('markOrderPaid', { parameters: { id: number } })
    const back = async (body: object) =>
      (
        (await (
          await app.staff('postRefund', { parameters: { id: number }, body: { id: newId('refund'), ...body } })
        ).json()) as RefundRecord
      ).amountMinor
    expect(await back({ lines: [{ sku: 'mug', quantity: 1 }] })).toBe(1_341)
    expect(await back({ lines: [{ sku: 'hoodie-blue-m', quantity: 1 }] })).toBe(6_210)
    expect(await back({ shipping: 'all' })).toBe(490)
    expect(1_341 + 6_210 + 490).toBe(totals.totalMinor)
    expect((await show(number)).payment).toBe('refunded')
  })

  test('is told to the customer in the mail and on the order’s page', async () => {
    const placed = await order(await quote('WELCOME'))
    const [letter] = await app.database.query<{ body: string }>(
      `select body_text as body from messages join orders using (program_id, order_key) where orders.number = $1 and kind = 'order_received'`,
      [placed.number],
    )
    expect(letter?.body).toMatch(/10 % off \(code WELCOME\).*-€8\.39/)
    expect(await (await app.app.request(placed.statusUrl)).text()).toContain('10 % off (code WELCOME)')
  })

  test('may be shipping: it is free, and its lines are whole', async () => {
    await add({ code: 'SHIPFREE', title: 'Free shipping', kind: 'free_shipping', basisPoints: undefined })
    const placed = await order(await quote('SHIPFREE'))
    expect(placed.totals).toMatchObject({ discountMinor: 0, shippingMinor: 0, totalMinor: 8_390 })
    expect((await show(placed.number)).discount).toEqual({ code: 'SHIPFREE', title: 'Free shipping', amountMinor: 490 })
  })
})

describe('a use', () => {
  test('is given back when the whole order is cancelled, once, and not for a part', async () => {
    await add({ code: 'ONCE', useLimit: 1 })
    const first = await order(await quote('ONCE'))
    expect((await quote('ONCE')).code).toEqual({ kind: 'refused', reason: 'used_up' })
    const cancel = (body: object) => app.staff('cancelOrder', { parameters: { id: first.number }, body })
    await cancel({ lines: [{ sku: 'mug', quantity: 1 }] })
    expect(await usesOf('ONCE')).toBe(1)
    await cancel({})
    expect(await usesOf('ONCE')).toBe(0)
    expect(await order(await quote('ONCE'))).toMatchObject({ state: 'placed', totals: { discountMinor: 839 } })
  })

  test('that somebody took between quote and order leaves the price without it, for the customer to accept or decline', async () => {
    await add({ code: 'LAST', useLimit: 1 })
    const [first, second] = [await quote('LAST'), await quote('LAST')]
    expect(await order(first)).toMatchObject({ state: 'placed' })
    const letter = await letterOf(second)
    const late = (await (await postOrder(app, letter)).json()) as OrderAnswer
    expect(late).toMatchObject({ state: 'awaiting_customer', totals: { discountMinor: 0, totalMinor: 8_880 } })
    expect((await show(late.number)).discount).toBeUndefined()
    expect(await (await postOrder(app, letter)).json()).toEqual(late)
    expect(await usesOf('LAST')).toBe(1)
  })

  test('is one of a customer’s own number of them', async () => {
    await add({ code: 'EACHONE', customerLimit: 1 })
    expect(await order(await quote('EACHONE'), customerNamed('bo'))).toMatchObject({ state: 'placed' })
    expect(await order(await quote('EACHONE'), customerNamed('BO'))).toMatchObject({
      state: 'awaiting_customer',
      totals: { discountMinor: 0 },
    })
    expect(await order(await quote('EACHONE'), customerNamed('cy'))).toMatchObject({ state: 'placed' })
  })

  test('is never one too many, however many orders arrive together', async () => {
    await add({ code: 'RUSH', useLimit: 3 })
    const quotes = await Promise.all(Array.from({ length: 12 }, () => quote('RUSH', [{ sku: 'mug', quantity: 1 }])))
    const answers = await Promise.all(quotes.map((one) => order(one)))
    expect(answers.filter(({ state }) => state === 'placed')).toHaveLength(3)
    expect(answers.filter(({ state, totals }) => state === 'awaiting_customer' && totals.discountMinor === 0)).toHaveLength(9)
    expect(await usesOf('RUSH')).toBe(3)
  })

  test('of a test order is not counted, and a test code works there only', async () => {
    await add({ code: 'TRYIT', useLimit: 1, test: true })
    expect((await quote('TRYIT')).code).toEqual({ kind: 'refused', reason: 'unknown' })
    const quoted = await quote('TRYIT', TWO, app.testSite.key)
    expect(await order(quoted, { site: app.testSite.key })).toMatchObject({ test: true, totals: { discountMinor: 839 } })
    expect(await usesOf('TRYIT')).toBe(0)
  })
})

describe('the form without a script', () => {
  const { delivery, email } = buildCustomer()
  const post = (path: string, fields: Record<string, string>) =>
    app.app.request(`${app.origin}${path}`, {
      method: 'POST',
      body: new URLSearchParams({ ...delivery, email, sku: 'mug', quantity: '1', ...fields }),
    })

  test('takes a code, shows what it takes off before anything is ordered, and orders for that', async () => {
    const review = await (await post('/o/mug', { code: 'welcome' })).text()
    expect(review).toContain('10 % off (code WELCOME)')
    expect(review).toContain('Order and pay €18.31')
    const hidden = [...review.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ])
    const placed = await post('/o/mug/order', { ...Object.fromEntries(hidden), shipping: 'standard' })
    expect(placed.status).toBe(303)
    const [last] = ((await (await app.staff('listOrders')).json()) as { orders: OrderRecord[] }).orders
    expect(last).toMatchObject({ discount: { code: 'WELCOME', amountMinor: 149 }, totals: { totalMinor: 1_831 } })
  })

  test('tells an affiliate’s code to whoever judges who is attributed', async () => {
    const review = await (await post('/o/mug', { code: 'fernweh' })).text()
    expect(review).toContain('Your code tells who sent you; it does not change the price.')
    const hidden = [...review.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ])
    await post('/o/mug/order', { ...Object.fromEntries(hidden), shipping: 'standard' })
    const [last] = ((await (await app.staff('listOrders')).json()) as { orders: OrderRecord[] }).orders
    expect(last?.attribution).toMatchObject({ affiliate: 'FERNWEH', reason: 'code' })
  })

  test('says why a code takes nothing off, and goes on without it', async () => {
    const review = await (await post('/o/mug', { code: 'NOBODY' })).text()
    expect(review).toContain('This code is not known here. The price below is without it.')
    expect(review).toContain('Order and pay €19.80')
  })
})
