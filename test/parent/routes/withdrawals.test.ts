import { newId } from '@tributary/protocol/id'
import type { OrderAnswer, OrderStatus } from '@tributary/protocol/order'
import { orderStatus } from '@tributary/protocol/order.schema'
import type { Problem } from '@tributary/protocol/problem'
import type { ReturnRecord, Withdrawal } from '@tributary/protocol/return'
import { returnPage, returnRecord } from '@tributary/protocol/return.schema'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder, postOrder } from '../../support/build.ts'
import { takeMails } from '../../support/mail.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { allRows } from '../../support/rows.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
type Step = 'markOrderPaid' | 'confirmOrder' | 'shipOrder' | 'deliverOrder'

interface Placed {
  readonly id: string
  readonly number: string
  readonly secret: string
}

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
  beforeEach(() => takeMails(app))

  const place = async (quantity: number, ...steps: Step[]): Promise<Placed> => {
    const order = await buildOrder(app, { lines: [{ sku: 'mug', quantity }], expectedTotalMinor: 1_490 * quantity + 490 })
    const { orderId, number, statusUrl } = (await (await postOrder(app, order)).json()) as OrderAnswer
    for (const step of steps) await staff(step, number, step === 'shipOrder' ? { carrier: 'DHL' } : {})
    await takeMails(app)
    return { id: orderId, number, secret: statusUrl.split('/').at(-1) ?? '' }
  }
  const staff = async (name: Parameters<TestApp['staff']>[0], id: string, body: object = {}) => {
    const answer = await app.staff(name, { parameters: { id }, body })
    return (await answer.json()) as ReturnRecord & Problem
  }
  const post = (path: string, body: object) => app.fetch(`${app.origin}${path}`, { method: 'POST', body: JSON.stringify(body) })
  const cancel = ({ id, secret }: Placed) => post(`/v1/orders/${id}/cancel`, { secret })
  const withdraw = ({ id, secret }: Placed, more: Partial<Withdrawal> = {}) =>
    post(`/v1/orders/${id}/withdrawal`, { id: newId('return'), secret, name: 'Ada Muster', email: 'ada@customer.example', ...more })
  const statusOf = async ({ id, secret }: Placed): Promise<OrderStatus> =>
    orderStatus.parse(await (await app.fetch(`${app.origin}/v1/orders/${id}?secret=${secret}`)).json()) as OrderStatus
  const stockOf = async (): Promise<number> =>
    Number(
      (
        await app.database.query<{ level: number }>(
          `select level from stocks join variants using (program_id, variant_id) where sku = 'mug'`,
        )
      )[0]?.level,
    )
  const delivered = (quantity: number) => place(quantity, 'markOrderPaid', 'confirmOrder', 'shipOrder', 'deliverOrder')

  describe('the customer cancels an order before it is shipped', () => {
    test('and the stock and what was paid go back; customer and staff get a mail', async () => {
      const level = await stockOf()
      const order = await place(2, 'markOrderPaid')
      const answer = await cancel(order)
      expect(answer.status).toBe(200)
      expect(orderStatus.parse(await answer.json())).toMatchObject({
        state: 'cancelled',
        payment: 'refunded',
        refunds: [{ kind: 'cancellation', amountMinor: 3_470 }],
        may: { cancel: false },
      })
      expect(await stockOf()).toBe(level)
      const mails = await takeMails(app)
      expect(mails.map(({ kind, recipient }) => [kind, recipient])).toEqual([
        ['order_cancelled', 'ada@customer.example'],
        ['order_cancelled_by_customer', 'staff@acme.example'],
      ])
      expect(mails[1]?.text).toContain('€34.70 was paid and is recorded as refunded.')
      const [step] = await app.database.query<{ actor: string }>(
        `select actor from order_transitions join orders using (program_id, order_key) where number = $1 and event = 'cancel'`,
        [order.number],
      )
      expect(step).toEqual({ actor: 'customer' })
    })

    test('again, and nothing more happens', async () => {
      const order = await place(1)
      const first = await (await cancel(order)).text()
      const before = await allRows(app.database)
      const second = await cancel(order)
      expect([second.status, await second.text()]).toEqual([200, first])
      expect(await allRows(app.database)).toEqual(before)
    })

    test('and is refused by name once a part of it was shipped', async () => {
      const order = await place(2, 'confirmOrder')
      expect((await statusOf(order)).may).toMatchObject({ cancel: true })
      await staff('shipOrder', order.number, { carrier: 'DHL', lines: [{ sku: 'mug', quantity: 1 }] })
      expect((await statusOf(order)).may).toMatchObject({ cancel: false })
      const answer = await cancel(order)
      expect(answer.status).toBe(409)
      expect(await answer.json()).toMatchObject({ code: 'order_shipped', orderNumber: order.number })
    })
  })

  describe('every refusal names the order that was asked about, so that a page takes it for the answer:', () => {
    test.each([
      [
        'another secret',
        'order_unknown',
        (id: string) => ({ id: newId('return'), secret: `${id}-guess`, name: 'Ada', email: 'a@b.example' }),
      ],
      ['a body that lacks all', 'request_invalid', () => ({})],
      ['no JSON', 'body_not_json', () => 'no JSON'],
    ])('%s', async (_, code, bodyOf) => {
      const { id } = await place(1)
      for (const path of ['cancel', 'withdrawal']) {
        const body = bodyOf(id)
        const sent =
          typeof body === 'string' ? body : JSON.stringify(path === 'cancel' && 'secret' in body ? { secret: body.secret } : body)
        const answer = await app.fetch(`${app.origin}/v1/orders/${id}/${path}`, { method: 'POST', body: sent })
        expect(await answer.json(), path).toMatchObject({ code, orderId: id })
      }
    })
  })

  describe('a withdrawal from the contract', () => {
    test('by one piece is announced, and its receipt says what was stated and when', async () => {
      const order = await delivered(3)
      const answer = await withdraw(order, { email: 'elsewhere@customer.example', lines: [{ sku: 'mug', quantity: 1 }] })
      expect(answer.status).toBe(201)
      const status = orderStatus.parse(await answer.json())
      expect(status.returns).toMatchObject([{ state: 'announced', lines: [{ sku: 'mug', quantity: 1, unsentQuantity: 0 }] }])
      expect(status.may?.withdraw).toEqual({ until: '2026-03-16', lines: [{ sku: 'mug', quantity: 2 }] })
      const mails = await takeMails(app)
      expect(mails.map(({ kind, recipient }) => [kind, recipient])).toEqual([
        ['withdrawal_received', 'elsewhere@customer.example'],
        ['withdrawal_received', 'ada@customer.example'],
        ['withdrawal_arrived', 'staff@acme.example'],
      ])
      expect(mails[0]?.text).toContain(`Order: ${order.number}\nName: Ada Muster`)
      expect(mails[0]?.text).toContain('2026-03-02T10:00:00.000Z')
      expect(mails[0]?.text).toContain('Enamel mug: 1')
    })

    test('that staff receive gives back exactly what the piece cost, and the shipping with the last one', async () => {
      const order = await delivered(3)
      await withdraw(order, { lines: [{ sku: 'mug', quantity: 1 }] })
      const first = await staff('receiveReturn', order.number, { reason: 'Thank you.' })
      expect(returnRecord.parse(first)).toMatchObject({
        state: 'refunded',
        steps: [{ to: 'announced', actor: 'customer' }, { to: 'received' }, { to: 'refunded' }],
      })
      expect((await statusOf(order)).refunds).toMatchObject([{ id: first.refund, amountMinor: 1_490, shippingMinor: 0 }])
      await withdraw(order)
      await staff('receiveReturn', order.number)
      const status = await statusOf(order)
      expect(status).toMatchObject({ payment: 'refunded', refunds: [{}, { amountMinor: 3_470, shippingMinor: 490 }] })
      expect(status.may).toEqual({ cancel: false })
    })

    test('sent again is one, and under the same id for something else is refused', async () => {
      const order = await delivered(2)
      const body = { id: newId('return'), lines: [{ sku: 'mug', quantity: 1 }] }
      expect((await withdraw(order, body)).status).toBe(201)
      const before = await allRows(app.database)
      expect((await withdraw(order, body)).status).toBe(200)
      expect(await (await withdraw(order, { ...body, name: 'Somebody else' })).json()).toMatchObject({ code: 'return_id_reused' })
      expect(await allRows(app.database)).toEqual(before)
    })

    test('from the same pieces is not possible twice, not even at the same moment', async () => {
      const order = await delivered(2)
      const answers = await Promise.all([withdraw(order), withdraw(order), withdraw(order)])
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422])
      expect((await statusOf(order)).returns).toHaveLength(1)
      await staff('receiveReturn', order.number)
      expect(await (await withdraw(order)).json()).toMatchObject({ code: 'withdrawal_exceeds_rest' })
    })

    test('before anything was shipped cancels the pieces, and nothing has to come back', async () => {
      const order = await place(2, 'markOrderPaid')
      const status = orderStatus.parse(await (await withdraw(order, { lines: [{ sku: 'mug', quantity: 1 }] })).json())
      expect(status).toMatchObject({
        state: 'placed',
        lines: [{ cancelledQuantity: 1 }],
        refunds: [{ amountMinor: 1_490 }],
        returns: [{ state: 'received', lines: [{ quantity: 1, unsentQuantity: 1 }] }],
      })
      expect((await takeMails(app)).map(({ kind }) => kind).sort()).toEqual([
        'order_cancelled',
        'withdrawal_arrived',
        'withdrawal_received',
      ])
    })

    test('of an order that is not paid yet lowers what is owed once the pieces are back', async () => {
      const order = await place(2, 'confirmOrder', 'shipOrder', 'deliverOrder')
      await withdraw(order, { lines: [{ sku: 'mug', quantity: 1 }] })
      expect(await staff('receiveReturn', order.number)).toMatchObject({ state: 'received' })
      expect((await takeMails(app)).map(({ kind }) => kind)).toContain('return_received')
      await staff('markOrderPaid', order.number)
      const [row] = await app.database.query<{ paid: number }>('select paid_minor as paid from orders where number = $1', [order.number])
      expect(row).toEqual({ paid: 1_980 })
    })

    test('of all that is not paid yet leaves nothing owed, the shipping neither', async () => {
      const order = await place(2, 'confirmOrder', 'shipOrder', 'deliverOrder')
      await withdraw(order)
      await staff('receiveReturn', order.number)
      const page = await (await app.fetch(`${app.origin}/order/${order.id}/${order.secret}`)).text()
      expect(page).toContain('Not paid yet. €0.00 is to be paid')
    })

    test.each([
      ['on the last day', 14, 201],
      ['on the day after it', 15, 409],
    ])('is possible for 14 days after the delivery: %s', async (_, days, status) => {
      const order = await delivered(1)
      const now = app.clock.now
      app.clock.now += days * DAY_MS
      try {
        const answer = await withdraw(order)
        expect(answer.status).toBe(status)
        if (status === 409) expect(await answer.json()).toMatchObject({ code: 'withdrawal_over' })
      } finally {
        app.clock.now = now
      }
    })

    test('that staff refuse tells the customer why, and the pieces can be withdrawn from again', async () => {
      const order = await delivered(1)
      await withdraw(order)
      await takeMails(app)
      expect(await staff('refuseReturn', order.number, { reason: 'It never came back.' })).toMatchObject({ state: 'refused' })
      const [mail, ...more] = await takeMails(app)
      expect([mail?.kind, more]).toEqual(['return_refused', []])
      expect(mail?.text).toContain('The reason: It never came back.')
      expect(await staff('receiveReturn', order.number)).toMatchObject({ code: 'return_transition_refused' })
      expect((await withdraw(order)).status).toBe(201)
    })

    test('is listed for staff, newest first', async () => {
      const order = await delivered(1)
      await withdraw(order, { reason: '<b>Too small</b>, "really" & ünïcødé 😀' })
      const answer = await app.staff('listReturns', { query: `?state=announced&order=${order.number}` })
      expect(returnPage.parse(await answer.json())).toMatchObject({
        returns: [{ orderNumber: order.number, name: 'Ada Muster', reason: '<b>Too small</b>, "really" & ünïcødé 😀' }],
      })
      expect(await staff('showReturn', 'ret_unknown')).toMatchObject({ code: 'return_unknown' })
    })
  })

  test('a wrong secret is answered like an unknown order', async () => {
    const order = await place(1)
    for (const act of [cancel, withdraw]) {
      const wrong = await act({ ...order, secret: 'wrong' })
      const other = { ...order, id: newId('order') }
      const unknown = (await (await act(other)).text()).replace(other.id, order.id)
      expect([wrong.status, await wrong.text()]).toEqual([404, unknown])
    }
  })
})

test('whoever acts on orders from one network too often is told to wait', async () => {
  const app = await createTestApp({ limits: 'on' })
  const ask = () =>
    app.app.request(
      `${app.origin}/v1/orders/${newId('order')}/cancel`,
      { method: 'POST', body: '{"secret":"x"}' },
      { incoming: { socket: { remoteAddress: '198.51.100.7' } } },
    )
  let last = await ask()
  for (let count = 0; count < 200; count++) last = await ask()
  expect(last.status).toBe(429)
  await app.close()
})
