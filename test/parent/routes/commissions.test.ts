import type { CommissionExplanation, CommissionPage } from '@tributary/protocol/commission'
import type { LedgerCheck } from '@tributary/protocol/ledger'
import type { OrderAnswer } from '@tributary/protocol/order'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { buildCustomer, buildOrder, postOrder } from '../../support/build.ts'
import { publishPlan } from '../../support/plan.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  // FERNWEH is sponsored by nobody; below it KIMM1, and below that KIMM2 with a site of its own.
  await app.staff('postAffiliate', { body: { name: 'One', email: 'one@one.example', code: 'KNEE1', sponsor: 'FERNWEH' } })
  await app.staff('postAffiliate', { body: { name: 'Two', email: 'two@two.example', code: 'KNEE2', sponsor: 'KNEE1' } })
  await publishPlan(app)
})
afterAll(() => app.close())

const placed = async (more: object = {}): Promise<OrderAnswer> => {
  const answer = await postOrder(app, await buildOrder(app, { via: 'KNEE2', ...more }))
  expect(answer.status).toBe(201)
  return (await answer.json()) as OrderAnswer
}
const change = async (name: Parameters<TestApp['staff']>[0], order: OrderAnswer, body?: unknown): Promise<void> => {
  const answer = await app.staff(name, { parameters: { id: order.number }, body })
  if (!answer.ok) throw new Error(await answer.text())
}
const commissionsOf = async (order: OrderAnswer): Promise<CommissionPage['commissions']> =>
  ((await (await app.staff('listCommissions', { query: `?order=${order.number}` })).json()) as CommissionPage).commissions
const wrong = async (): Promise<readonly string[]> => ((await (await app.staff('checkLedger')).json()) as LedgerCheck).wrong
const balances = (): Promise<{ account: string; code: string | null; balance: number }[]> =>
  app.database.query(
    `select account, code, sum(case side when 'credit' then amount_minor else -amount_minor end)::bigint as balance
       from entries left join affiliates using (program_id, affiliate_id)
      group by account, code order by account, code`,
  )

describe('a commission', () => {
  test('is earned at every level when the order is paid, and moves on with delivery and hold', async () => {
    const order = await placed()
    expect(await commissionsOf(order)).toEqual([])
    await change('markOrderPaid', order)
    // One mug: 14.90 contains 19 % tax, 2.38; 10, 5 and 2 % of 12.52.
    const earned = (await commissionsOf(order)).map(({ affiliate, level, earnedMinor, state }) => [affiliate, level, earnedMinor, state])
    expect(earned.toReversed()).toEqual([
      ['KNEE2', 0, 125, 'pending'],
      ['KNEE1', 1, 62, 'pending'],
      ['FERNWEH', 2, 25, 'pending'],
    ])
    await change('confirmOrder', order)
    await change('shipOrder', order, { carrier: 'DHL' })
    await change('deliverOrder', order)
    expect((await commissionsOf(order)).map(({ state, isEstimate }) => [state, isEstimate])).toEqual(Array(3).fill(['held', false]))
    expect(await balances()).toEqual([
      { account: 'affiliate_held', code: 'FERNWEH', balance: 25 },
      { account: 'affiliate_held', code: 'KNEE1', balance: 62 },
      { account: 'affiliate_held', code: 'KNEE2', balance: 125 },
      { account: 'affiliate_pending', code: 'FERNWEH', balance: 0 },
      { account: 'affiliate_pending', code: 'KNEE1', balance: 0 },
      { account: 'affiliate_pending', code: 'KNEE2', balance: 0 },
      { account: 'commission_expense', code: null, balance: -212 },
    ])
    expect(await wrong()).toEqual([])
  })

  test('is explained with every step of the arithmetic', async () => {
    const order = await placed({ lines: [{ sku: 'mug', quantity: 2 }], expectedTotalMinor: 3_470 })
    await change('markOrderPaid', order)
    const [top] = await commissionsOf(order)
    const answer = await app.staff('explainCommission', { parameters: { id: top?.id ?? '' } })
    const explanation = (await answer.json()) as CommissionExplanation
    expect(explanation.steps).toEqual([
      { what: 'Enamel mug: 2 × €14.90', afterMinor: 2_980 },
      { what: 'less the tax of 19 % that it contains, €4.76', beforeMinor: 2_980, afterMinor: 2_504 },
      { what: 'level 2 earns 2 % of €25.04, rounded down', beforeMinor: 2_504, afterMinor: 50 },
    ])
    expect(explanation.transactions).toMatchObject([{ kind: 'commission_created', amountMinor: 50 }])
    expect(explanation.plan).toMatchObject({ version: 1, name: 'Three levels', rate: { basisPoints: 200 } })
  })

  test('of a test order moves no money', async () => {
    const before = await balances()
    const order = await placed({ site: app.testSite.key })
    await change('markOrderPaid', order)
    expect(await commissionsOf(order)).toHaveLength(3)
    expect(await balances()).toEqual(before)
  })

  test('is not earned from an order by the affiliate’s own downline', async () => {
    // Delivered elsewhere than all the others: from then on its address is a household of the network.
    const delivery = { name: 'Two', line1: 'Am Markt 2', postcode: '20095', city: 'Hamburg', country: 'DE' }
    const order = await postOrder(app, await buildOrder(app, { customer: buildCustomer({ email: 'T.wo+shop@two.example', delivery }) }))
    const answer = (await order.json()) as OrderAnswer
    await change('markOrderPaid', answer)
    expect(await commissionsOf(answer)).toEqual([])
  })

  test('is earned once, however many payments are marked at the same moment', async () => {
    const order = await placed()
    await Promise.all(Array.from({ length: 8 }, () => app.staff('markOrderPaid', { parameters: { id: order.number } })))
    expect(await commissionsOf(order)).toHaveLength(3)
    expect(await wrong()).toEqual([])
  })
})

