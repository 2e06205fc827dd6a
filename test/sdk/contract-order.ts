import { newId, newOrderId } from '@tributary/protocol/id'
import type { Customer, OrderAnswer, OrderStatus } from '@tributary/protocol/order'
import { seal } from '@tributary/sdk/parts'
import { describe, expect, test } from 'vitest'
import { buildCustomer } from '../support/build.ts'
import { type ContractPage, problemOf } from './contract.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
const { delivery } = buildCustomer()

/** What holds of orders. */
export function orders(page: () => ContractPage): void {
  const place = async (order: unknown, headers?: Record<string, string>) => page().post('/v1/orders', order, headers)
  const placed = async (order: unknown) => (await (await place(order)).json()) as OrderAnswer

  describe('an order', () => {
    test('of the SDK, sealed, is placed at the price that was quoted', async () => {
      const { shop } = page()
      shop.cart.set({ sku: 'mug', quantity: 2, offer: 'mug' })
      const quote = await shop.quote({ country: 'DE', postcode: '10115' })
      if (!quote.ok) throw new Error(`expected a quote, received ${quote.error.code}`)
      const outcome = await shop.placeOrder({ quote: quote.value, customer: buildCustomer() })
      expect(outcome).toMatchObject({
        outcome: 'placed',
        answer: {
          state: 'placed',
          totals: quote.value.totals,
          attribution: { affiliate: 'FERNWEH', reason: 'site', candidates: [{ evidence: 'site', outcome: 'won' }] },
          next: { kind: 'none' },
          test: false,
        },
      })
      expect(shop.cart.lines()).toEqual([])
    })

    test('is created once, and answered again word for word', async () => {
      const order = await page().order()
      const responses = [await place(order), await place(order)]
      expect(responses.map(({ status }) => status)).toEqual([201, 200])
      const [first, second] = await Promise.all(responses.map((response) => response.json()))
      expect(second).toEqual(first)
      expect(first).toMatchObject({ orderId: order.id, number: expect.stringMatching(/^[0-9A-Z]{8}$/) })
    })

    test('is the same with a touch more, and whatever the order of its members', async () => {
      const order = await page().order()
      const first = await placed(order)
      const turned = Object.fromEntries(Object.entries({ ...order, touches: ['v1.a.b.c'] }).reverse())
      const response = await place(turned)
      expect([response.status, await response.json()]).toEqual([200, first])
    })

    test('with the id of another one is refused, and the other stays', async () => {
      const order = await page().order()
      await place(order)
      const other = await place({ ...order, lines: [{ sku: 'mug', quantity: 2 }], expectedTotalMinor: 3_470 })
      expect(await problemOf(other)).toMatchObject({ code: 'order_id_reused', status: 422, final: true, orderId: order.id })
      expect((await place(order)).status).toBe(200)
    })

    test('that was refused stays refused', async () => {
      const order = await page().order({ lines: [{ sku: 'cup', quantity: 1 }] })
      const problems = [await problemOf(await place(order)), await problemOf(await place(order))]
      expect(problems[0]).toMatchObject({ code: 'sku_unknown', orderId: order.id })
      expect(problems[1]).toEqual(problems[0])
    })

    test('of the last one sells it out, and the next is told', async () => {
      const own = { lines: [{ sku: 'lamp', quantity: 1 }], expectedTotalMinor: 4_390 }
      const first = await page().order(own)
      expect((await place(first)).status).toBe(201)
      const next = await page().order(own)
      expect(await problemOf(await place(next))).toMatchObject({ code: 'stock_short', orderId: next.id, sku: 'lamp', available: 0 })
      expect((await place(first)).status).toBe(200)
    })

    test('by a quote that was used is the order that there is', async () => {
      const { token } = await page().quote()
      const { number } = await placed(await page().order({ quote: token }))
      const again = await page().order({ quote: token })
      expect(await problemOf(await place(again))).toMatchObject({ code: 'already_placed', orderId: again.id, orderNumber: number })
    })

    test('by a quote costs what was quoted, whatever became of the price; without one it waits for the customer', async () => {
      const { token } = await page().quote()
      await page().parent.setPrice('mug', 1_590)
      const quoted = await placed(await page().order({ quote: token }))
      const bare = await placed(await page().order())
      await page().parent.setPrice('mug', 1_490)
      expect(quoted).toMatchObject({ state: 'placed', totals: { totalMinor: 1_980 } })
      expect(bare).toMatchObject({ state: 'awaiting_customer', totals: { totalMinor: 2_080 } })
    })

    test('by a quote that has run out needs another', async () => {
      const { token } = await page().quote()
      page().parent.travel(9 * DAY_MS)
      expect(await problemOf(await place(await page().order({ quote: token })))).toMatchObject({ code: 'quote_expired', final: true })
    })

    test.each([
      ['with a quote of somebody else', { quote: 'v1.strange.quote.here' }, 'quote_invalid'],
      ['in another currency', { currency: 'USD' }, 'currency_mismatch'],
      ['for another program', { program: newId('program') }, 'program_mismatch'],
      ['of a service', { lines: [{ sku: 'kitchen-planning', quantity: 1 }] }, 'service_not_ordered'],
      ['of nothing', { lines: [] }, 'request_invalid'],
      ['of nobody', { customer: undefined }, 'request_invalid'],
      ['without a postcode', { customer: buildCustomer({ delivery: { ...delivery, postcode: '' } }) }, 'request_invalid'],
      ['to another country than was priced', { country: 'AT' }, 'request_invalid'],
      ['of a site that there is not', { site: newId('site') }, 'site_unknown'],
      ['sealed to a key that there is not', { customer: undefined, sealed: 'v1.kid.epk.iv.data' }, 'seal_unreadable'],
    ])('%s is refused by its id', async (_, more, code) => {
      const order = await page().order(more)
      expect(await problemOf(await place(order))).toMatchObject({ code, orderId: order.id })
    })

    test('of another cart than was quoted is refused', async () => {
      const { token } = await page().quote({ lines: [{ sku: 'mug', quantity: 2 }] })
      expect(await problemOf(await place(await page().order({ quote: token })))).toMatchObject({ code: 'quote_mismatch' })
    })

    test('whose Idempotency-Key is another id is refused, and with its own it is taken', async () => {
      const order = await page().order()
      expect(await problemOf(await place(order, { 'Idempotency-Key': newOrderId() }))).toMatchObject({ code: 'idempotency_key_mismatch' })
      expect((await place(order, { 'Idempotency-Key': `"${order.id}"` })).status).toBe(201)
    })

    test('cannot be opened under another id, which may be tried again after a minute', async () => {
      const { sealKey } = await page().facts()
      const sealed = await seal(buildCustomer(), newOrderId(), sealKey)
      const response = await place(await page().order({ customer: undefined, sealed }))
      expect(response.headers.get('Retry-After')).toBe('60')
      expect(await problemOf(response)).toMatchObject({ code: 'seal_unreadable', status: 503, final: false })
    })
  })

  describe('an order that was opened', () => {
    test.each([
      ['nobody', {}, '/customer/email'],
      ['who lives nowhere', { ...buildCustomer(), delivery: { ...delivery, city: ' ' } }, '/customer/delivery/city'],
    ])('and is of %s is refused, and the field is named as the page knows it', async (_, customer, pointer) => {
      const id = newOrderId()
      const sealed = await seal(customer as Customer, id, (await page().facts()).sealKey)
      const problem = await problemOf(await place(await page().order({ id, customer: undefined, sealed })))
      expect(problem).toMatchObject({
        code: 'request_invalid',
        orderId: id,
        errors: expect.arrayContaining([expect.objectContaining({ pointer })]),
      })
    })

    test('and is no JSON is refused', async () => {
      const id = newOrderId()
      // What JSON.stringify makes nothing of is sealed as the word `undefined`.
      const sealed = await seal(undefined as unknown as Customer, id, (await page().facts()).sealKey)
      const problem = await problemOf(await place(await page().order({ id, customer: undefined, sealed })))
      expect(problem).toMatchObject({ code: 'request_invalid', orderId: id, errors: [{ pointer: '/sealed' }] })
    })
  })

  describe('the status of an order', () => {
    test('is for whoever has its secret', async () => {
      const answer = await placed(await page().order())
      expect(answer.statusUrl).toMatch(new RegExp(`^${page().parent.origin}/order/${answer.orderId}/[\\w-]{20,}$`))
      const secret = answer.statusUrl.split('/').at(-1) ?? ''
      const status = await page().shop.status(answer.orderId, secret)
      if (!status.ok) throw new Error(`expected a status, received ${status.error.code}`)
      const { orderId, number, totals } = answer
      expect(status.value).toMatchObject({
        ...{
          orderId,
          number,
          totals,
          state: 'placed',
          payment: 'unpaid',
          country: 'DE',
          shippingTitle: 'Standard',
          shipments: [],
          refunds: [],
        },
        lines: [{ sku: 'mug', title: 'Enamel mug', quantity: 1, shippedQuantity: 0, cancelledQuantity: 0, refundedQuantity: 0 }],
      } satisfies Partial<{ [Member in keyof OrderStatus]: unknown }>)
      expect(status.value.transitions.map(({ to }) => to)).toEqual(['placed'])
    })

    test('is unknown by another secret, as an order is that there is not', async () => {
      const { orderId } = await placed(await page().order())
      for (const id of [orderId, newOrderId()]) {
        expect(await page().shop.status(id, 'guess')).toMatchObject({ ok: false, error: { code: 'order_unknown', status: 404 } })
      }
    })
  })
}
