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
async function paidOrder(policy: Partial<ProgramPolicy>, price?: string): Promise<OrderRecord> {
  const { currency = 'EUR' } = policy
  app = await createTestApp({ policy, ...(price !== undefined && { catalogue: mugs(currency, price) }) })
  const order = await buildOrder(app, { lines: [{ sku: 'mug', quantity: 3 }], currency, expectedTotalMinor: 1_000_000 })
  const { number } = (await (await postOrder(app, order)).json()) as OrderAnswer
  return (await (await app.staff('markOrderPaid', { parameters: { id: number } })).json()) as OrderRecord
}

const mugs = (currency: string, price: string): object => ({
  format: 'tributary/1',
  currency,
  offers: [{ handle: 'mug', title: 'Mug', description: '', images: [], variants: [{ sku: 'mug', price, weightGrams: 200 }] }],
})

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

describe('an amount that does not divide by its pieces goes back whole, piece by piece,', () => {
  const added = (basisPoints: number) => ({ ...buildPolicy().tax, included: false, rates: { DE: { standard: basisPoints } } })

  test.each([
    // 3 × 333 and 10 % of it, 99.9.
    ['in a currency without decimals', 'JPY', '333', 1_000, [366, 366, 367]],
    // 3 × 1.111 and 5 % of it, 0.16665.
    ['in a currency of three decimals', 'KWD', '1.111', 500, [1_166, 1_167, 1_167]],
    ['in a currency of three decimals', 'BHD', '0.001', 1_000, [1, 1, 1]],
  ])('%s: three for %s %s', async (_, currency, price, basisPoints, expected) => {
    const order = await paidOrder({ currency, tax: added(basisPoints) }, price)
    expect(await pieceByPiece(order)).toEqual(expected)
    const rest = await refund(order)
    expect(rest).toMatchObject({ currency, lines: [], payment: 'refunded' })
    expect(rest.amountMinor + expected.reduce((sum, amount) => sum + amount, 0)).toBe(order.totals.totalMinor)
  })
})
