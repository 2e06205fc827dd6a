import { newId } from '@tributary/protocol/id'
import type { OrderAnswer, OrderPage, OrderRecord } from '@tributary/protocol/order'
import type { Problem } from '@tributary/protocol/problem'
import type { Quote } from '@tributary/protocol/quote'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildCustomer, buildOrder, postOrder } from '../../support/build.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

const quote = async (lines: { sku: string; quantity: number }[], more: object = {}): Promise<Quote> => {
  const body = JSON.stringify({ site: app.site.key, lines, country: 'DE', ...more })
  return (await app.fetch(`${app.origin}/v1/quotes`, { method: 'POST', body })).json() as Promise<Quote>
}

const level = async (sku: string): Promise<number | null> => {
  const rows = await app.database.query<{ level: number | null }>(
    'select level from stocks join variants using (program_id, variant_id) where sku = $1',
    [sku],
  )
  return rows[0]?.level ?? null
}

const problemOf = async (response: Response): Promise<Problem> => (await response.json()) as Problem

describe('an order', () => {
  test('is placed once: 201, then 200 with the same bytes for each repeat', async () => {
    const order = await buildOrder(app)
    const first = await postOrder(app, order)
    const second = await postOrder(app, order)
    expect([first.status, second.status]).toEqual([201, 200])
    expect(await second.text()).toBe(await first.text())
  })

  test('is shown for its secret, and a parameter that there is none of is refused by name', async () => {
    const { orderId, statusUrl } = (await (await postOrder(app, await buildOrder(app))).json()) as OrderAnswer
    const show = (query: string) => app.fetch(`${app.origin}/v1/orders/${orderId}?secret=${statusUrl.split('/').at(-1)}${query}`)
    expect((await show('')).status).toBe(200)
    expect(await problemOf(await show('&lang=de'))).toMatchObject({
      code: 'request_invalid',
      errors: [{ pointer: '?lang' }],
    })
  })

  test('takes its stock once, however often it is sent', async () => {
    const before = await level('mug')
    const order = await buildOrder(app, { lines: [{ sku: 'mug', quantity: 2 }], expectedTotalMinor: 3_470 })
    await Promise.all(Array.from({ length: 10 }, () => postOrder(app, order)))
    expect(await level('mug')).toBe((before ?? 0) - 2)
  })

  test('with a known id and another content is refused for good', async () => {
    const order = await buildOrder(app)
    await postOrder(app, order)
    const answer = await postOrder(app, { ...order, expectedTotalMinor: 9_999 })
    expect(answer.status).toBe(422)
    expect(await problemOf(answer)).toMatchObject({ code: 'order_id_reused', final: true, orderId: order.id })
  })

  test('keeps its identity when only the touches differ', async () => {
    const order = await buildOrder(app)
    await postOrder(app, order)
    expect((await postOrder(app, { ...order, touches: ['v1.x.y.z'] })).status).toBe(200)
  })

  test('that was refused stays refused, even when it could be taken later', async () => {
    const order = await buildOrder(app, { lines: [{ sku: 'lamp', quantity: 2 }], expectedTotalMinor: 8_290 })
    const first = await postOrder(app, order)
    expect(await problemOf(first)).toMatchObject({ code: 'stock_short', sku: 'lamp', available: 1, orderId: order.id })
    await app.database.query(`update stocks set level = 5 where variant_id = (select variant_id from variants where sku = 'lamp')`)
    const second = await postOrder(app, order)
    expect([first.status, second.status]).toEqual([409, 409])
    await app.database.query(`update stocks set level = 1 where variant_id = (select variant_id from variants where sku = 'lamp')`)
  })

  test('is charged what the quote says', async () => {
    const quoted = await quote([{ sku: 'hoodie-green-m', quantity: 1 }])
    expect(quoted.totals).toMatchObject({ subtotalMinor: 5_900, shippingMinor: 490, totalMinor: 6_390 })
    const order = await buildOrder(app, { lines: [{ sku: 'hoodie-green-m', quantity: 1 }], quote: quoted.token, expectedTotalMinor: 6_390 })
    const answer = (await (await postOrder(app, order)).json()) as OrderAnswer
    expect(answer.totals.totalMinor).toBe(6_390)
    expect(answer.state).toBe('placed')
  })

  test('for a quote that was ordered already names the first order', async () => {
    const quoted = await quote([{ sku: 'mug', quantity: 1 }])
    const first = (await (await postOrder(app, await buildOrder(app, { quote: quoted.token }))).json()) as OrderAnswer
    const second = await postOrder(app, await buildOrder(app, { quote: quoted.token }))
    expect(await problemOf(second)).toMatchObject({ code: 'already_placed', orderNumber: first.number, final: true })
  })

  test('that costs more than expected waits for the customer, takes no stock, and is placed when accepted', async () => {
    const before = await level('mug')
    const answer = (await (await postOrder(app, await buildOrder(app, { expectedTotalMinor: 1_000 }))).json()) as OrderAnswer
    expect(answer.state).toBe('awaiting_customer')
    expect(await level('mug')).toBe(before)
    const accepted = await app.app.request(answer.statusUrl, { method: 'POST', body: new URLSearchParams({ decision: 'accept' }) })
    expect(accepted.status).toBe(303)
    expect(await level('mug')).toBe((before ?? 0) - 1)
    const record = (await (await app.staff('showOrder', { parameters: { id: answer.number } })).json()) as OrderRecord
    expect(record.state).toBe('placed')
  })

  test('never charges more for a lower expectation: a cheaper price is charged as it is', async () => {
    const answer = (await (await postOrder(app, await buildOrder(app, { expectedTotalMinor: 5_000 }))).json()) as OrderAnswer
    expect(answer).toMatchObject({ state: 'placed', totals: { totalMinor: 1_980 } })
  })
})

