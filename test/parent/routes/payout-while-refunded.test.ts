import { settleDueOrders } from '@tributary/parent/jobs/commissions'
import type { EndpointName } from '@tributary/protocol/endpoint'
import type { OrderAnswer } from '@tributary/protocol/order'
import type { PayoutBatch } from '@tributary/protocol/payout'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder, postOrder } from '../../support/build.ts'
import { changeOrder, DELIVERED, publishPlan, secondKey, wrongInLedger } from '../../support/plan.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { inTurn } from '../../support/turns.ts'

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

/** An order of two mugs whose commission is in an approved payout. */
const approved = async (): Promise<{ readonly order: OrderAnswer; readonly batch: string }> => {
  const order = (await (
    await postOrder(app, await buildOrder(app, { lines: [{ sku: 'mug', quantity: 2 }], expectedTotalMinor: 3_470 }))
  ).json()) as OrderAnswer
  await changeOrder(app, order, ...DELIVERED)
  await settleDueOrders(app.parent)
  const { batch } = (await (await app.staff('postPayouts', { body: {} })).json()) as PayoutBatch
  await app.staff('approvePayouts', { parameters: { id: batch }, authorization: await secondKey(app) })
  return { order, batch }
}

/** Moves a payout and refunds one mug of its order at the same moment: both have begun, and the payout comes to the commission first. */
const moveWhileRefunded = (event: EndpointName, batch: string, { number }: OrderAnswer): Promise<number[]> => {
  const body = { id: `rfd_${'a'.repeat(21)}`, lines: [{ sku: 'mug', quantity: 1 }] }
  return inTurn(
    app,
    'select from commissions for update',
    async () => (await app.staff(event, { parameters: { id: batch } })).status,
    async () => (await app.staff('postRefund', { parameters: { id: number }, body })).status,
  )
}

const commission = async (): Promise<unknown> =>
  (await app.database.query('select state, reversed_minor as "reversedMinor", payout_key is null as "isFree" from commissions'))[0]

describe('a refund that begins while a payout of its commission', () => {
  test('is sent leaves the commission paid, and the reversal is owed', async () => {
    const { order, batch } = await approved()
    expect(await moveWhileRefunded('sendPayouts', batch, order)).toEqual([200, 201])
    expect(await commission()).toEqual({ state: 'paid', reversedMinor: 125, isFree: false })
    expect(await wrongInLedger(app)).toEqual([])
  })

  test('fails finds it payable again', async () => {
    const { order, batch } = await approved()
    await app.staff('sendPayouts', { parameters: { id: batch } })
    expect(await moveWhileRefunded('failPayouts', batch, order)).toEqual([200, 201])
    expect(await commission()).toEqual({ state: 'payable', reversedMinor: 125, isFree: true })
    expect(await wrongInLedger(app)).toEqual([])
  })
})

test('a commission that is not what its payout made of it is named by the ledger check', async () => {
  const { batch } = await approved()
  await app.staff('sendPayouts', { parameters: { id: batch } })
  await app.database.query(`update commissions set state = 'payable'`)
  expect(await wrongInLedger(app)).toEqual([
    expect.stringMatching(/^Commission com_\S+ is payable, but payout pay_\S+, which took it, is sent\.$/),
  ])
})
