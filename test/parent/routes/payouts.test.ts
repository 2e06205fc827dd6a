import { settleDueOrders } from '@tributary/parent/jobs/commissions'
import { lockPayable, owedTo } from '@tributary/parent/store/payout-drafts'
import type { OrderAnswer } from '@tributary/protocol/order'
import type { Payout, PayoutBatch } from '@tributary/protocol/payout'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildOrder, postOrder } from '../../support/build.ts'
import { balances, changeOrder, DELIVERED, publishPlan, secondKey, wrongInLedger } from '../../support/plan.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

let database: TestDatabase
let app: TestApp
let other: string
beforeEach(async () => {
  database = await createTestDatabase()
  app = await createTestApp({ place: { url: database.url } })
  other = await secondKey(app)
  await publishPlan(app)
})
afterEach(async () => {
  await app.close()
  await database.drop()
})

/** An order by Fernweh of so many mugs, paid, delivered, its hold over: 10 % of 12.52 a mug. */
const payable = async (quantity = 1): Promise<OrderAnswer> => {
  const expectedTotalMinor = quantity * 1_490 + (quantity * 1_490 < 10_000 ? 490 : 0)
  const order = (await (
    await postOrder(app, await buildOrder(app, { lines: [{ sku: 'mug', quantity }], expectedTotalMinor }))
  ).json()) as OrderAnswer
  await changeOrder(app, order, ...DELIVERED)
  app.clock.now += 14 * DAY_MS
  await settleDueOrders(app.parent)
  return order
}
const draft = async (body: object = {}): Promise<PayoutBatch> => (await (await app.staff('postPayouts', { body })).json()) as PayoutBatch
const move = (name: Parameters<TestApp['staff']>[0], id: string, authorization?: string): Promise<Response> =>
  app.staff(name, { parameters: { id }, ...(authorization && { authorization }) })
const problemOf = async (response: Response): Promise<string> => ((await response.json()) as { code: string }).code

