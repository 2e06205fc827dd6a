import { newId } from '@tributary/protocol/id'
import type { OffersAnswer } from '@tributary/protocol/offer'
import type { OrderAnswer, OrderRecord } from '@tributary/protocol/order'
import type { Problem } from '@tributary/protocol/problem'
import { seal } from '@tributary/sdk/parts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildCustomer, buildOrder, postOrder } from '../../support/build.ts'

let app: TestApp
let key: OffersAnswer['program']['sealKey']
beforeAll(async () => {
  app = await createTestApp()
  const offers = (await (await app.fetch(`${app.origin}/v1/offers?site=${app.site.key}`)).json()) as OffersAnswer
  key = offers.program.sealKey
})
afterAll(() => app.close())

const sealedOrder = async (customer = buildCustomer(), id = newId('order')) =>
  buildOrder(app, { id, sealed: await seal(customer, id, key) })
const kept = () => app.database.query<{ orderId: string; reason: string }>('select order_id as "orderId", reason from unreadable_orders')

describe('a sealed order', () => {
  test('is opened by the parent, byte for byte', async () => {
    const customer = buildCustomer({ note: 'Zwei Häuser weiter 🏡\u202e bitte' })
    const { number } = (await (await postOrder(app, await sealedOrder(customer))).json()) as OrderAnswer
    const record = (await (await app.staff('showOrder', { parameters: { id: number } })).json()) as OrderRecord
    expect(record.customer).toEqual(customer)
  })

  test('is the same order sealed again or in clear: its identity is what was sealed', async () => {
    const id = newId('order')
    const customer = buildCustomer()
    expect((await postOrder(app, await sealedOrder(customer, id))).status).toBe(201)
    expect((await postOrder(app, await sealedOrder(customer, id))).status).toBe(200)
    expect((await postOrder(app, await buildOrder(app, { id, customer }))).status).toBe(200)
    expect((await postOrder(app, await sealedOrder({ ...customer, email: 'other@customer.example' }, id))).status).toBe(422)
  })

  test('with a field that is wrong is refused with a pointer into the personal part', async () => {
    const answer = await postOrder(app, await sealedOrder(buildCustomer({ email: 'nobody' })))
    expect((await answer.json()) as Problem).toMatchObject({ code: 'request_invalid', errors: [{ pointer: '/customer/email' }] })
  })

  test.each([
    ['moved to another order', 'bad_tag', (sealed: string) => sealed],
    ['altered', 'bad_tag', (sealed: string) => `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`],
    ['sealed to a key that we do not have', 'unknown_kid', (sealed: string) => sealed.replace(/^v1\.[^.]+/, 'v1.nokey')],
    ['cut short', 'malformed', (sealed: string) => sealed.slice(0, 40)],
  ])('%s is kept, staff are told, and the page tries again', async (_, reason, change) => {
    const { sealed = '' } = await sealedOrder()
    const order = await buildOrder(app, { sealed: change(sealed) })
    const answer = await postOrder(app, order)
    expect(answer.headers.get('Retry-After')).toBe('60')
    expect((await answer.json()) as Problem).toMatchObject({ code: 'seal_unreadable', final: false, orderId: order.id })
    await postOrder(app, order)
    expect((await kept()).filter(({ orderId }) => orderId === order.id)).toEqual([{ orderId: order.id, reason }])
    const alarms = await app.database.query('select 1 from messages where kind = $1 and subject like $2', [
      'order_unreadable',
      `%${order.id}`,
    ])
    expect(alarms).toHaveLength(1)
  })
})
