import { settleDueOrders } from '@tributary/parent/jobs/commissions'
import type { OrderAnswer } from '@tributary/protocol/order'
import type { PayoutBatch } from '@tributary/protocol/payout'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder, buildPolicy, postOrder } from '../../support/build.ts'
import { balances, changeOrder, DELIVERED, publishPlan, secondKey, wrongInLedger } from '../../support/plan.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { inTurn, untilWaiting } from '../../support/turns.ts'

let database: TestDatabase
let app: TestApp
beforeEach(async () => {
  database = await createTestDatabase()
  app = await createTestApp({ place: { url: database.url } })
  await publishPlan(app, { holdDays: 0 })
})
afterEach(async () => {
  await app.close()
  await database.drop()
})

/** An order of two mugs that was paid and delivered: 250 cents are earned of it. */
const delivered = async (): Promise<OrderAnswer> => {
  const letter = { lines: [{ sku: 'mug', quantity: 2 }], expectedTotalMinor: 3_470 }
  const order = (await (await postOrder(app, await buildOrder(app, letter))).json()) as OrderAnswer
  await changeOrder(app, order, ...DELIVERED)
  return order
}

const refund = async ({ number }: OrderAnswer, letter: string): Promise<number> =>
  (await app.staff('postRefund', { parameters: { id: number }, body: { id: `rfd_${letter.repeat(21)}` } })).status

const close = async (period: string): Promise<number> => (await app.staff('closePeriod', { parameters: { period } })).status

test('two refunds at once are written off down to the floor, as one after the other would be', async () => {
  await app.staff('putProgram', { body: { ...buildPolicy(), payout: { floorMinor: { EUR: 100 } } } })
  const orders = [await delivered(), await delivered()] as const
  await settleDueOrders(app.parent)
  const { batch } = (await (await app.staff('postPayouts', { body: {} })).json()) as PayoutBatch
  await app.staff('approvePayouts', { parameters: { id: batch }, authorization: await secondKey(app) })
  await app.staff('sendPayouts', { parameters: { id: batch } })
  // Letters come last: a refund that waits for them has done everything else.
  const refunds = [() => refund(orders[0], 'a'), () => refund(orders[1], 'b')]
  expect(await inTurn(app, 'lock table messages in share mode', ...refunds)).toEqual([201, 201])
  expect(await balances(app)).toMatchObject({ 'affiliate_payable FERNWEH': -100 })
  expect(await wrongInLedger(app)).toEqual([])
})

describe('a month', () => {
  test('that two close at once is closed once', async () => {
    await delivered()
    app.clock.now = Date.parse('2026-04-02T12:00:00Z')
    const closings = [() => close('2026-03'), () => close('2026-03')]
    expect(await inTurn(app, 'lock table transactions in row exclusive mode', ...closings)).toEqual([200, 409])
    expect(await app.database.query('select from statements')).toHaveLength(1)
  })

  test('that is closed while a refund in it waits leaves the refund to the month after', async () => {
    const order = await delivered()
    const { refunding } = await app.database.transaction(async (transaction) => {
      await transaction.query('select from commissions for update')
      const refunding = refund(order, 'a')
      await untilWaiting(app, 1)
      app.clock.now = Date.parse('2026-04-02T12:00:00Z')
      expect(await close('2026-03')).toBe(200)
      return { refunding }
    })
    expect(await refunding).toBe(201)
    const [reversal] = await app.database.query(`select at from transactions where kind = 'commission_reversed'`)
    expect(reversal).toEqual({ at: new Date(app.clock.now) })
    expect(await wrongInLedger(app)).toEqual([])
  })
})