describe('an order is refused', () => {
  const refusals: [string, object, number, string, string | undefined][] = [
    ['an unknown sku', { lines: [{ sku: 'nothing', quantity: 1 }] }, 422, 'sku_unknown', '/lines/0/sku'],
    ['quantity 0', { lines: [{ sku: 'mug', quantity: 0 }] }, 422, 'request_invalid', '/lines/0/quantity'],
    ['quantity −1', { lines: [{ sku: 'mug', quantity: -1 }] }, 422, 'request_invalid', '/lines/0/quantity'],
    ['quantity 1.5', { lines: [{ sku: 'mug', quantity: 1.5 }] }, 422, 'request_invalid', '/lines/0/quantity'],
    ['quantity 10^9', { lines: [{ sku: 'mug', quantity: 1e9 }] }, 422, 'request_invalid', '/lines/0/quantity'],
    ['quantity "1"', { lines: [{ sku: 'mug', quantity: '1' }] }, 422, 'request_invalid', '/lines/0/quantity'],
    ['more than the shop takes', { lines: [{ sku: 'hoodie-blue-m', quantity: 100 }] }, 422, 'quantity_over_limit', '/lines/0/quantity'],
    [
      'the same article twice',
      {
        lines: [
          { sku: 'mug', quantity: 1 },
          { sku: 'mug', quantity: 1 },
        ],
      },
      422,
      'request_invalid',
      '/lines',
    ],
    ['an empty cart', { lines: [] }, 422, 'request_invalid', '/lines'],
    ['a foreign currency', { currency: 'USD' }, 422, 'currency_mismatch', '/currency'],
    [
      'a country that is not served',
      { country: 'FR', customer: buildCustomer({ delivery: { ...buildCustomer().delivery, country: 'FR', postcode: '75001' } }) },
      422,
      'country_unserved',
      '/country',
    ],
    ['another country than it was priced for', { country: 'AT' }, 422, 'request_invalid', '/customer/delivery/country'],
    ['an unknown way of shipping', { shipping: 'pigeon' }, 422, 'shipping_unknown', '/shipping'],
    ['a quote that nobody made', { quote: 'v1.a.b.c' }, 422, 'quote_invalid', '/quote'],
    ['a malformed site key', { site: 'site_x' }, 422, 'request_invalid', '/site'],
    ['another program', { program: newId('program') }, 422, 'program_mismatch', '/program'],
    ['an unknown field', { colour: 'red' }, 422, 'request_invalid', '/colour'],
    [
      'a postcode that the country does not have',
      { customer: buildCustomer({ delivery: { ...buildCustomer().delivery, postcode: '8001' } }) },
      422,
      'request_invalid',
      '/customer/delivery/postcode',
    ],
    ['U+0000 in a text', { customer: buildCustomer({ note: 'a\u0000b' }) }, 422, 'request_invalid', '/customer/note'],
    ['half a surrogate pair in a text', { customer: buildCustomer({ note: 'a\ud800b' }) }, 422, 'request_invalid', '/customer/note'],
  ]
  test.each(refusals)('for %s', async (_, change, status, code, pointer) => {
    const count = async () => (await app.database.query('select 1 from orders')).length
    const before = await count()
    const answer = await postOrder(app, await buildOrder(app, change))
    const problem = await problemOf(answer)
    expect({ status: answer.status, code: problem.code, pointer: problem.errors?.[0]?.pointer }).toEqual({ status, code, pointer })
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(await count()).toBe(before)
  })

  test('for an unknown site key, by name', async () => {
    const site = newId('site')
    const answer = await postOrder(app, await buildOrder(app, { site: site as TestApp['site']['key'] }))
    expect(await problemOf(answer)).toMatchObject({ code: 'site_unknown', status: 404, detail: expect.stringContaining(site) })
  })

  test('for an origin that is not registered, with the remedy', async () => {
    const order = await buildOrder(app)
    const answer = await app.app.request(`${app.origin}/v1/orders`, {
      method: 'POST',
      body: JSON.stringify(order),
      headers: { Origin: 'https://elsewhere.example' },
    })
    expect(await problemOf(answer)).toMatchObject({
      code: 'origin_unregistered',
      status: 403,
      detail: expect.stringContaining('add https://elsewhere.example'),
    })
  })

  test('for an altered quote, whichever character is changed', async () => {
    const { token } = await quote([{ sku: 'mug', quantity: 1 }])
    for (const at of [0, 4, token.indexOf('.', 3) + 5, token.length - 1]) {
      const altered = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
      expect(await problemOf(await postOrder(app, await buildOrder(app, { quote: altered })))).toMatchObject({ code: 'quote_invalid' })
    }
  })

  test('for a quote whose promise has run out', async () => {
    const { token } = await quote([{ sku: 'mug', quantity: 1 }])
    app.clock.now += 8 * 24 * 60 * 60 * 1_000 + 1
    expect(await problemOf(await postOrder(app, await buildOrder(app, { quote: token })))).toMatchObject({ code: 'quote_expired' })
  })

  test('for an Idempotency-Key that is not its id; its own id is accepted', async () => {
    const order = await buildOrder(app)
    expect(await problemOf(await postOrder(app, order, { 'Idempotency-Key': 'other' }))).toMatchObject({ code: 'idempotency_key_mismatch' })
    expect((await postOrder(app, order, { 'Idempotency-Key': order.id })).status).toBe(201)
  })
})

