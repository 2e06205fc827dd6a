import { newId } from '@tributary/protocol/id'
import type { OrderAnswer, OrderRecord } from '@tributary/protocol/order'
import type { ProgramPolicy } from '@tributary/protocol/program'
import type { NewRefund, RefundRecord } from '@tributary/protocol/refund'
import { afterEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder, buildPolicy, postOrder } from '../../support/build.ts'

let app: TestApp
afterEach(() => app.close())

/** Three mugs by standard shipping, paid, in a program with this policy. */
async function paidOrder(policy: Partial<ProgramPolicy>): Promise<OrderRecord> {
  app = await createTestApp({ policy })
  const order = await buildOrder(app, { lines: [{ sku: 'mug', quantity: 3 }], expectedTotalMinor: 1_000_000 })
  const { number } = (await (await postOrder(app, order)).json()) as OrderAnswer
  return (await (await app.staff('markOrderPaid', { parameters: { id: number } })).json()) as OrderRecord
}

const refund = async ({ number }: OrderRecord, wanted: NewRefund = {}): Promise<RefundRecord> =>
  (await (await app.staff('postRefund', { parameters: { id: number }, body: { id: newId('refund'), ...wanted } })).json()) as RefundRecord

const pieceByPiece = async (order: OrderRecord): Promise<number[]> => {
  const amounts: number[] = []
  for (let piece = 0; piece < 3; piece++) amounts.push((await refund(order, { lines: [{ sku: 'mug', quantity: 1 }] })).amountMinor)
  return amounts
}

describe('where tax is added to prices, it goes back with them', () => {
  test('to the last cent', async () => {
    const order = await paidOrder({ tax: { ...buildPolicy().tax, included: false } })
    // 3 × 14.90 and 19 % of it, 8.49; shipping 4.90 and 0.93.
    expect(order.totals).toMatchObject({ taxIncluded: false, taxMinor: 849 + 93, totalMinor: 4_470 + 849 + 490 + 93 })
    expect(await pieceByPiece(order)).toEqual([1_773, 1_773, 1_773])
    const [line] = await app.database.query('select released_minor, released_tax_minor from order_lines')
    expect(line).toEqual({ released_minor: 4_470, released_tax_minor: 849 })
    expect(await refund(order)).toMatchObject({ shippingMinor: 583, amountMinor: 583, payment: 'refunded' })
  })
})
