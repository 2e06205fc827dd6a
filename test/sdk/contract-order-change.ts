import { newId } from '@tributary/protocol/id'
import type { OrderAnswer, OrderStatus } from '@tributary/protocol/order'
import { describe, expect, test } from 'vitest'
import { type ContractPage, problemOf } from './contract.ts'

/** What holds of a customer who changes their mind. */
export function orderChanges(page: () => ContractPage): void {
  const place = async (quantity: number) => {
    const order = await page().order({ lines: [{ sku: 'mug', quantity }], expectedTotalMinor: 1_490 * quantity + 490 })
    const { orderId, statusUrl } = (await (await page().post('/v1/orders', order)).json()) as OrderAnswer
    return { path: `/v1/orders/${orderId}`, secret: statusUrl.split('/').at(-1) ?? '' }
  }
  const statement = { name: 'Ada Muster', email: 'ada@customer.example' }

  describe('a customer', () => {
    test('cancels an order of which nothing was shipped, once', async () => {
      const { path, secret } = await place(1)
      const answers = [await page().post(`${path}/cancel`, { secret }), await page().post(`${path}/cancel`, { secret })]
      expect(answers.map(({ status }) => status)).toEqual([200, 200])
      const [first, second] = (await Promise.all(answers.map((answer) => answer.json()))) as OrderStatus[]
      expect(first).toMatchObject({ state: 'cancelled', may: { cancel: false }, lines: [{ cancelledQuantity: 1 }] })
      expect(second).toEqual(first)
    })

    test('withdraws from single pieces, once for each id', async () => {
      const { path, secret } = await place(2)
      const body = { id: newId('return'), secret, ...statement, lines: [{ sku: 'mug', quantity: 1 }] }
      const answers = [await page().post(`${path}/withdrawal`, body), await page().post(`${path}/withdrawal`, body)]
      expect(answers.map(({ status }) => status)).toEqual([201, 200])
      const [first, second] = (await Promise.all(answers.map((answer) => answer.json()))) as OrderStatus[]
      expect(first).toMatchObject({
        state: 'placed',
        may: { cancel: true, withdraw: { lines: [{ sku: 'mug', quantity: 1 }] } },
        returns: [{ id: body.id, lines: [{ sku: 'mug', quantity: 1, unsentQuantity: 1 }] }],
      })
      expect(second).toEqual(first)
      expect(await problemOf(await page().post(`${path}/withdrawal`, { ...body, name: 'Eva' }))).toMatchObject({ code: 'return_id_reused' })
      const more = { ...body, id: newId('return'), lines: [{ sku: 'mug', quantity: 2 }] }
      expect(await problemOf(await page().post(`${path}/withdrawal`, more))).toMatchObject({ code: 'withdrawal_exceeds_rest' })
    })

    test('does neither with another secret', async () => {
      const { path } = await place(1)
      for (const problem of [
        await problemOf(await page().post(`${path}/cancel`, { secret: 'guess' })),
        await problemOf(await page().post(`${path}/withdrawal`, { id: newId('return'), secret: 'guess', ...statement })),
      ]) {
        expect(problem).toMatchObject({ code: 'order_unknown', status: 404, orderId: path.split('/').at(-1) })
      }
    })
  })
}