describe('a payout', () => {
  test('goes from the draft over a second key to the bank', async () => {
    await payable(2)
    const { batch, payouts, totalMinor } = await draft()
    expect(totalMinor).toBe(250)
    expect(payouts).toMatchObject([{ affiliate: 'FERNWEH', amountMinor: 250, commissions: 1, state: 'draft' }])
    expect(await problemOf(await move('approvePayouts', batch))).toBe('payout_needs_second_key')
    expect((await move('approvePayouts', batch, other)).status).toBe(200)
    expect((await move('sendPayouts', batch)).status).toBe(200)
    expect(await balances(app)).toEqual({ commission_expense: -250, 'payout_in_transit FERNWEH': 250 })
    expect((await move('settlePayouts', batch)).status).toBe(200)
    expect(await balances(app)).toEqual({ commission_expense: -250, bank: 250 })
    expect(await wrongInLedger(app)).toEqual([])
  })

  test('that fails returns its amount, and the next one takes it', async () => {
    await payable()
    const first = await draft()
    await move('approvePayouts', first.batch, other)
    await move('sendPayouts', first.batch)
    await move('failPayouts', first.batch)
    expect(await balances(app)).toEqual({ commission_expense: -125, 'affiliate_payable FERNWEH': 125 })
    expect(await wrongInLedger(app)).toEqual([])
    expect((await draft()).totalMinor).toBe(125)
  })

  test('takes nothing that became payable after the batch has locked what it takes', async () => {
    await payable(2)
    await app.database.transaction(async (transaction) => {
      const [{ program_id: programId, affiliate_id: affiliateId } = {}] = await transaction.query<Record<string, number>>(
        'select program_id, affiliate_id from commissions',
      )
      const owed = (keys: readonly number[]) => owedTo(transaction, programId ?? 0, 'EUR', [affiliateId ?? 0], keys)
      const locked = await lockPayable(transaction, programId ?? 0, 'EUR', [affiliateId ?? 0])
      expect(await owed(locked)).toMatchObject([{ balanceMinor: 250, commissionsMinor: 250 }])
      // As it is for a batch that had locked before this commission was payable.
      expect(await owed([])).toMatchObject([{ balanceMinor: 0, commissionsMinor: 0 }])
    })
  })

  test('is less by what was reversed after an earlier one', async () => {
    const sold = await payable(2)
    const first = await draft()
    await move('approvePayouts', first.batch, other)
    await move('sendPayouts', first.batch)
    await changeOrder(app, sold, ['postRefund', { id: `rfd_${'a'.repeat(21)}`, lines: [{ sku: 'mug', quantity: 1 }] }])
    expect(await balances(app)).toMatchObject({ 'affiliate_payable FERNWEH': -125 })
    expect(await draft()).toMatchObject({ payouts: [], skipped: [] })
    await payable(3)
    expect(await draft()).toMatchObject({ totalMinor: 375 - 125 })
    expect(await wrongInLedger(app)).toEqual([])
  })

  test('leaves nobody owing more than the program’s floor: the rest is written off', async () => {
    const policy = await (await app.staff('getProgram')).json()
    await app.staff('putProgram', { body: { ...(policy as object), payout: { floorMinor: { EUR: 100 } } } })
    const sold = await payable(2)
    const { batch } = await draft()
    await move('approvePayouts', batch, other)
    await move('sendPayouts', batch)
    await changeOrder(app, sold, ['postRefund', { id: `rfd_${'c'.repeat(21)}` }])
    expect(await balances(app)).toMatchObject({ 'affiliate_payable FERNWEH': -100, write_off: -150 })
    expect(await wrongInLedger(app)).toEqual([])
  })

  test('that is not what is owed any more is not sent', async () => {
    const sold = await payable(2)
    const { batch } = await draft()
    await move('approvePayouts', batch, other)
    await changeOrder(app, sold, ['postRefund', { id: `rfd_${'b'.repeat(21)}`, lines: [{ sku: 'mug', quantity: 1 }] }])
    const refused = await move('sendPayouts', batch)
    expect(((await refused.json()) as { detail: string }).detail).toMatch(/€2\.50 was approved for FERNWEH, €1\.25 is owed now/)
    await move('withdrawPayouts', batch)
    expect((await draft()).totalMinor).toBe(125)
  })

  test('of a suspended affiliate is not drafted, approved or sent', async () => {
    await payable()
    const { batch } = await draft()
    await app.staff('suspendAffiliate', { parameters: { code: 'FERNWEH' } })
    expect(await problemOf(await move('approvePayouts', batch, other))).toBe('affiliate_suspended')
    await move('withdrawPayouts', batch)
    expect(await draft()).toMatchObject({ payouts: [], skipped: [{ affiliate: 'FERNWEH', payableMinor: 125 }] })
  })

  test('below the minimum is carried', async () => {
    const policy = await (await app.staff('getProgram')).json()
    await app.staff('putProgram', { body: { ...(policy as object), payout: { minimumMinor: { EUR: 200 } } } })
    await payable()
    expect(await draft()).toMatchObject({
      payouts: [],
      skipped: [{ why: '€1.25 is below the least that is paid out, €2.00; it is carried.' }],
    })
    await payable()
    expect((await draft()).totalMinor).toBe(250)
  })

  test('takes each commission once, however many batches are drafted at the same moment', async () => {
    await payable()
    await payable()
    const batches = await Promise.all(Array.from({ length: 12 }, () => draft()))
    expect(batches.reduce((sum, { totalMinor }) => sum + totalMinor, 0)).toBe(250)
    const { payouts } = (await (await app.staff('getPayouts')).json()) as { payouts: Payout[] }
    expect(payouts).toHaveLength(1)
  })

  test('is settled or fails once', async () => {
    await payable()
    const { batch } = await draft()
    await move('approvePayouts', batch, other)
    await move('sendPayouts', batch)
    const answers = await Promise.all([move('settlePayouts', batch), move('failPayouts', batch), move('settlePayouts', batch)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    expect(await wrongInLedger(app)).toEqual([])
  })
})