describe('the ledger', () => {
  const fails = (statement: string): Promise<unknown> => expect(app.database.query(statement)).rejects.toThrow()

  test('refuses to be changed', async () => {
    await fails('update entries set amount_minor = amount_minor + 1')
    await fails('delete from entries')
    await fails('delete from transactions')
    await fails(`update transactions set cause = 'x'`)
    await fails(`update plans set note = 'x'`)
    await fails('truncate entries')
  })

  test('refuses a transaction that is off by a cent, one without entries, and an entry that comes later', async () => {
    const head = `insert into transactions (program_id, id, kind, cause, at) select program_id, 'txn_x', 'payout_settled', 'x', now() from programs`
    await fails(head)
    await fails(`with made as (${head} returning program_id, transaction_key)
      insert into entries (program_id, transaction_key, account, currency, side, amount_minor)
      select program_id, transaction_key, account, 'EUR', side, amount
        from made, (values ('bank', 'credit', 100), ('commission_expense', 'debit', 99)) as e (account, side, amount)`)
    await fails(`insert into entries (program_id, transaction_key, account, currency, side, amount_minor)
      select program_id, transaction_key, 'bank', 'EUR', 'credit', 1 from transactions limit 1`)
  })
})

describe('the clock', () => {
  test('releases what was held long enough and assumes deliveries that nobody reported', async () => {
    const order = await placed()
    await change('markOrderPaid', order)
    await change('confirmOrder', order)
    await change('shipOrder', order, { carrier: 'DHL' })
    const { settleDueOrders } = await import('@tributary/parent/jobs/commissions')
    app.clock.now += 14 * DAY_MS - 1
    await settleDueOrders(app.parent)
    expect((await commissionsOf(order)).map(({ state }) => state)).toEqual(['pending', 'pending', 'pending'])
    app.clock.now += 1
    await settleDueOrders(app.parent)
    expect((await commissionsOf(order)).map(({ state }) => state)).toEqual(['held', 'held', 'held'])
    app.clock.now += 14 * DAY_MS
    await settleDueOrders(app.parent)
    expect((await commissionsOf(order)).map(({ state }) => state)).toEqual(['payable', 'payable', 'payable'])
    expect(await wrong()).toEqual([])
  })
})
