import { newId } from '@tributary/protocol/id'
import type { OrderAnswer, OrderRecord } from '@tributary/protocol/order'
import { orderStatus } from '@tributary/protocol/order.schema'
import type { Problem } from '@tributary/protocol/problem'
import type { NewRefund, RefundPreview, RefundRecord } from '@tributary/protocol/refund'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder, postOrder } from '../../support/build.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { allRows } from '../../support/rows.ts'

describe.each(['PGlite', 'PostgreSQL'] as const)('on %s', (engine) => {
  let database: TestDatabase | undefined
  let app: TestApp
  beforeAll(async () => {
    database = engine === 'PostgreSQL' ? await createTestDatabase() : undefined
    app = await createTestApp(database ? { place: { url: database.url } } : {})
  })
  afterAll(async () => {
    await app.close()
    await database?.drop()
  })

  const place = async (quantity = 3): Promise<string> => {
    const order = await buildOrder(app, { lines: [{ sku: 'mug', quantity }], expectedTotalMinor: 1_490 * quantity + 490 })
    return ((await (await postOrder(app, order)).json()) as OrderAnswer).number
  }
  const call = async <Answer>(name: Parameters<TestApp['staff']>[0], id: string, body: unknown = {}): Promise<Answer> =>
    (await (await app.staff(name, { parameters: { id }, body })).json()) as Answer
  const paid = async (quantity = 3): Promise<string> => {
    const number = await place(quantity)
    await call('markOrderPaid', number)
    return number
  }
  const refund = (id: string, body: NewRefund = {}): Promise<RefundRecord & Problem> =>
    call('postRefund', id, { id: newId('refund'), ...body })
  const show = (id: string): Promise<OrderRecord> => call('showOrder', id)
  const refundedOf = async (id: string): Promise<number> => (await show(id)).refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const remaining = async (number: string): Promise<number[]> =>
    (
      await app.database.query<{ remaining: number }>(
        `select l.total_minor - l.released_minor as remaining
           from order_lines l join orders o using (program_id, order_key) where o.number = $1 order by line`,
        [number],
      )
    ).map((row) => row.remaining)

  describe('a refund', () => {
    test('by pieces gives their share of the line, and the payment is refunded in part', async () => {
      const number = await paid()
      const answer = await refund(number, { lines: [{ sku: 'mug', quantity: 2 }], reason: 'Two were broken.' })
      expect(answer).toMatchObject({
        kind: 'refund',
        reason: 'Two were broken.',
        lines: [{ sku: 'mug', quantity: 2, amountMinor: 2_980 }],
        shippingMinor: 0,
        amountMinor: 2_980,
        currency: 'EUR',
        payment: 'partly_refunded',
      })
      expect(await show(number)).toMatchObject({
        payment: 'partly_refunded',
        lines: [{ refundedQuantity: 2 }],
        refunds: [{ id: answer.id }],
      })
      expect(await remaining(number)).toEqual([1_490])
    })

    test('of everything that is left gives back every cent, shipping too', async () => {
      const number = await paid()
      await refund(number, { lines: [{ sku: 'mug', amountMinor: 333 }], kind: 'goodwill' })
      await refund(number, { lines: [{ sku: 'mug', quantity: 1 }] })
      await refund(number, { shipping: 100 })
      const last = await refund(number)
      expect(last).toMatchObject({ payment: 'refunded', shippingMinor: 390, lines: [{ quantity: 2 }] })
      expect(await refundedOf(number)).toBe(4_960)
      expect(await remaining(number)).toEqual([0])
    })

    test('of shipping alone leaves the lines', async () => {
      const number = await paid()
      expect(await refund(number, { shipping: 'all' })).toMatchObject({ lines: [], shippingMinor: 490, amountMinor: 490 })
      expect(await remaining(number)).toEqual([4_470])
    })

    test('that is sent again is answered the same and given once', async () => {
      const number = await paid()
      const body = { id: newId('refund'), lines: [{ sku: 'mug', quantity: 1 }] }
      const first = await app.staff('postRefund', { parameters: { id: number }, body })
      const second = await app.staff('postRefund', { parameters: { id: number }, body })
      expect([first.status, second.status]).toEqual([201, 200])
      expect(await second.text()).toBe(await first.text())
      expect(await refundedOf(number)).toBe(1_490)
    })

    test('under an id that stands for another refund, of this order or another, is refused', async () => {
      const [number, other] = [await paid(), await paid()]
      const id = newId('refund')
      await refund(number, { id, lines: [{ sku: 'mug', quantity: 1 }] })
      const before = await allRows(app.database)
      expect(await refund(number, { id, lines: [{ sku: 'mug', quantity: 2 }] })).toMatchObject({ code: 'refund_id_reused' })
      expect(await refund(other, { id, lines: [{ sku: 'mug', quantity: 1 }] })).toMatchObject({ code: 'refund_id_reused' })
      expect(await allRows(app.database)).toEqual(before)
    })

    test('that is previewed says exactly what would happen and stores nothing', async () => {
      const number = await paid()
      const wanted = { lines: [{ sku: 'mug', quantity: 1 }], shipping: 'all' } as const
      const before = await allRows(app.database)
      const preview = await call<RefundPreview>('postRefund', number, { ...wanted, preview: true })
      expect(await allRows(app.database)).toEqual(before)
      const { id: _id, at: _at, actor: _actor, ...done } = await refund(number, wanted)
      expect(preview).toEqual({ ...done, preview: true, reversals: [] })
    })

    test('asked for many times at once never gives more than was paid', async () => {
      const number = await paid(9)
      const asked = Array.from({ length: 12 }, (_, index) =>
        refund(number, index % 2 === 0 ? { lines: [{ sku: 'mug', quantity: 2 }] } : { lines: [{ sku: 'mug', amountMinor: 2_500 }] }),
      )
      const answers = await Promise.all(asked)
      expect(new Set(answers.map(({ code = 'given' }) => code))).toEqual(new Set(['given', 'refund_exceeds_rest']))
      await refund(number)
      expect(await refundedOf(number)).toBe(9 * 1_490)
      expect(await show(number)).toMatchObject({ payment: 'refunded' })
    })

    test('sent many times at once under one id is given once', async () => {
      const number = await paid()
      const body = { id: newId('refund'), lines: [{ sku: 'mug', quantity: 1 }] }
      const answers = await Promise.all(Array.from({ length: 6 }, () => app.staff('postRefund', { parameters: { id: number }, body })))
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 201])
      expect(await refundedOf(number)).toBe(1_490)
    })

    test('is not a way to cancel: the order goes on, and is shipped', async () => {
      const number = await paid()
      await refund(number, { lines: [{ sku: 'mug', amountMinor: 500 }], kind: 'goodwill' })
      await call('confirmOrder', number)
      expect(await call('shipOrder', number, { carrier: 'DHL' })).toMatchObject({ state: 'shipped', payment: 'partly_refunded' })
    })
  })

  describe('the customer', () => {
    const lettersOf = (number: string) =>
      app.database.query<{ subject: string; text: string }>(
        `select subject, body_text as text from messages m join orders o using (program_id, order_key)
          where o.number = $1 and kind in ('order_refunded', 'order_cancelled') order by message_id`,
        [number],
      )

    test('is told by mail what goes back, for what and why', async () => {
      const number = await paid()
      await refund(number, { lines: [{ sku: 'mug', quantity: 2 }], shipping: 'all', reason: 'Two were broken.' })
      const [letter, ...more] = await lettersOf(number)
      expect(letter?.subject).toBe(`You get €34.70 back for your order ${number}`)
      for (const part of ['The reason: Two were broken.', '2 × Enamel mug: €29.80', 'Shipping: €4.90', 'You get back: €34.70']) {
        expect(letter?.text).toContain(part)
      }
      expect(more).toEqual([])
    })

    test('is told of a cancellation and its money in one mail', async () => {
      const number = await paid()
      await call('cancelOrder', number)
      const letters = await lettersOf(number)
      expect(letters).toHaveLength(1)
      expect(letters[0]?.text).toContain('You get €49.60 back.')
    })

    test('reads on the status page what was paid and what went back, with its day', async () => {
      const number = await paid()
      const { statusUrl } = await show(number)
      const page = async () => (await app.app.request(statusUrl)).text()
      expect(await page()).toContain('Paid, thank you.')
      await refund(number, { lines: [{ sku: 'mug', quantity: 1 }], reason: 'One was <b>broken</b>.' })
      const text = await page()
      expect(text).toContain('Paid. €14.90 of it went back to you.')
      expect(text).toContain('Mar 2, 2026: refund<br><span class="muted">1 × Enamel mug. One was &lt;b&gt;broken&lt;/b&gt;.</span>')
    })

    test('reads what is still to be paid after a part was cancelled', async () => {
      const number = await place()
      await call('cancelOrder', number, { lines: [{ sku: 'mug', quantity: 1 }] })
      const text = await (await app.app.request((await show(number)).statusUrl)).text()
      expect(text).toContain('Not paid yet. €34.70 is to be paid, after what was cancelled.')
    })

    test('sees refunds in the status, and never who gave them', async () => {
      const number = await paid()
      await refund(number)
      const { statusUrl, orderId } = await show(number)
      const status = await (await app.fetch(`${app.origin}/v1/orders/${orderId}?secret=${statusUrl.split('/').at(-1)}`)).json()
      expect(orderStatus.parse(status)).toMatchObject({ payment: 'refunded', refunds: [{ amountMinor: 4_960 }] })
      expect(status).not.toHaveProperty('refunds.0.actor')
      expect(await call('listRefunds', number)).toMatchObject({ refunds: [{ amountMinor: 4_960, actor: expect.any(String) }] })
    })
  })

  describe('a refund is refused, and nothing is changed,', () => {
    test.each<[string, NewRefund, object]>([
      [
        'for more pieces than are left',
        { lines: [{ sku: 'mug', quantity: 3 }] },
        { code: 'refund_exceeds_rest', errors: [{ pointer: '/lines/0' }] },
      ],
      ['for more than is left of a line', { lines: [{ sku: 'mug', amountMinor: 2_981 }] }, { code: 'refund_exceeds_rest' }],
      ['for more than is left of the shipping', { shipping: 491 }, { code: 'refund_exceeds_rest', errors: [{ pointer: '/shipping' }] }],
      ['for what is not in the order', { lines: [{ sku: 'lamp', quantity: 1 }] }, { code: 'refund_line_unknown' }],
      ['in another currency', { currency: 'USD' }, { code: 'currency_mismatch' }],
      ['of nothing', { lines: [{ sku: 'mug', amountMinor: 0 }] }, { code: 'request_invalid' }],
      ['of less than nothing', { shipping: -1 }, { code: 'request_invalid' }],
      ['for half a cent', { lines: [{ sku: 'mug', amountMinor: 0.5 }] }, { code: 'request_invalid' }],
      ['for an amount that no number holds', { lines: [{ sku: 'mug', amountMinor: 2 ** 53 }] }, { code: 'request_invalid' }],
      ['for pieces and an amount of one line', { lines: [{ sku: 'mug', quantity: 1, amountMinor: 5 }] }, { code: 'request_invalid' }],
      ['as goodwill that takes pieces back', { kind: 'goodwill', lines: [{ sku: 'mug', quantity: 1 }] }, { code: 'request_invalid' }],
      ['without an id', { id: undefined, shipping: 'all' }, { code: 'request_invalid', errors: [{ pointer: '/id' }] }],
    ])('%s', async (_, wanted, expected) => {
      const number = await paid()
      await refund(number, { lines: [{ sku: 'mug', quantity: 1 }] })
      const before = await allRows(app.database)
      expect(await refund(number, wanted)).toMatchObject(expected)
      expect(await allRows(app.database)).toEqual(before)
    })

    test('while the order is unpaid', async () => {
      const number = await place()
      expect(await refund(number)).toMatchObject({ code: 'refund_unpaid', orderNumber: number })
    })

    test('once everything went back, saying so', async () => {
      const number = await paid()
      await refund(number)
      expect(await refund(number)).toMatchObject({ code: 'refund_exceeds_rest', detail: expect.stringContaining('€0.00 is left') })
    })

    test('for an order that does not exist', async () => {
      expect(await refund('00000000')).toMatchObject({ code: 'order_unknown' })
    })
  })

  describe('a cancellation', () => {
    test('of a paid order in part gives back the share of its pieces and returns their stock', async () => {
      const number = await paid()
      const order = await call<OrderRecord>('cancelOrder', number, { lines: [{ sku: 'mug', quantity: 1 }], reason: 'One was chipped.' })
      expect(order).toMatchObject({
        state: 'placed',
        payment: 'partly_refunded',
        lines: [{ cancelledQuantity: 1, refundedQuantity: 0 }],
        refunds: [{ kind: 'cancellation', reason: 'One was chipped.', amountMinor: 1_490, shippingMinor: 0, lines: [{ quantity: 1 }] }],
      })
      expect(await remaining(number)).toEqual([2_980])
    })

    test('of a paid order as a whole gives back everything with the shipping', async () => {
      const number = await paid()
      const order = await call<OrderRecord>('cancelOrder', number)
      expect(order).toMatchObject({ state: 'cancelled', payment: 'refunded', refunds: [{ amountMinor: 4_960, shippingMinor: 490 }] })
    })

    test('of what a parcel left behind keeps the shipping', async () => {
      const number = await paid()
      await call('confirmOrder', number)
      await call('shipOrder', number, { carrier: 'DHL', lines: [{ sku: 'mug', quantity: 1 }] })
      expect(await call('cancelOrder', number)).toMatchObject({
        payment: 'partly_refunded',
        refunds: [{ amountMinor: 2_980, shippingMinor: 0 }],
      })
    })

    test('of pieces that were refunded before gives nothing back twice', async () => {
      const number = await paid()
      await refund(number, { lines: [{ sku: 'mug', quantity: 2 }] })
      await call('cancelOrder', number)
      expect(await refundedOf(number)).toBe(4_960)
      expect(await show(number)).toMatchObject({ state: 'cancelled', payment: 'refunded' })
    })

    test('of an unpaid order gives nothing back; what is paid later is the rest', async () => {
      const number = await place()
      const order = await call<OrderRecord>('cancelOrder', number, { lines: [{ sku: 'mug', quantity: 2 }] })
      expect(order).toMatchObject({ payment: 'unpaid', refunds: [] })
      expect(await remaining(number)).toEqual([1_490])
      await call('markOrderPaid', number)
      expect(await refund(number)).toMatchObject({ amountMinor: 1_980, payment: 'refunded' })
    })

    test('and a refund at the same moment never give more than was paid', async () => {
      const number = await paid()
      await Promise.all([
        call('cancelOrder', number, { lines: [{ sku: 'mug', quantity: 2 }] }),
        refund(number, { lines: [{ sku: 'mug', quantity: 2 }] }),
      ])
      expect(await refundedOf(number)).toBeLessThanOrEqual(4_470)
      await call('cancelOrder', number)
      expect(await refundedOf(number)).toBe(4_960)
    })
  })

  describe('a chargeback', () => {
    test('takes the payment, and a won one brings it back', async () => {
      const number = await paid()
      expect(await call('chargeBackOrder', number)).toMatchObject({ payment: 'charged_back', state: 'placed' })
      expect(await call('winBackOrder', number)).toMatchObject({ payment: 'paid' })
    })

    test('of an order that was refunded in part comes back as such', async () => {
      const number = await paid()
      await refund(number, { shipping: 'all' })
      await call('chargeBackOrder', number)
      expect(await call('winBackOrder', number)).toMatchObject({ payment: 'partly_refunded' })
      expect(await refund(number)).toMatchObject({ amountMinor: 4_470, payment: 'refunded' })
    })

    test('leaves nothing to refund and nothing to ship', async () => {
      const number = await paid()
      await call('confirmOrder', number)
      await call('chargeBackOrder', number)
      expect(await refund(number)).toMatchObject({ code: 'order_transition_refused' })
      expect(await call('shipOrder', number, { carrier: 'DHL' })).toMatchObject({ code: 'order_unpaid' })
    })

    test('during which pieces were cancelled owes them once it is won', async () => {
      const number = await paid()
      await call('chargeBackOrder', number)
      expect(await call('cancelOrder', number, { lines: [{ sku: 'mug', quantity: 1 }] })).toMatchObject({
        payment: 'charged_back',
        refunds: [],
      })
      expect(await call('winBackOrder', number)).toMatchObject({
        payment: 'partly_refunded',
        refunds: [{ kind: 'cancellation', amountMinor: 1_490 }],
      })
    })

    test('during which the whole order was cancelled gives everything back once it is won', async () => {
      const number = await paid()
      await call('chargeBackOrder', number)
      await call('cancelOrder', number)
      expect(await call('winBackOrder', number)).toMatchObject({
        payment: 'refunded',
        refunds: [{ amountMinor: 4_960, shippingMinor: 490 }],
      })
    })

    test.each(['chargeBackOrder', 'winBackOrder'] as const)('needs a payment: %s of an unpaid order is refused', async (name) => {
      expect(await call(name, await place())).toMatchObject({ code: 'order_transition_refused' })
    })
  })
})