describe('a page from nowhere (origin null)', () => {
  test('may order, and the order is flagged', async () => {
    const order = await buildOrder(app)
    const answer = await app.app.request(`${app.origin}/v1/orders`, {
      method: 'POST',
      body: JSON.stringify(order),
      headers: { Origin: 'null' },
    })
    expect(answer.status).toBe(201)
    const record = (await (await app.staff('showOrder', { parameters: { id: order.id } })).json()) as OrderRecord
    expect(record.flags).toEqual(['origin_unverified'])
  })
})

describe('staff', () => {
  test('confirm, ship in parts, deliver; the order is shipped when its last piece is', async () => {
    const order = await buildOrder(app, {
      lines: [
        { sku: 'hoodie-blue-m', quantity: 2 },
        { sku: 'mug', quantity: 1 },
      ],
      expectedTotalMinor: 20_000,
    })
    const { number } = (await (await postOrder(app, order)).json()) as OrderAnswer
    const step = async (name: Parameters<TestApp['staff']>[0], body: unknown = {}) => {
      const answer = await app.staff(name, { parameters: { id: number }, body })
      return (await answer.json()) as OrderRecord & Problem
    }
    expect(await step('shipOrder', { carrier: 'DHL' })).toMatchObject({ code: 'order_transition_refused' })
    expect((await step('confirmOrder')).state).toBe('confirmed')
    expect((await step('shipOrder', { carrier: 'DHL', tracking: 'A1', lines: [{ sku: 'hoodie-blue-m', quantity: 1 }] })).state).toBe(
      'confirmed',
    )
    expect(await step('shipOrder', { carrier: 'DHL', lines: [{ sku: 'hoodie-blue-m', quantity: 2 }] })).toMatchObject({
      code: 'shipment_invalid',
    })
    const shipped = await step('shipOrder', { carrier: 'DHL', tracking: 'A2' })
    expect(shipped.state).toBe('shipped')
    expect(shipped.shipments.map(({ tracking, lines }) => [tracking, lines])).toEqual([
      ['A1', [{ sku: 'hoodie-blue-m', quantity: 1 }]],
      [
        'A2',
        [
          { sku: 'hoodie-blue-m', quantity: 1 },
          { sku: 'mug', quantity: 1 },
        ],
      ],
    ])
    expect((await step('deliverOrder')).state).toBe('delivered')
    expect(await step('cancelOrder')).toMatchObject({ code: 'order_transition_refused' })
  })

  test('cancel what is not shipped, and its stock returns', async () => {
    const before = await level('mug')
    const { number } = (await (await postOrder(app, await buildOrder(app))).json()) as OrderAnswer
    const answer = await app.staff('cancelOrder', { parameters: { id: number }, body: { reason: 'Out of tune' } })
    expect(((await answer.json()) as OrderRecord).state).toBe('cancelled')
    expect(await level('mug')).toBe(before)
  })

  test('page through orders, newest first, without repeats', async () => {
    const all = (await (await app.staff('listOrders', { query: '?limit=200' })).json()) as OrderPage
    const first = (await (await app.staff('listOrders', { query: '?limit=3' })).json()) as OrderPage
    const second = (await (await app.staff('listOrders', { query: `?limit=3&cursor=${first.next}` })).json()) as OrderPage
    expect([...first.orders, ...second.orders].map(({ number }) => number)).toEqual(all.orders.slice(0, 6).map(({ number }) => number))
  })

  test('are told apart from everybody else by their key', async () => {
    expect((await app.app.request(`${app.origin}/v1/admin/orders`)).status).toBe(401)
    const wrong = { headers: { Authorization: 'Bearer key_wrong' } }
    expect(await problemOf(await app.app.request(`${app.origin}/v1/admin/orders`, wrong))).toMatchObject({ code: 'key_refused' })
  })
})
